import type { DayTotals } from "../app/supervision.ts";
import type { Terminal } from "../app/terminal.ts";
import { supervisionContract } from "./contract-supervision.ts";
import { perTenderJson, splitJson } from "./rpc-counter.ts";
import type { Call } from "./rpc-verb.ts";
import { map, ok, verb } from "./rpc-verb.ts";

/** Operators, days, rules and the audit chain for the screens. */
export const supervisionVerbs: Readonly<Record<keyof typeof supervisionContract, Call>> = {
  deskState: verb(supervisionContract.deskState, (terminal) => ok(terminal.deskState())),
  signIn: verb(supervisionContract.signIn, (terminal, approval) => terminal.signIn(approval)),
  operators: verb(supervisionContract.operators, (terminal) => ok([...terminal.operators()])),
  addOperator: verb(supervisionContract.addOperator, (terminal, { approval, ...added }) =>
    terminal.addOperator(added, approval),
  ),
  changePin: verb(supervisionContract.changePin, (terminal, { id, pin, approval }) =>
    terminal.changePin(id, pin, approval),
  ),
  setOperatorActive: verb(supervisionContract.setOperatorActive, (terminal, { id, active, approval }) =>
    terminal.setOperatorActive(id, active, approval),
  ),
  unlockOperator: verb(supervisionContract.unlockOperator, (terminal, { id, approval }) =>
    terminal.unlockOperator(id, approval),
  ),
  confirmClock: verb(supervisionContract.confirmClock, (terminal, { approval }) =>
    terminal.confirmClock(approval),
  ),
  dayTotals: verb(supervisionContract.dayTotals, (terminal, { day }) => ok(dayJson(terminal.dayTotals(day)))),
  closeDay: verb(supervisionContract.closeDay, (terminal, { day, approval }) =>
    map(terminal.closeDay(day, approval), dayJson),
  ),
  rulesInUse: verb(supervisionContract.rulesInUse, (terminal) => ok([...terminal.rulesInUse()])),
  takeIntoUse: verb(supervisionContract.takeIntoUse, (terminal, rules) =>
    map(terminal.takeIntoUse(rules), (used) => [...used]),
  ),
  changeInstitution: verb(supervisionContract.changeInstitution, (terminal, change) =>
    map(terminal.changeInstitution(change), institutionJson),
  ),
  auditLog: verb(supervisionContract.auditLog, (terminal, page) => ok([...terminal.auditLog(page)])),
};

export function institutionJson(institution: Terminal["institution"]) {
  return { ...institution, designations: [...institution.designations] };
}

function dayJson({ day, closedAt, sales, reversals, groups, split, tenders, unfinished }: DayTotals) {
  return {
    day,
    closedAt,
    sales,
    reversals,
    groups: groups.map((group) => ({ ...group, split: splitJson(group.split) })),
    split: splitJson(split),
    tenders: perTenderJson(tenders),
    unfinished: {
      unsent: unfinished.unsent,
      openBills: [...unfinished.openBills],
      openShifts: [...unfinished.openShifts],
    },
  };
}
