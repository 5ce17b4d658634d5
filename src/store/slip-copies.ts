import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

export const papers = ["58", "80", "a4"] as const;
/** failed: it is certain that nothing of it is on paper. */
export const copyOutcomes = ["sent", "printed", "unknown", "failed"] as const;

export interface SlipCopyRow {
  readonly number: number;
  /** Which copy it is, from 1. */
  readonly copy: number;
  readonly paper: (typeof papers)[number];
  readonly operator: string;
  readonly desk: string;
  readonly issued_at: string;
  readonly outcome: "issued" | (typeof copyOutcomes)[number];
}

export interface SlipCopies {
  readonly add: (row: SlipCopyRow) => number;
  /** A copy that came to nothing is printed again under its number. */
  readonly issueAgain: (row: SlipCopyRow) => void;
  readonly setOutcome: (number: number, copy: number, outcome: SlipCopyRow["outcome"]) => void;
  /** Those of a settlement, in order. */
  readonly of: (number: number) => readonly SlipCopyRow[];
}

const columns = ["number", "copy", "paper", "operator", "desk", "issued_at", "outcome"] as const;

export const slipCopyQueries = {
  of: `SELECT ${columns.join(", ")} FROM slip_copies WHERE number = +? ORDER BY copy`,
  setOutcome: "UPDATE slip_copies SET outcome = ? WHERE number = ? AND copy = ?",
} as const;

export function slipCopies(db: Database): SlipCopies {
  const of = db.prepare<[number], SlipCopyRow>(slipCopyQueries.of);
  const setOutcome = db.prepare<[string, number, number]>(slipCopyQueries.setOutcome);
  const issueAgain = db.prepare<[SlipCopyRow]>(
    `UPDATE slip_copies SET paper = @paper, operator = @operator, desk = @desk, issued_at = @issued_at,
     outcome = @outcome WHERE number = @number AND copy = @copy`,
  );
  return {
    add: appendTo<SlipCopyRow>(db, "slip_copies", columns),
    issueAgain: (row) => {
      issueAgain.run(row);
    },
    setOutcome: (number, copy, outcome) => {
      setOutcome.run(outcome, number, copy);
    },
    of: (number) => of.all(number),
  };
}
