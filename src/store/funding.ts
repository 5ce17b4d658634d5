import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import type { BenefitId } from "../rules/schema-parts.ts";
import { appendTo } from "./rows.ts";

/** What each benefit of a settlement paid. */
export interface FundingRow {
  readonly number: number;
  readonly seq: number;
  readonly benefit: BenefitId;
  readonly total_fen: Fen;
  readonly in_scope_fen: Fen;
  readonly deductible_fen: Fen;
  readonly basic_fen: Fen;
  readonly major_medical_fen: Fen;
  readonly supplementary_fen: Fen;
  readonly assistance_fen: Fen;
}

export interface FundingTable {
  readonly add: (row: FundingRow) => number;
  /** Those of settlements `from` to `to`, in order. */
  readonly between: (from: number, to: number) => readonly FundingRow[];
}

export function funding(db: Database): FundingTable {
  const columns = [
    "number",
    "seq",
    "benefit",
    "total_fen",
    "in_scope_fen",
    "deductible_fen",
    "basic_fen",
    "major_medical_fen",
    "supplementary_fen",
    "assistance_fen",
  ] as const;
  const between = db.prepare<[number, number], FundingRow>(
    `SELECT ${columns.join(", ")} FROM funding WHERE number BETWEEN +? AND +? ORDER BY number, seq`,
  );
  return { add: appendTo<FundingRow>(db, "funding", columns), between: (from, to) => between.all(from, to) };
}
