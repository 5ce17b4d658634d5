import { formatFen } from "../../base/money.ts";
import { formatUsed } from "../../settle/accumulator-id.ts";
import type { Split } from "../../settle/settlement.ts";
import type { TenderKind } from "../terminal.ts";
import type { Slip } from "./slip.ts";
import {
  accumulatorName,
  demoMark,
  noteTexts,
  relationName,
  splitWords,
  standingMarks,
  standingTitles,
  tenderNames,
} from "./words.ts";

/** A figure of a paper beside its word. */
export interface Row {
  readonly label: string;
  readonly amount: string;
  readonly weight: "plain" | "part" | "strong";
}

const fundNames = [
  "basic",
  "majorMedical",
  "supplementary",
  "civilServant",
  "assistance",
  "other",
] as const satisfies readonly (keyof Split)[];
const scopeNames = [
  "ownPay",
  "overLimit",
  "selfPayFirst",
  "inScope",
] as const satisfies readonly (keyof Split)[];
const tenderKinds = ["cash", "bankCard", "wechat", "alipay"] as const satisfies readonly TenderKind[];

/** The words at the head. */
export function titleOf(slip: Slip): string {
  const title = standingTitles[slip.standing];
  return slip.kind === "sale" ? title : title.replace("结算单", "退费单").replace("收费单", "退费单");
}

/** What must not be overlooked, the gravest first. */
export function marksOf(slip: Slip): readonly string[] {
  const standing = standingMarks[slip.standing];
  return [
    ...(standing === null ? [] : [standing]),
    ...(slip.notes.includes("SUPPLEMENT_DEMO") ? [demoMark] : []),
    ...(slip.reversedBy === null ? [] : ["本笔已撤销"]),
    ...(slip.copy === null ? ["预览，不作凭证"] : []),
    ...(slip.copy !== null && slip.copy > 1 ? [`重打 第 ${slip.copy} 份`] : []),
  ];
}

/** What the bill consists of. An amount of nothing is left out: it would read as a refusal. */
export function costRows({ split, standing }: Slip): readonly Row[] {
  const total: Row = rowOf(split, "total", "strong");
  if (standing === "cash") return [total];
  const parts = scopeNames.filter((name) => split[name] !== 0).map((name) => rowOf(split, name, "part"));
  const deductible = split.deductible === 0 ? [] : [rowOf(split, "deductible", "part")];
  return [total, ...parts, ...deductible];
}

/** What the funds pay. */
export function fundRows({ split, standing }: Slip): readonly Row[] {
  if (standing === "cash") return [];
  const parts = fundNames.filter((name) => split[name] !== 0).map((name) => rowOf(split, name, "part"));
  return [rowOf(split, "fundTotal", "strong"), ...parts];
}

/** What is left to the person, but for the cash. */
export function personalRows({ split, draws, standing }: Slip): readonly Row[] {
  if (standing === "cash") return [];
  const own = split.account === 0 ? [] : [rowOf(split, "account", "part")];
  const family = draws
    .filter(({ member }) => member !== null)
    .map(({ relation, amount }): Row => {
      const label = `${splitWords.family}（${relationName(relation)}）`;
      return { label, amount: formatFen(amount), weight: "part" };
    });
  return [rowOf(split, "personal", "strong"), ...own, ...family];
}

export function cashRow({ split, kind }: Slip): Row {
  const label = kind === "sale" ? "现金支付" : "现金退还";
  return { label, amount: formatFen(split.cash), weight: "strong" };
}

/** The ways in which the cash was paid; none where it was all in notes and coins. */
export function tenderRows({ tenders }: Slip): readonly Row[] {
  if (tenders === null) return [];
  const used = tenderKinds.filter((kind) => tenders[kind] !== 0);
  if (used.every((kind) => kind === "cash")) return [];
  return used.map((kind) => {
    return { label: `其中 ${tenderNames[kind]}`, amount: formatFen(tenders[kind]), weight: "part" };
  });
}

/** What the person gets or gives against the settlement whose place this one took. */
export function netRows({ net }: Slip): readonly Row[] {
  if (net === null) return [];
  const names = ["fundTotal", "account", "family", "cash"] as const;
  return names.filter((name) => net[name] !== 0).map((name) => rowOf(net, name, "part"));
}

/** Where the person stands after it. */
export function accumulatorRows({ movements }: Slip): readonly Row[] {
  return movements.map(({ id, before, after }) => {
    const amount = `${formatUsed(id, before)}→${formatUsed(id, after)}`;
    return { label: accumulatorName(id), amount, weight: "plain" };
  });
}

/** The amounts that a claim at the employer needs. */
export function manualRows({ manual }: Slip): readonly Row[] {
  if (manual === null) return [];
  return [
    { label: "符合政策范围", amount: formatFen(manual.inScope), weight: "part" },
    { label: "基本和大额已支付", amount: formatFen(manual.paid), weight: "part" },
    { label: "范围内未支付", amount: formatFen(manual.inScopeUnpaid), weight: "part" },
  ];
}

export function noteLines({ notes, supplement, isAdjusted }: Slip): readonly string[] {
  const used = supplement === null ? [] : [`补充参数：${supplement}`];
  const adjusted = isAdjusted ? ["本单按医保中心结算金额认账；明细各栏为本机试算。"] : [];
  return [...adjusted, ...notes.flatMap((note) => noteTexts[note] ?? []), ...used];
}

/** What a holder of the paper should know of it. */
export function statementOf({ standing, kind }: Slip): string {
  if (kind === "reversal")
    return "原结算已撤销，款项按原支付方式退回；个人账户支付部分退回账户。请妥善保管。";
  switch (standing) {
    case "confirmed":
      return "本单为医疗保障基金直接结算凭据，请核对并妥善保管；热敏纸易褪色，请拍照留存。";
    case "awaiting":
    case "unknown":
      return "费用已记账，医保结果以医保中心确认为准，确认前请勿在别处重复结算。请保留本单。";
    case "rejected":
      return "医保中心未受理本次结算，本单不作医保结算凭证，请向收费员咨询。";
    case "provisional":
      return "按本机构缓存的政策和累计暂算，联网后以医保中心结果为准，差额多退少补。请保留本单。";
    case "cash":
      return "联网恢复后，凭本单、补结算码和医保凭证到本机构补结算；也可凭发票、费用清单和病历处方向参保地经办机构申请手工报销。";
  }
}

/** What the square code holds: that by which the paper is found again. */
export function codeOf(slip: Slip): string {
  return slip.resettleCode ?? slip.settlementId;
}

function rowOf(split: Split, name: keyof Split, weight: Row["weight"]): Row {
  return { label: splitWords[name], amount: formatFen(split[name]), weight };
}
