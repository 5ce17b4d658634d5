import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import type { BenefitId } from "../rules/schema-parts.ts";
import { appendAllTo } from "./rows.ts";

export interface LineRow {
  readonly number: number;
  readonly seq: number;
  readonly id: string;
  readonly benefit: BenefitId;
  readonly amount_fen: Fen;
  readonly own_pay_fen: Fen;
  readonly over_limit_fen: Fen;
  readonly self_pay_first_fen: Fen;
  readonly in_scope_fen: Fen;
}

export interface Lines {
  readonly addAll: (rows: readonly LineRow[]) => unknown;
  /** Those of settlements `from` to `to`, in order. */
  readonly between: (from: number, to: number) => readonly LineRow[];
}

export function lines(db: Database): Lines {
  const columns = [
    "number",
    "seq",
    "id",
    "benefit",
    "amount_fen",
    "own_pay_fen",
    "over_limit_fen",
    "self_pay_first_fen",
    "in_scope_fen",
  ] as const;
  const between = db.prepare<[number, number], LineRow>(
    `SELECT ${columns.join(", ")} FROM lines WHERE number BETWEEN +? AND +? ORDER BY number, seq`,
  );
  return { addAll: appendAllTo<LineRow>(db, "lines", columns), between: (from, to) => between.all(from, to) };
}
