import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

export interface InstitutionRow {
  readonly code: string;
  readonly name: string;
  readonly type: "hospital" | "pharmacy";
  readonly level: string;
  readonly region: string;
  /** A JSON list. */
  readonly designations: string;
  readonly block_from: number;
  readonly block_to: number;
}

export interface InstitutionTable {
  readonly add: (row: InstitutionRow) => number;
  readonly read: () => InstitutionRow | undefined;
  readonly change: (row: Pick<InstitutionRow, "code" | "name" | "level" | "designations">) => void;
}

export function institution(db: Database): InstitutionTable {
  const columns = "code, name, type, level, region, designations, block_from, block_to";
  const read = db.prepare<[], InstitutionRow>(`SELECT ${columns} FROM institution WHERE id = 1`);
  const change = db.prepare(
    "UPDATE institution SET code = @code, name = @name, level = @level, designations = @designations WHERE id = 1",
  );
  return {
    add: appendTo<InstitutionRow>(db, "institution", [
      "code",
      "name",
      "type",
      "level",
      "region",
      "designations",
      "block_from",
      "block_to",
    ]),
    read: () => read.get(),
    change: (row) => {
      change.run(row);
    },
  };
}
