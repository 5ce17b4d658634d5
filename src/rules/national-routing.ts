import type { Route } from "./pack.ts";

const clause = "医疗类别(med_type)国家编码与就医类型对应";

/**
 * Which benefit a line feeds unless the pack's own rows say otherwise; the first row that fits decides. An expired
 * prescription routes like a valid one: the bill is refused for it, and by then every earlier reason has been looked at.
 */
export const nationalRouting: readonly Route[] = [
  { when: { medType: ["53"] }, to: "birthControl", clause },
  { when: { medType: ["52"] }, to: "birth", clause },
  { when: { medType: ["51"] }, to: "antenatal", clause },
  { when: { medType: ["21"] }, to: "inpatient", clause },
  { when: { medType: ["41"], prescription: false }, to: "accountOnly", clause },
  { when: { medType: ["14"], chronicListed: true }, to: "chronic", clause },
  { when: { dualChannel: true, designation: "dualChannel" }, to: "dualChannel", clause },
  { when: { medType: ["41"] }, to: "pharmacy", clause },
  { when: {}, to: "outpatient", clause },
];
