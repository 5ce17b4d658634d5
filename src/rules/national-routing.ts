import type { Route } from "./pack.ts";

/** What the national rows rest on. */
export const nationalClause = "医疗类别国家编码与就医类型对应";

/**
 * Which benefit a line feeds unless the pack's own rows say otherwise; the first row that fits decides. An expired
 * prescription routes like a valid one: the bill is refused for it, and by then every earlier reason has been looked at.
 */
export const nationalRouting: readonly Pick<Route, "when" | "to">[] = [
  { when: { medType: ["53"] }, to: "birthControl" },
  { when: { medType: ["52"] }, to: "birth" },
  { when: { medType: ["51"] }, to: "antenatal" },
  { when: { medType: ["21"] }, to: "inpatient" },
  { when: { medType: ["41"], prescription: false }, to: "accountOnly" },
  { when: { medType: ["14"], chronicListed: true }, to: "chronic" },
  { when: { dualChannel: true, designation: "dualChannel" }, to: "dualChannel" },
  { when: { medType: ["41"] }, to: "pharmacy" },
  { when: {}, to: "outpatient" },
];
