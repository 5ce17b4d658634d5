import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import type { MessageState } from "../upload/message-state.ts";
import { appendTo } from "./rows.ts";
import type { SettlementRow } from "./settlements.ts";

export const closingSteps = ["counting", "totals", "details", "differences", "balanced"] as const;
export const closingOutcomes = ["open", "provisional", "balanced"] as const;

/** How far the close of a day has come. */
export interface ClosingRow {
  readonly day: string;
  readonly step: (typeof closingSteps)[number];
  readonly outcome: (typeof closingOutcomes)[number];
  readonly started_at: string;
  readonly changed_at: string;
}

/** Where a settlement is told otherwise than the ledger has it; null and 0: as the ledger has it. */
export interface MarkRow {
  readonly number: number;
  readonly cause: string;
  readonly told: string | null;
  readonly day: string | null;
  readonly insutype: string | null;
  readonly clearing_type: string | null;
  readonly as_refund: 0 | 1 | null;
  /** The centre's less ours. */
  readonly total_fen: Fen;
  readonly fund_total_fen: Fen;
  readonly account_fen: Fen;
  readonly family_fen: Fen;
  readonly cash_fen: Fen;
  /** The same of every part of the split that differs, as JSON. */
  readonly funds: string;
  readonly operator: string;
  readonly desk: string;
  readonly marked_at: string;
}

/** What is known of the message of a settlement. */
export interface StandingRow {
  readonly number: number;
  readonly id: string;
  readonly kind: SettlementRow["kind"];
  readonly committed_day: string;
  readonly msgid: string;
  readonly state: MessageState;
  readonly centre_settlement: string | null;
  readonly centre_visit: string | null;
  readonly original_state: MessageState | null;
  readonly original_settlement: string | null;
  readonly original_visit: string | null;
  /** The reversal that took it back, where there is one. */
  readonly reversed_by: string | null;
}

export interface Closings {
  readonly put: (row: ClosingRow) => void;
  readonly byDay: (day: string) => ClosingRow | undefined;
  readonly newest: (limit: number) => readonly ClosingRow[];
  readonly addMark: (row: MarkRow) => number;
  /** Every mark, in the order in which they were made. */
  readonly allMarks: () => readonly MarkRow[];
  /** Marks of the settlements of a day, and those that bring one to it, in the order in which they were made. */
  readonly marksOf: (day: string) => readonly MarkRow[];
  readonly standings: (fromDay: string, toDay: string) => readonly StandingRow[];
  readonly standingOf: (number: number) => StandingRow | undefined;
  /** Sales of a visit as the centre numbers it. */
  readonly ofVisit: (centreVisit: string) => readonly StandingRow[];
}

const columns = ["day", "step", "outcome", "started_at", "changed_at"] as const;
const select = `SELECT ${columns.join(", ")} FROM closings`;
const markColumns = [
  "number",
  "cause",
  "told",
  "day",
  "insutype",
  "clearing_type",
  "as_refund",
  "total_fen",
  "fund_total_fen",
  "account_fen",
  "family_fen",
  "cash_fen",
  "funds",
  "operator",
  "desk",
  "marked_at",
] as const;
const selectMarks = `SELECT ${markColumns.map((name) => `k.${name}`).join(", ")} FROM statement_marks AS k`;
const selectStanding = `SELECT s.number, s.id, s.kind, s.committed_day, m.msgid, m.state, m.centre_settlement,
    m.centre_visit, o.state AS original_state, o.centre_settlement AS original_settlement,
    o.centre_visit AS original_visit, r.id AS reversed_by
  FROM settlements AS s CROSS JOIN messages AS m ON m.number = s.number
  LEFT JOIN messages AS o ON o.number = s.reverses
  LEFT JOIN settlements AS r ON r.reverses = s.number`;

const closingQueries = {
  marksOf: `${selectMarks} WHERE k.id IN (SELECT id FROM statement_marks WHERE day = +?
      UNION SELECT b.id FROM statement_marks AS a JOIN statement_marks AS b ON b.number = a.number WHERE a.day = +?
      UNION SELECT c.id FROM settlements AS s CROSS JOIN statement_marks AS c ON c.number = s.number
        WHERE s.committed_day = +?) ORDER BY k.id`,
  standings: `${selectStanding} WHERE s.committed_day BETWEEN +? AND +? ORDER BY s.number`,
  standingOf: `${selectStanding} WHERE s.number = ?`,
  ofVisit: `${selectStanding} WHERE s.number IN (SELECT number FROM messages WHERE centre_visit = +?) ORDER BY s.number`,
} as const;

export function closings(db: Database): Closings {
  const put = db.prepare<[ClosingRow]>(
    `INSERT INTO closings (${columns.join(", ")}) VALUES (${columns.map((name) => `@${name}`).join(", ")})
     ON CONFLICT (day) DO UPDATE SET step = excluded.step, outcome = excluded.outcome,
       changed_at = excluded.changed_at`,
  );
  const byDay = db.prepare<[string], ClosingRow>(`${select} WHERE day = ?`);
  const newest = db.prepare<[number], ClosingRow>(`${select} ORDER BY day DESC LIMIT ?`);
  const marksOf = db.prepare<[string, string, string], MarkRow>(closingQueries.marksOf);
  const allMarks = db.prepare<[], MarkRow>(`${selectMarks} ORDER BY k.id`);
  const standings = db.prepare<[string, string], StandingRow>(closingQueries.standings);
  const standingOf = db.prepare<[number], StandingRow>(closingQueries.standingOf);
  const ofVisit = db.prepare<[string], StandingRow>(closingQueries.ofVisit);
  return {
    put: (row) => {
      put.run(row);
    },
    byDay: (day) => byDay.get(day),
    newest: (limit) => newest.all(limit),
    addMark: appendTo<MarkRow>(db, "statement_marks", markColumns),
    allMarks: () => allMarks.all(),
    marksOf: (day) => marksOf.all(day, day, day),
    standings: (fromDay, toDay) => standings.all(fromDay, toDay),
    standingOf: (number) => standingOf.get(number),
    ofVisit: (centreVisit) => ofVisit.all(centreVisit),
  };
}
