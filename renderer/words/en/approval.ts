import type { Words } from "../words.ts";

/** Who stands for what needs somebody's approval, in English. */
export const approval: Words["approval"] = {
  supervising: "Approval by a supervisor or an administrator",
  administrator: "Approval by an administrator",
  operator: "Approver",
  pin: "Approver's PIN",
  busy: "At it…",
};
