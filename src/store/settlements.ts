import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { appendTo } from "./rows.ts";

export interface SettlementRow {
  readonly number: number;
  readonly id: string;
  readonly kind: "sale" | "reversal";
  readonly reverses: number | null;
  /** The settlement whose remainder this one is, after a partial refund. */
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
  readonly total_fen: Fen;
  readonly own_pay_fen: Fen;
  readonly over_limit_fen: Fen;
  readonly self_pay_first_fen: Fen;
  readonly in_scope_fen: Fen;
  readonly deductible_fen: Fen;
  readonly basic_fen: Fen;
  readonly major_medical_fen: Fen;
  readonly supplementary_fen: Fen;
  readonly civil_servant_fen: Fen;
  readonly assistance_fen: Fen;
  readonly other_fen: Fen;
  readonly fund_total_fen: Fen;
  readonly personal_fen: Fen;
  readonly account_fen: Fen;
  readonly family_fen: Fen;
  readonly cash_fen: Fen;
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
}

const columns = [
  "number",
  "id",
  "kind",
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
  "sealed",
] as const satisfies readonly (keyof SettlementRow)[];
const select = `SELECT ${columns.join(", ")} FROM settlements`;

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
  };
}
