import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { appendTo } from "./rows.ts";
import type { TenderRow } from "./tenders.ts";

/** One operator's hours at a desk. */
export interface ShiftRow {
  readonly id: number;
  readonly operator: string;
  readonly desk: string;
  readonly opened_at: string;
  /** Cash that lay in the drawer at the start. */
  readonly float_fen: Fen;
  /** The last settlement before it was opened. */
  readonly after_number: number;
  /** The last adjustment before it was opened. */
  readonly after_adjustment: number;
}

export interface ShiftTenderRow {
  readonly shift: number;
  readonly kind: TenderRow["kind"];
  readonly expected_fen: Fen;
  readonly counted_fen: Fen;
}

/** A shift that was handed over, with what was counted. */
export interface ClosedShiftRow extends ShiftRow {
  readonly closed_at: string;
}

export interface Shifts {
  readonly open: (row: Omit<ShiftRow, "id">) => number;
  readonly openOf: (operator: string, desk: string) => ShiftRow | undefined;
  readonly allOpen: () => readonly ShiftRow[];
  /** The last one of an operator at a desk that was closed up to a moment. */
  readonly closedOf: (operator: string, desk: string, upTo: string) => ClosedShiftRow | undefined;
  /** Handed over, and worked on a day: opened by its end, closed after its beginning. */
  readonly closedAround: (day: string) => readonly ClosedShiftRow[];
  readonly tendersOf: (shift: number) => readonly ShiftTenderRow[];
  readonly close: (id: number, closedAt: string, counted: readonly ShiftTenderRow[]) => void;
}

const written = ["operator", "desk", "opened_at", "float_fen", "after_number", "after_adjustment"] as const;
const select = `SELECT id, ${written.join(", ")} FROM shifts WHERE closed_at IS NULL`;

export const shiftQueries = {
  openOf: `${select} AND operator = ? AND desk = ?`,
  closedOf: `SELECT id, ${written.join(", ")}, closed_at FROM shifts
    WHERE operator = +? AND desk = +? AND closed_at IS NOT NULL AND closed_at <= +? ORDER BY closed_at DESC, id DESC LIMIT 1`,
} as const;

export function shifts(db: Database): Shifts {
  const openOf = db.prepare<[string, string], ShiftRow>(shiftQueries.openOf);
  const allOpen = db.prepare<[], ShiftRow>(`${select} ORDER BY id`);
  const close = db.prepare<[string, number]>("UPDATE shifts SET closed_at = ? WHERE id = ?");
  const addTender = appendTo<ShiftTenderRow>(db, "shift_tenders", [
    "shift",
    "kind",
    "expected_fen",
    "counted_fen",
  ]);
  const closedOf = db.prepare<[string, string, string], ClosedShiftRow>(shiftQueries.closedOf);
  const closedAround = db.prepare<[string, string], ClosedShiftRow>(
    `SELECT id, ${written.join(", ")}, closed_at FROM shifts
      WHERE closed_at >= +? AND opened_at < +? ORDER BY id`,
  );
  const tendersOf = db.prepare<[number], ShiftTenderRow>(
    "SELECT shift, kind, expected_fen, counted_fen FROM shift_tenders WHERE shift = +? ORDER BY kind",
  );
  return {
    closedOf: (operator, desk, upTo) => closedOf.get(operator, desk, upTo),
    // Times are written "2026-05-10T…": "U" is past every one of a day.
    closedAround: (day) => closedAround.all(day, `${day}U`),
    tendersOf: (shift) => tendersOf.all(shift),
    open: appendTo<Omit<ShiftRow, "id">>(db, "shifts", written),
    openOf: (operator, desk) => openOf.get(operator, desk),
    allOpen: () => allOpen.all(),
    close: (id, closedAt, counted) => {
      close.run(closedAt, id);
      for (const row of counted) addTender(row);
    },
  };
}
