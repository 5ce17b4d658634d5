import type { Step } from "../settle/settlement.ts";
import type { Answer } from "./desk.ts";
import { padText } from "./text.ts";

const splitLabels = [
  ["total", "医疗费总额"],
  ["ownPay", "全自费"],
  ["overLimit", "超限价自付"],
  ["selfPayFirst", "先行自付"],
  ["inScope", "符合政策范围"],
  ["deductible", "起付线"],
  ["basic", "基本医保统筹支付"],
  ["majorMedical", "大额（大病）支付"],
  ["supplementary", "企业补充支付"],
  ["civilServant", "公务员补助支付"],
  ["assistance", "医疗救助支付"],
  ["other", "其他支付"],
  ["fundTotal", "基金支付合计"],
  ["personal", "个人负担"],
  ["account", "其中：个人账户"],
  ["family", "其中：家庭共济"],
  ["cash", "其中：现金"],
] as const;

/** What each note tells the person at the desk. */
export const noteTexts: Readonly<Record<string, string>> = {
  TRIAL_EXPIRED: "试行期满，效力待确认",
  SUPPLEMENT_DEMO: "本单使用了示范参数·非官方，不得用于真实结算",
  SUPPLEMENT_USED: "本单使用了经办机构告知的补充参数",
  UNCONFIRMED_VALUE: "本单使用了未经确认的政策理解",
  LOWEST_READING: "脱机暂结，政策有几种读法的按基金支付最少的一种计算",
  YEARLY_CAP_UNKNOWN: "统筹基金年度最高支付限额未知，未作限制",
  SAME_DAY_STAY: "就医日为入院或出院当日",
  SUPPLEMENTARY_MANUAL: "企业补充未在本机构结算，凭票据回单位申请",
  ASSISTANCE_MANUAL: "医疗救助未在本机构结算，请到经办机构手工（零星）报销",
  CASH_SALE: "脱机暂记，非医保结算凭证；恢复后凭补结算码补结算",
};

const statusTexts = {
  stated: "",
  public: "〔公开资料〕",
  unconfirmed: "〔未确认〕",
  unknown: "〔未知〕",
} as const;

/** A bill's explanation in Chinese: each step with its formula, amount and clause, then the split. */
export function explanationOf(answer: Answer): string {
  if (!answer.ok) {
    return `不能结算 ${answer.error.code}\n  ${answer.error.message}\n  ${JSON.stringify(answer.error.details)}\n`;
  }
  const out: string[] = [
    `结算说明  ${answer.claimId}  政策包 ${answer.pack}${answer.supplement === null ? "" : `  补充参数 ${answer.supplement}`}`,
    "",
  ];
  for (const [at, step] of answer.steps.entries()) out.push(...stepLines(at + 1, step));
  out.push("", "分解");
  for (const [key, label] of splitLabels) {
    out.push(`  ${padText(label, 20)}${answer.split[key].padStart(14)}`);
  }
  if (answer.notes.length > 0) out.push("", "提示");
  for (const note of answer.notes) out.push(`  ${note}  ${noteTexts[note] ?? ""}`);
  return `${out.join("\n")}\n`;
}

function stepLines(number: number, step: Step): string[] {
  const where = step.line === null ? "" : `〔明细 ${step.line}〕`;
  const lines = [
    `${String(number).padStart(3)}. ${step.label}${where}`,
    `     ${step.formula} = ${step.amount}`,
    `     依据：${step.clause}${statusTexts[step.status]}`,
  ];
  for (const { id, before, after } of step.accumulators) lines.push(`     累计 ${id}：${before} → ${after}`);
  return lines;
}
