import type { BenefitId } from "../../rules/schema-parts.ts";
import type { Note, Split } from "../../settle/settlement.ts";
import type { TenderKind } from "../terminal.ts";
import type { Standing } from "./slip.ts";

/** The words of the papers, as GLOSSARY.md has them. */
const medTypeNames: Readonly<Record<string, string>> = {
  "11": "普通门诊",
  "13": "急诊",
  "14": "门诊慢特病",
  "21": "普通住院",
  "41": "定点药店购药",
  "51": "生育门诊",
  "52": "生育住院",
  "53": "计划生育手术",
};

export function medTypeName(medType: string): string {
  return medTypeNames[medType] ?? `医疗类别 ${medType}`;
}

export const benefitNames: Readonly<Record<BenefitId, string>> = {
  inpatient: "住院",
  chronic: "门诊慢特病",
  dualChannel: "双通道药品",
  outpatient: "普通门诊统筹",
  pharmacy: "药店购药统筹",
  antenatal: "产前检查",
  birth: "生育住院",
  birthControl: "计划生育手术",
  accountOnly: "仅账户与现金",
};

export const classNames = { A: "甲", B: "乙", C: "自费" } as const;

export const tenderNames: Readonly<Record<TenderKind, string>> = {
  cash: "现金",
  bankCard: "银行卡",
  wechat: "微信",
  alipay: "支付宝",
};

/** Parts of a bill. */
export const splitWords: Readonly<Record<keyof Split, string>> = {
  total: "费用总额",
  ownPay: "全自费",
  overLimit: "超限价自费",
  selfPayFirst: "先行自付",
  inScope: "符合政策范围",
  deductible: "本次起付线",
  basic: "基本统筹",
  majorMedical: "大额（大病）",
  supplementary: "企业补充",
  civilServant: "公务员补助",
  assistance: "医疗救助",
  other: "其他基金",
  fundTotal: "基金支付合计",
  personal: "个人负担",
  account: "个人账户",
  family: "家庭共济",
  cash: "现金支付",
};

const statusNames: Readonly<Record<string, string>> = { active: "在职", retired: "退休" };

/** 职工在职, 职工退休, 居民. */
export function insuredAs(population: "employee" | "resident" | null, status: string | null): string | null {
  if (population === null) return null;
  if (population === "resident") return "城乡居民";
  return `职工${statusNames[status ?? ""] ?? ""}`;
}

const relationNames: Readonly<Record<string, string>> = { spouse: "配偶", parent: "父母", child: "子女" };

export function relationName(relation: string | null): string {
  return relation === null ? "亲属" : (relationNames[relation] ?? relation);
}

const accumulatorNames: readonly (readonly [RegExp, string])[] = [
  [/^outpatient\.deductible$/, "普通门诊起付累计"],
  [/^outpatient\.deductible\.2$/, "二级门诊起付累计"],
  [/^outpatient\.deductible\.3$/, "三级门诊起付累计"],
  [/^outpatient\.visit\./, "本次就诊起付"],
  [/^outpatient\.fund$/, "普通门诊基金支付"],
  [/^pharmacy\.fund$/, "药店统筹基金支付"],
  [/^chronic\.fund$/, "慢特病基金支付"],
  [/^chronic\.cost\./, "本病种费用累计"],
  [/^dualChannel\.fund$/, "双通道基金支付"],
  [/^inpatient\.deductible/, "住院起付累计"],
  [/^inpatient\.stays\.any$/, "本年住院次数"],
  [/^inpatient\.stays\./, "本级别住院次数"],
  [/^inpatient\.fund$/, "住院基金支付"],
  [/^basic\.fund$/, "基本统筹年累计"],
  [/^major\.burden$/, "大额负担累计"],
  [/^major\.fund$/, "大额支付累计"],
  [/^supplementary\.burden$/, "企业补充负担"],
  [/^supplementary\.fund$/, "企业补充支付"],
  [/^assistance\.fund$/, "医疗救助支付"],
  [/^maternity\.antenatal\./, "产前检查支付"],
  [/^maternity\.birth\./, "分娩支付累计"],
];

/** What an accumulator is called; one without a word of its own keeps its name in the contract. */
export function accumulatorName(id: string): string {
  return accumulatorNames.find(([pattern]) => pattern.test(id))?.[1] ?? id;
}

/** What a note of the settlement says on paper; null: another part of the paper says it. */
export const noteTexts: Readonly<Record<Note, string | null>> = {
  TRIAL_EXPIRED: "政策试行期满，效力待确认",
  SUPPLEMENT_DEMO: null,
  SUPPLEMENT_USED: "部分参数由本机构补充录入",
  UNCONFIRMED_VALUE: "部分政策口径待经办机构确认",
  LOWEST_READING: "脱机按基金支付最少的读法暂结，以中心结果为准",
  YEARLY_CAP_UNKNOWN: "年度限额未提供，本次未作限制",
  SAME_DAY_STAY: "就诊日为入院或出院当日",
  SUPPLEMENTARY_MANUAL: "企业补充未在本机构结算，凭票据回单位申请",
  ASSISTANCE_MANUAL: "医疗救助未在本机构结算，请向经办机构申请",
  CASH_SALE: null,
  REVERSAL: null,
};

/** The big words at the head of a paper. */
export const standingTitles: Readonly<Record<Standing, string>> = {
  confirmed: "医保结算单",
  awaiting: "收费单",
  unknown: "收费单",
  rejected: "收费单",
  provisional: "收费单",
  cash: "收费单",
};

/** What must be read before anything else; null: nothing. */
export const standingMarks: Readonly<Record<Standing, string | null>> = {
  confirmed: null,
  awaiting: "已记账，医保结果待确认",
  unknown: "医保结果待确认",
  rejected: "医保中心未受理，非医保凭证",
  provisional: "脱机暂记，非医保结算凭证",
  cash: "脱机暂记，非医保结算凭证",
};

export const demoMark = "示范参数·非官方";
