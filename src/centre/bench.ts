import type { Books } from "../app/books.ts";
import type { Committed, Terminal } from "../app/terminal.ts";
import type { Fen } from "../base/money.ts";
import { fen } from "../base/money.ts";
import { settlementText } from "../ledger/same-money.ts";
import type { Claim } from "../settle/claim.ts";
import { settle } from "../settle/settle.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Facts } from "../settle/tally.ts";
import type { Changes } from "./changes.ts";
import type { FoundSettlement, ReadBooks } from "./read-books.ts";
import { accumulatorKey, readOf } from "./read-books.ts";
import type { Stored } from "./settlement-body.ts";
import { readStored } from "./settlement-body.ts";
import type { SettlementRow } from "./store/tables.ts";
import type { SettlementName } from "./want.ts";

/** What one message is adjudicated on. */
export interface Bench {
  readonly read: ReadBooks;
  readonly changes: Changes;
  readonly institution: Terminal["institution"];
  readonly rules: Books;
  readonly nowMs: number;
  /** A number for the settlement that a message makes, always the same for the same message. */
  readonly settlementIdOf: (msgid: string) => string;
}

/** Accumulators as they stand now, this message's own work included. */
export function factsOf({ read, changes }: Bench, plan: string): Facts {
  return {
    before: (id, period) => {
      const key = accumulatorKey(plan, period, id);
      return changes.accumulators.get(key)?.value ?? read.accumulators.get(key) ?? 0;
    },
  };
}

/** What is left on somebody's account; null: not one of this message's people. */
export function balanceOf({ read, changes }: Bench, psnNo: string): Fen | null {
  const held = changes.balances.get(psnNo) ?? read.people.get(psnNo)?.balance_fen;
  return held === undefined ? null : fen(held);
}

/** A settlement of the person by one of its names, this message's own work included. */
export function find({ read, changes }: Bench, by: SettlementName, value: string): FoundSettlement | null {
  const reversedBy = (row: SettlementRow): string | null =>
    changes.settlements.find(({ reverses }) => reverses === row.number)?.settlement_id ?? null;
  const fresh = changes.settlements.find((row) => isNamed(row, by, value));
  if (fresh !== undefined) return { ...fresh, reverses_id: null, reversed_by: reversedBy(fresh) };
  const held = readOf(read.settlements, { kind: "settlement", by, value });
  return held === null ? null : { ...held, reversed_by: held.reversed_by ?? reversedBy(held) };
}

/** Whether a settlement bears this name. */
export function isNamed(row: SettlementRow, by: SettlementName, value: string): boolean {
  switch (by) {
    case "id":
      return row.settlement_id === value;
    case "msgid":
      return row.msgid === value;
    case "number":
    case "reverses":
    case "replaces":
      return row[by] === Number(value);
  }
}

/** A sale computed again under the very rules of its row; null when those refuse it. */
export function settleAgain(
  { rules }: Bench,
  { row, claim, facts }: { readonly row: SettlementRow; readonly claim: Claim; readonly facts: Facts },
): Settlement | null {
  const settled = settle(claim, facts, rules.rulesOf({ ...row, notes: "" }), { explain: true });
  return settled.ok ? settled.settlement : null;
}

/** A settlement of the books as messages show it, explained anew. */
export function committedOf(bench: Bench, row: FoundSettlement): Committed {
  const stored = readStored(row);
  return committed(row, explained(bench, stored), row.reverses_id);
}

function explained(bench: Bench, { row, claim, settlement }: Stored): Settlement {
  if (row.kind === "reversal") return settlement;
  const held = new Map(settlement.movements.map(({ id, period, before }) => [`${period} ${id}`, before]));
  const facts: Facts = { before: (id, period) => held.get(`${period} ${id}`) ?? 0 };
  const again = settleAgain(bench, { row, claim, facts });
  // A later program may explain in other words: the amounts are those of the books.
  return again !== null && settlementText(again) === settlementText(settlement) ? again : settlement;
}

/** A settlement as the verbs give it. @param reverses  which it takes back */
export function committed(
  row: SettlementRow & { readonly reversed_by: string | null },
  settlement: Settlement,
  reverses: string | null,
): Committed {
  return {
    settlementId: row.settlement_id,
    number: row.number,
    msgid: row.msgid,
    settlement,
    committedAt: row.committed_at,
    psnNo: row.psn_no,
    medType: row.medical_type,
    kind: row.kind,
    mode: "insured",
    isAdjusted: false,
    resettleCode: null,
    reverses,
    reversedBy: row.reversed_by,
    messageState: "confirmed",
    insutype: row.insutype,
  };
}
