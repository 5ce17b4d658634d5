import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { zeroFen } from "../base/money.ts";
import { appendTo } from "./rows.ts";

/** Money taken from a personal account (below zero: given back). Family members are known by their place only. */
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
  /** What a person's own account has paid here after a settlement. */
  readonly takenAfter: (personKey: Buffer, number: number) => Fen;
}

export const accountQueries = {
  takenAfter: `SELECT COALESCE(SUM(amount_fen), 0) AS taken FROM account_movements
    WHERE person_key = ? AND number > ?`,
} as const;

export function accountMovements(db: Database): AccountMovements {
  const columns = ["number", "seq", "person_key", "member", "relation", "amount_fen"] as const;
  const between = db.prepare<[number, number], AccountMovementRow>(
    `SELECT ${columns.join(", ")} FROM account_movements WHERE number BETWEEN +? AND +? ORDER BY number, seq`,
  );
  const taken = db.prepare<[Buffer, number], { taken: Fen }>(accountQueries.takenAfter);

  return {
    add: appendTo<AccountMovementRow>(db, "account_movements", columns),
    between: (from, to) => between.all(from, to),
    takenAfter: (personKey, number) => taken.get(personKey, number)?.taken ?? zeroFen,
  };
}
