import type { CentreControl, CentreLink } from "../app/centre-control.ts";
import { decline } from "../app/ground.ts";
import type { DevicesControl } from "../app/devices-control.ts";
import type { FactsControl } from "../app/facts-control.ts";
import type { Finding, Identified } from "../app/terminal.ts";
import { formatFen, parseFen } from "../base/money.ts";
import { formatUsed } from "../settle/accumulator-id.ts";
import { resultJson } from "../settle/result.ts";
import type { Verb, VerbOutput } from "./contract.ts";
import { contract } from "./contract.ts";
import { devicesContract } from "./contract-devices.ts";
import type { filingsContract } from "./contract-filings.ts";
import type { centreContract } from "./contract-centre.ts";
import type { lineContract } from "./contract-line.ts";
import type { reconContract } from "./contract-recon.ts";
import type { rulesContract } from "./contract-rules.ts";
import { identifyAnywhere } from "./identify-there.ts";
import { auditVerbs } from "./rpc-audit.ts";
import { centreVerbs } from "./rpc-centre.ts";
import { closingVerbs } from "./rpc-closing.ts";
import { counterVerbs } from "./rpc-counter.ts";
import { devicesVerbs, elsewhere } from "./rpc-devices.ts";
import { exportsVerbs } from "./rpc-exports.ts";
import { filingsVerbs } from "./rpc-filings.ts";
import { historyVerbs } from "./rpc-history.ts";
import { papersVerbs } from "./rpc-papers.ts";
import { reconVerbs } from "./rpc-recon.ts";
import { lineVerbs } from "./rpc-line.ts";
import { rulesVerbs } from "./rpc-rules.ts";
import { institutionJson, supervisionVerbs } from "./rpc-supervision.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import type { Call } from "./rpc-verb.ts";
import { reportsVerbs } from "./rpc-reports.ts";
import { upkeepVerbs } from "./rpc-upkeep.ts";
import { committedJson, map, ok, verb } from "./rpc-verb.ts";

const findingsMax = 1000;

/** What may be attached to an engine. */
export interface Attached {
  /** null: nothing is sent from here, and nothing fetched. */
  readonly centre?: Omit<CentreControl, "stop"> | null;
  /** null: this machine's are not run from here. */
  readonly devices?: DevicesControl | null;
}

/** Verbs that are made for what is attached to one engine. */
type AttachedVerb =
  | keyof typeof lineContract
  | keyof typeof centreContract
  | keyof typeof devicesContract
  | keyof typeof reconContract
  | keyof typeof rulesContract
  | keyof typeof filingsContract;

const verbs: Readonly<Record<Exclude<Verb, "verify" | "identify" | AttachedVerb>, Call>> = {
  institution: verb(contract.institution, ({ institution }) => ok(institutionJson(institution))),
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
  reverse: verb(contract.reverse, (terminal, { approval, ...input }) =>
    map(terminal.approvedReverse({ ...input, msgid: null }, approval), committedJson),
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
  ...closingVerbs,
  ...upkeepVerbs,
  ...reportsVerbs,
  ...exportsVerbs,
};

/** The verbs of one terminal, called by name with JSON from outside; null when there is no such verb. */
export function openRpc(
  terminal: FullTerminal,
  { centre = null, devices = null }: Attached = {},
): (name: string, input: unknown, from?: CallerPlace) => ReturnType<Call> | null {
  const fixed = {
    ...verbs,
    ...devicesVerbs(devices),
    ...centreVerbs(centre),
    verify: verifyOneAtATime(),
  };
  const madeFor = (link: CentreLink | null): Made => ({
    link,
    all: {
      ...fixed,
      ...lineVerbs(link?.line ?? null),
      ...reconVerbs(link?.line ?? null),
      ...rulesVerbs(link?.facts ?? null),
      ...filingsVerbs(link?.facts ?? null),
      identify: identifyVerb(link?.facts ?? null),
    },
  });
  let made = madeFor(centre?.link() ?? null);
  return (name, input, from = "here") => {
    if (!isVerb(name)) return null;
    const isForHere = Object.hasOwn(devicesContract, name);
    const link = centre?.link() ?? null;
    // Another centre: what was made for the one before speaks to nobody any more.
    if (link !== made.link) made = madeFor(link);
    return isForHere && from === "elsewhere" ? elsewhere() : made.all[name](terminal, input);
  };
}

interface Made {
  readonly link: CentreLink | null;
  readonly all: Readonly<Record<Verb, Call>>;
}

/** Whether the caller sits at the machine of the engine: what is plugged into it is no affair of others. */
export type CallerPlace = "here" | "elsewhere";

/** @param facts  null: there is no centre to ask */
function identifyVerb(facts: FactsControl | null): Call {
  return verb(contract.identify, async (terminal, input) =>
    map(await identifyAnywhere({ terminal, facts }, input), identifiedJson),
  );
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
