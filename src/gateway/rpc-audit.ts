import { auditContract } from "./contract-audit.ts";
import type { Call } from "./rpc-verb.ts";
import { ok, verb } from "./rpc-verb.ts";

/** The audit chain for the screens. */
export const auditVerbs: Readonly<Record<keyof typeof auditContract, Call>> = {
  findAudit: verb(auditContract.findAudit, (terminal, query) => {
    const { entries, next, last } = terminal.findAudit(query);
    return ok({ entries: [...entries], next, last });
  }),
  auditEntry: verb(auditContract.auditEntry, (terminal, { number }) => terminal.auditEntry(number)),
  checkChain: verb(auditContract.checkChain, (terminal, { after, limit }) => {
    const { checked, last, broken } = terminal.checkChain(after, limit);
    return ok({ checked, last, broken: [...broken] });
  }),
};
