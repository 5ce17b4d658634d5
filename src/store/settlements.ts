import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { appendTo } from "./rows.ts";

/** The 17 amounts of a split, as columns, in its order. */
export const amountColumns = [
  "total_fen",
  "own_pay_fen",
  "over_limit_fen",
  "self_pay_first_fen",
  "in_scope_fen",
  "deductible_fen",
  "basic_fen",
  "major_medical_fen",
  "supplementary_fen",
  "civil_servant_fen",
  "assistance_fen",
  "other_fen",
  "fund_total_fen",
  "personal_fen",
  "account_fen",
  "family_fen",
  "cash_fen",
] as const;
export type AmountColumn = (typeof amountColumns)[number];

export interface SettlementRow extends Readonly<Record<AmountColumn, Fen>> {
  readonly number: number;
  readonly id: string;
  readonly kind: "sale" | "reversal";
  /** cash: paid whole by the person, to be settled later (domain §7 A). */
  readonly mode: "insured" | "cash";
  readonly reverses: number | null;
  /** The settlement that this one stands in for: what is kept of it after a refund, it again after an undone reversal, or the cash sale that is settled. */
  readonly replaces: number | null;
  readonly idempotency_key: Buffer;
  readonly request_hash: Buffer;
  readonly msgid: string;
  readonly person_key: Buffer;
  readonly plan: string;
  readonly medical_type: string;
  readonly service_date: string;
  readonly committed_at: string;
  readonly committed_day: string;
  readonly operator: string;
  readonly pharmacist: string | null;
  readonly desk: string;
  readonly pack: string;
  readonly pack_sha256: string;
  readonly supplement: string | null;
  readonly supplement_sha256: string | null;
  readonly engine_version: string;
  /** A JSON list. */
  readonly notes: string;
  /** Claim and facts; of a reversal the facts. */
  readonly sealed: Buffer;
}

export interface Settlements {
  readonly add: (row: SettlementRow) => number;
  readonly lastNumber: () => number;
  readonly byNumber: (number: number) => SettlementRow | undefined;
  readonly between: (from: number, to: number) => readonly SettlementRow[];
  readonly byId: (id: string) => SettlementRow | undefined;
  readonly byMsgid: (msgid: string) => SettlementRow | undefined;
  readonly byIdempotencyKey: (key: Buffer) => SettlementRow | undefined;
  readonly reversalOf: (number: number) => SettlementRow | undefined;
  readonly remainderOf: (number: number) => SettlementRow | undefined;
  /** A person's settlements after one of them, oldest first. */
  readonly after: (personKey: Buffer, number: number) => readonly SettlementRow[];
  readonly newestOf: (personKey: Buffer, limit: number) => readonly SettlementRow[];
  readonly newestOn: (day: string, limit: number) => readonly SettlementRow[];
  readonly newestOfOn: (personKey: Buffer, day: string, limit: number) => readonly SettlementRow[];
  readonly newest: (limit: number) => readonly SettlementRow[];
  /** Newest first, of a person, of a day or of both; never of the whole ledger. */
  readonly matching: (of: SettlementsOf, match: Match, limit: number) => readonly SettlementRow[];
}

export type SettlementsOf =
  | { readonly personKey: Buffer; readonly day: string | null }
  | { readonly personKey: null; readonly day: string };

/** What else is known of a settlement that is looked for; null: nothing. */
export interface Match {
  /** The bill or its cash, whichever way the money went. */
  readonly amount: Fen | null;
  /** Of its message; "none" where the centre is told nothing. */
  readonly state: string | null;
}

const columns = [
  "number",
  "id",
  "kind",
  "mode",
  "reverses",
  "replaces",
  "idempotency_key",
  "request_hash",
  "msgid",
  "person_key",
  "plan",
  "medical_type",
  "service_date",
  "committed_at",
  "committed_day",
  "operator",
  "pharmacist",
  "desk",
  "pack",
  "pack_sha256",
  "supplement",
  "supplement_sha256",
  "engine_version",
  "notes",
  ...amountColumns,
  "sealed",
] as const satisfies readonly (keyof SettlementRow)[];
const select = `SELECT ${columns.join(", ")} FROM settlements`;
const matches = `AND (+? IS NULL OR abs(total_fen) = +? OR abs(cash_fen) = +?)
  AND (+? IS NULL OR COALESCE((SELECT state FROM messages WHERE messages.number = settlements.number), 'none') = +?)
  ORDER BY settlements.number DESC LIMIT ?`;

