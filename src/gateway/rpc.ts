import type { z } from "zod";

import type { Committed, Identified, Result, Terminal } from "../app/terminal.ts";
import { faultsOf } from "../base/faults.ts";
import { formatFen, parseFen } from "../base/money.ts";
import { formatUsed } from "../settle/accumulator-id.ts";
import { resultJson } from "../settle/result.ts";
import { splitOf } from "../settle/settlement.ts";
import type { Verb, VerbOutput } from "./contract.ts";
import { contract } from "./contract.ts";

type Call = (terminal: Terminal, input: unknown) => Result<unknown>;

/** One verb: what comes from outside is checked by its schema, what goes out has the shape of its schema. */
function verb<V extends Verb, I>(
  entry: { readonly input: z.ZodType<I>; readonly output: z.ZodType<VerbOutput<V>> },
  run: (terminal: Terminal, input: I) => Result<VerbOutput<V>>,
): Call {
  return (terminal, json) => {
    const parsed = entry.input.safeParse(json);
    if (parsed.success) return run(terminal, parsed.data);
    const faults = faultsOf(parsed.error.issues, json).map(({ path, reason }) => ({ path, reason }));
    const message = faults.map(({ path, reason }) => (path === "" ? reason : `${path} ${reason}`)).join("；");
    return { ok: false, refusal: { code: "CLAIM_INVALID", message, details: { faults } } };
  };
}

const findingsMax = 1000;

const verbs: Readonly<Record<Verb, Call>> = {
  institution: verb(contract.institution, ({ institution }) =>
    ok({ ...institution, designations: [...institution.designations] }),
  ),
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
  commit: verb(contract.commit, (terminal, input) => {
    const tenders = input.tenders.map(({ kind, amount }) => ({ kind, amount: parseFen(amount) }));
    return map(terminal.commit({ ...input, msgid: null, tenders }), committedJson);
  }),
  reverse: verb(contract.reverse, (terminal, input) =>
    map(terminal.reverse({ ...input, msgid: null }), committedJson),
  ),
  refund: verb(contract.refund, (terminal, input) =>
    map(terminal.refund({ ...input, msgid: null }), ({ reversal, remainder, net }) => ({
      reversal: committedJson(reversal),
      remainder: remainder === null ? null : committedJson(remainder),
      net: splitOf((name) => formatFen(net[name])),
    })),
  ),
  settlement: verb(contract.settlement, (terminal, { settlementId }) =>
    map(terminal.settlement(settlementId), committedJson),
  ),
  settlementByMsgid: verb(contract.settlementByMsgid, (terminal, { msgid }) =>
    map(terminal.settlementByMsgid(msgid), committedJson),
  ),
  settlementsOf: verb(contract.settlementsOf, (terminal, input) =>
    ok(terminal.settlementsOf(input).map(committedJson)),
  ),
  verify: verb(contract.verify, (terminal) => {
    const found = [];
    for (const finding of terminal.verify()) if (found.push(finding) >= findingsMax) break;
    return ok(found);
  }),
};

/** Calls one verb by its name with JSON from outside. @returns null when there is no such verb */
export function callVerb(terminal: Terminal, name: string, input: unknown): Result<unknown> | null {
  return isVerb(name) ? verbs[name](terminal, input) : null;
}

function isVerb(name: string): name is Verb {
  return Object.hasOwn(contract, name);
}

function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

function map<A, B>(result: Result<A>, make: (value: A) => B): Result<B> {
  return result.ok ? { ok: true, value: make(result.value) } : result;
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

function committedJson(committed: Committed): VerbOutput<"settlement"> {
  return { ...committed, settlement: { ...resultJson(committed.settlement) } };
}
