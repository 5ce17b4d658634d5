import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import type { SettlementRow } from "./settlements.ts";

/** Settlements of a period that one person made on the same facts, summed. */
export interface SumRow {
  readonly person_key: Buffer;
  readonly plan: string;
  readonly medical_type: string;
  readonly kind: SettlementRow["kind"];
  /** The facts in force at those settlements; null when none were held. */
  readonly facts_id: number | null;
  /** One of those settlements. */
  readonly number: number;
  readonly count: number;
  readonly total_fen: Fen;
  readonly in_scope_fen: Fen;
  readonly fund_total_fen: Fen;
  readonly account_fen: Fen;
  readonly family_fen: Fen;
  readonly cash_fen: Fen;
}

/** A settlement as a statement lists it. */
export interface EntryRow extends Omit<SumRow, "count"> {
  readonly id: string;
  readonly msgid: string;
  readonly reverses: number | null;
}

/** The ledger by period, for comparing it with what others hold. */
export interface Statements {
  readonly sums: (fromDay: string, toDay: string) => readonly SumRow[];
  readonly entries: (fromDay: string, toDay: string) => IterableIterator<EntryRow>;
}

/** Of a settlement: as it was written, and as it was adjusted since. */
const paid = (name: string): string =>
  `s.${name} + COALESCE((SELECT SUM(a.${name}) FROM adjustments AS a WHERE a.number = s.number), 0)`;
const factsThen = `(SELECT MAX(f.id) FROM person_facts f
    WHERE f.person_key = s.person_key AND f.after_number < s.number) AS facts_id`;
const amounts = ["total_fen", "in_scope_fen", "fund_total_fen", "account_fen", "family_fen", "cash_fen"];
const period = "FROM settlements s WHERE s.committed_day BETWEEN +? AND +? AND s.mode = 'insured'";

export const statementQueries = {
  sums: `SELECT s.person_key, s.plan, s.medical_type, s.kind, ${factsThen}, MAX(s.number) AS number,
    COUNT(*) AS count, ${amounts.map((name) => `SUM(${paid(name)}) AS ${name}`).join(", ")}
    ${period} GROUP BY s.person_key, s.plan, s.medical_type, s.kind, facts_id`,
  entries: `SELECT s.person_key, s.plan, s.medical_type, s.kind, ${factsThen}, s.number, s.id, s.msgid, s.reverses,
    ${amounts.map((name) => `${paid(name)} AS ${name}`).join(", ")} ${period} ORDER BY s.committed_day, s.number`,
} as const;

export function statements(db: Database): Statements {
  const sums = db.prepare<[string, string], SumRow>(statementQueries.sums);
  const entries = db.prepare<[string, string], EntryRow>(statementQueries.entries);
  return {
    sums: (fromDay, toDay) => sums.all(fromDay, toDay),
    entries: (fromDay, toDay) => entries.iterate(fromDay, toDay),
  };
}
