import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { addFen, zeroFen } from "../base/money.ts";
import { appendTo } from "./rows.ts";

/**
 * Money taken from a personal account (below zero: given back). `person_key` is whose; null for a relative who is known by
 * their place in the claim only.
 */
export interface AccountMovementRow {
  readonly number: number;
  readonly seq: number;
  readonly person_key: Buffer | null;
  readonly member: number | null;
  readonly relation: string | null;
  readonly amount_fen: Fen;
}

export interface AccountMovements {
  readonly add: (row: AccountMovementRow) => number;
  /** Those of settlements `from` to `to`, in order. */
  readonly between: (from: number, to: number) => readonly AccountMovementRow[];
  /** What was taken from a person's account and given back, by settlement. */
  readonly of: (personKey: Buffer) => readonly { readonly number: number; readonly amount_fen: Fen }[];
  /** What a person's account has paid here after a settlement, for themselves and for relatives, as adjusted. */
  readonly takenAfter: (personKey: Buffer, number: number) => Fen;
}

export const accountQueries = {
  takenAfter: `SELECT COALESCE(SUM(amount_fen), 0) AS taken FROM account_movements
    WHERE person_key = ? AND number > ?`,
  adjustedAfter: `SELECT COALESCE(SUM(amount_fen), 0) AS taken FROM adjusted_accounts
    WHERE person_key = ? AND number > ?`,
  of: `SELECT number, amount_fen FROM account_movements WHERE person_key = ?
    UNION ALL SELECT number, amount_fen FROM adjusted_accounts WHERE person_key = ?`,
} as const;

export function accountMovements(db: Database): AccountMovements {
  const columns = ["number", "seq", "person_key", "member", "relation", "amount_fen"] as const;
  const between = db.prepare<[number, number], AccountMovementRow>(
    `SELECT ${columns.join(", ")} FROM account_movements WHERE number BETWEEN +? AND +? ORDER BY number, seq`,
  );
  const taken = db.prepare<[Buffer, number], { taken: Fen }>(accountQueries.takenAfter);
  const adjusted = db.prepare<[Buffer, number], { taken: Fen }>(accountQueries.adjustedAfter);
  const of = db.prepare<[Buffer, Buffer], { number: number; amount_fen: Fen }>(accountQueries.of);
  return {
    add: appendTo<AccountMovementRow>(db, "account_movements", columns),
    between: (from, to) => between.all(from, to),
    of: (personKey) => of.all(personKey, personKey),
    takenAfter: (personKey, number) =>
      addFen(
        taken.get(personKey, number)?.taken ?? zeroFen,
        adjusted.get(personKey, number)?.taken ?? zeroFen,
      ),
  };
}