export const settlementQueries = {
  lastNumber: "SELECT number FROM settlements ORDER BY number DESC LIMIT 1",
  byId: `${select} WHERE id = ?`,
  byMsgid: `${select} WHERE msgid = ?`,
  byIdempotencyKey: `${select} WHERE idempotency_key = ?`,
  reversalOf: `${select} WHERE reverses = ?`,
  remainderOf: `${select} WHERE replaces = ?`,
  after: `${select} WHERE person_key = +? AND number > +? ORDER BY number`,
  newestOf: `${select} WHERE person_key = +? ORDER BY number DESC LIMIT ?`,
  newestOn: `${select} WHERE committed_day = +? ORDER BY number DESC LIMIT ?`,
  newestOfOn: `${select} WHERE person_key = +? AND committed_day = +? ORDER BY number DESC LIMIT ?`,
  matchingOf: `${select} WHERE person_key = +? ${matches}`,
  matchingOn: `${select} WHERE committed_day = +? ${matches}`,
  matchingOfOn: `${select} WHERE person_key = +? AND committed_day = +? ${matches}`,
} as const;

export function settlements(db: Database): Settlements {
  const q = settlementQueries;
  const lastNumber = db.prepare<[], { number: number }>(q.lastNumber);
  const byNumber = db.prepare<[number], SettlementRow>(`${select} WHERE number = ?`);
  const between = db.prepare<[number, number], SettlementRow>(
    `${select} WHERE number BETWEEN +? AND +? ORDER BY number`,
  );
  const byId = db.prepare<[string], SettlementRow>(q.byId);
  const byMsgid = db.prepare<[string], SettlementRow>(q.byMsgid);
  const byKey = db.prepare<[Buffer], SettlementRow>(q.byIdempotencyKey);
  const reversalOf = db.prepare<[number], SettlementRow>(q.reversalOf);
  const remainderOf = db.prepare<[number], SettlementRow>(q.remainderOf);
  const after = db.prepare<[Buffer, number], SettlementRow>(q.after);
  const newestOf = db.prepare<[Buffer, number], SettlementRow>(q.newestOf);
  const newestOn = db.prepare<[string, number], SettlementRow>(q.newestOn);
  const newestOfOn = db.prepare<[Buffer, string, number], SettlementRow>(q.newestOfOn);
  type Matched = [Fen | null, Fen | null, Fen | null, string | null, string | null, number];
  const matchingOf = db.prepare<[Buffer, ...Matched], SettlementRow>(q.matchingOf);
  const matchingOn = db.prepare<[string, ...Matched], SettlementRow>(q.matchingOn);
  const matchingOfOn = db.prepare<[Buffer, string, ...Matched], SettlementRow>(q.matchingOfOn);
  const newest = db.prepare<[number], SettlementRow>(`${select} ORDER BY number DESC LIMIT ?`);
  return {
    add: appendTo<SettlementRow>(db, "settlements", columns),
    lastNumber: () => lastNumber.get()?.number ?? 0,
    byNumber: (number) => byNumber.get(number),
    between: (from, to) => between.all(from, to),
    byId: (id) => byId.get(id),
    byMsgid: (msgid) => byMsgid.get(msgid),
    byIdempotencyKey: (key) => byKey.get(key),
    reversalOf: (number) => reversalOf.get(number),
    remainderOf: (number) => remainderOf.get(number),
    after: (personKey, number) => after.all(personKey, number),
    newestOf: (personKey, limit) => newestOf.all(personKey, limit),
    newestOn: (day, limit) => newestOn.all(day, limit),
    newestOfOn: (personKey, day, limit) => newestOfOn.all(personKey, day, limit),
    newest: (limit) => newest.all(limit),
    matching: ({ personKey, day }, { amount, state }, limit) => {
      const matched: Matched = [amount, amount, amount, state, state, limit];
      if (personKey === null) return matchingOn.all(day, ...matched);
      return day === null
        ? matchingOf.all(personKey, ...matched)
        : matchingOfOn.all(personKey, day, ...matched);
    },
  };
}
