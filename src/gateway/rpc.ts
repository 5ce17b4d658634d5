import { decline } from "../app/ground.ts";
import type { LineControl } from "../app/line-control.ts";
import type { Finding, Identified } from "../app/terminal.ts";
import { formatFen, parseFen } from "../base/money.ts";
import { formatUsed } from "../settle/accumulator-id.ts";
import { resultJson } from "../settle/result.ts";
import type { Verb, VerbOutput } from "./contract.ts";
import { contract } from "./contract.ts";
import type { lineContract } from "./contract-line.ts";
import { auditVerbs } from "./rpc-audit.ts";
import { counterVerbs } from "./rpc-counter.ts";
import { historyVerbs } from "./rpc-history.ts";
import { papersVerbs } from "./rpc-papers.ts";
import { lineVerbs } from "./rpc-line.ts";
import { institutionJson, supervisionVerbs } from "./rpc-supervision.ts";
import { reportsVerbs } from "./rpc-reports.ts";
import { upkeepVerbs } from "./rpc-upkeep.ts";
import type { Call, FullTerminal } from "./rpc-verb.ts";
import { committedJson, map, ok, verb } from "./rpc-verb.ts";

const findingsMax = 1000;

const verbs: Readonly<Record<Exclude<Verb, "verify" | keyof typeof lineContract>, Call>> = {
  institution: verb(contract.institution, ({ institution }) => ok(institutionJson(institution))),
  identify: verb(contract.identify, (terminal, input) => map(terminal.identify(input), identifiedJson)),
  personByNo: verb(contract.personByNo, (terminal, { psnNo }) =>
    map(terminal.personByNo(psnNo), identifiedJson),
  ),
  findItem: verb(contract.findItem, (terminal, { code, serviceDate }) =>
    terminal.findItem(code, serviceDate),
  ),
  searchItems: verb(contract.searchItems, (terminal, { query, limit }) =>
    ok([...terminal.searchItems(query, limit)]),
  ),
  preview: verb(contract.preview, (terminal, input) =>
    map(terminal.preview(input), ({ settlement, previewHash }) => ({
      settlement: { ...resultJson(settlement) },
      previewHash,
    })),
  ),
  commit: verb(contract.commit, (terminal, { billId, ...input }) => {
    const tenders = input.tenders.map(({ kind, amount }) => ({ kind, amount: parseFen(amount) }));
    return map(
      terminal.commit({ ...input, ...(billId === undefined ? {} : { billId }), msgid: null, tenders }),
      committedJson,
    );
  }),
  reverse: verb(contract.reverse, (terminal, input) =>
    map(terminal.reverse({ ...input, msgid: null }), committedJson),
  ),
  settlement: verb(contract.settlement, (terminal, { settlementId }) =>
    map(terminal.settlement(settlementId), committedJson),
  ),
  settlementByMsgid: verb(contract.settlementByMsgid, (terminal, { msgid }) =>
    map(terminal.settlementByMsgid(msgid), committedJson),
  ),
  settlementByKey: verb(contract.settlementByKey, (terminal, { idempotencyKey }) =>
    map(terminal.settlementByKey(idempotencyKey), committedJson),
  ),
  settlementsOf: verb(contract.settlementsOf, (terminal, input) =>
    ok(terminal.settlementsOf(input).map(committedJson)),
  ),
  ...counterVerbs,
  ...supervisionVerbs,
  ...papersVerbs,
  ...historyVerbs,
  ...auditVerbs,
  ...upkeepVerbs,
  ...reportsVerbs,
};

/** The verbs of one terminal, called by name with JSON from outside; null when there is no such verb. */
export function openRpc(
  terminal: FullTerminal,
  line: LineControl | null,
): (name: string, input: unknown) => ReturnType<Call> | null {
  const all: Readonly<Record<Verb, Call>> = { ...verbs, ...lineVerbs(line), verify: verifyOneAtATime() };
  return (name, input) => (isVerb(name) ? all[name](terminal, input) : null);
}

/** It keeps a core busy for as long as it takes: more than one at a time would be felt at the counter. */
function verifyOneAtATime(): Call {
  let isRunning = false;
  return verb(contract.verify, async (terminal) => {
    if (isRunning) return decline("VERIFY_RUNNING", "核验正在进行，请等它结束后再试", {});
    isRunning = true;
    try {
      const found: Finding[] = [];
      for await (const finding of terminal.verifyBeside()) if (found.push(finding) >= findingsMax) break;
      return ok(found);
    } finally {
      isRunning = false;
    }
  });
}

function isVerb(name: string): name is Verb {
  return Object.hasOwn(contract, name);
}

function identifiedJson(identified: Identified): VerbOutput<"identify"> {
  const { account, accumulators, person } = identified;
  const used = Object.entries(accumulators).map(([id, value]) => [id, formatUsed(id, value)] as const);
  return {
    ...identified,
    person: { ...person },
    account: { balance: formatFen(account.balance), asOf: account.asOf },
    family: identified.family.map((one) => ({ ...one, balance: formatFen(one.balance) })),
    accumulators: Object.fromEntries(used),
  };
}
