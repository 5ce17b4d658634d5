/** Why desk and centre are not the same about a day. The list is closed (domain §9): what has none of these closes no day. */
export const causes = [
  "answerLost",
  "neverSent",
  "provisional",
  "rejected",
  "reversedHere",
  "reversedThere",
  "refundFlag",
  "amount",
  "rounding",
  "otherDay",
  "otherGroup",
  "duplicate",
  "missingThere",
  "orphan",
] as const;
export type Cause = (typeof causes)[number];

/** Why desk and centre differ, as it is said (domain §9). */
export const causeNames: Readonly<Record<Cause, string>> = {
  answerLost: "应答丢失",
  neverSent: "未发送",
  provisional: "脱机暂记未确认",
  rejected: "中心未受理",
  reversedHere: "仅本机撤销",
  reversedThere: "仅中心撤销",
  refundFlag: "退费口径",
  amount: "金额不一致",
  rounding: "舍入",
  otherDay: "跨日",
  otherGroup: "险种或清算类别不同",
  duplicate: "重复",
  missingThere: "中心缺失",
  orphan: "仅中心有",
};
/** What can be done about one. */
export const deeds = [
  "send",
  "resolve",
  "reverseHere",
  "undoThere",
  "acceptAmounts",
  "countOnDay",
  "countInGroup",
  "tellFlag",
  "sendAgain",
] as const;
export type Deed = (typeof deeds)[number];

/** What each of them does, as it is said. */
export const deedNames: Readonly<Record<Deed, string>> = {
  send: "送出",
  resolve: "查明结果",
  reverseHere: "本机撤销",
  undoThere: "中心冲正",
  acceptAmounts: "按中心金额认账",
  countOnDay: "归到中心的日子",
  countInGroup: "归到中心的类别",
  tellFlag: "改退费标志",
  sendAgain: "原样重送",
};

/** The one deed that each cause has. */
export const deedOf: Readonly<Record<Cause, Deed>> = {
  answerLost: "resolve",
  neverSent: "send",
  provisional: "send",
  rejected: "reverseHere",
  reversedHere: "undoThere",
  reversedThere: "reverseHere",
  refundFlag: "tellFlag",
  amount: "acceptAmounts",
  rounding: "acceptAmounts",
  otherDay: "countOnDay",
  otherGroup: "countInGroup",
  duplicate: "undoThere",
  missingThere: "sendAgain",
  orphan: "undoThere",
};

/** Deeds after which somebody has paid more or less than before: they need an approval. */
export const moneyDeeds: ReadonlySet<Deed> = new Set([
  "reverseHere",
  "undoThere",
  "acceptAmounts",
  "sendAgain",
]);

/** Why a deed can do no harm, for whoever has to approve it. */
export const safeBecause: Readonly<Record<Deed, string>> = {
  send: "以入账时的原报文标识送出，中心按人顺序办理，同一报文只办一次",
  resolve: "先查中心有没有（5201），有则确认，没有则以原报文标识重送或 2601 作废，不会重复",
  reverseHere: "本机另记一笔等额冲正，原记录不改；个人账户退回账户，其余按原支付方式退还",
  undoThere: "中心按报文标识冲正（2601）同一笔，已冲正的不会再冲；本机账本不变",
  acceptAmounts: "本机账本不改，另记调整；申报按中心金额，差额与参保人结清",
  countOnDay: "只改对账归属日，账本和金额不变；两天合计不变",
  countInGroup: "只改对账的险种或清算类别，账本和金额不变；各组合计不变",
  tellFlag: "只改对账文件中的退费标志，账本和金额不变",
  sendAgain: "以原报文标识和原内容重送，中心若已有则按同一报文答复，不会重复",
};
