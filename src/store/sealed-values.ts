import type { Database } from "better-sqlite3";

import { present } from "../base/assert.ts";

/** Where values are sealed that may be sealed anew; those of settlements stay as the audit chain has them. */
export const resealable = ["persons", "operators", "door_state", "open_bills"] as const;
export type Resealable = (typeof resealable)[number];

export interface SealedRow {
  readonly row: number | Buffer | string;
  /** What the value belongs to. */
  readonly owner: Buffer | string;
  readonly sealed: Buffer;
}

/** Every sealed value of a table, to be sealed by another key. */
export interface SealedValues {
  readonly all: (table: Resealable) => readonly SealedRow[];
  readonly put: (table: Resealable, row: SealedRow["row"], sealed: Buffer) => void;
}

const places: Readonly<
  Record<Resealable, { readonly row: string; readonly owner: string; readonly column: string }>
> = {
  persons: { row: "person_key", owner: "person_key", column: "sealed" },
  operators: { row: "id", owner: "id", column: "name_sealed" },
  door_state: { row: "state_key", owner: "state_key", column: "sealed" },
  open_bills: { row: "bill_key", owner: "bill_key", column: "sealed" },
};

export function sealedValues(db: Database): SealedValues {
  const statements = new Map(
    resealable.map((table) => {
      const { row, owner, column } = places[table];
      const all = `SELECT ${row} AS "row", ${owner} AS owner, ${column} AS sealed FROM ${table}`;
      const put = `UPDATE ${table} SET ${column} = ? WHERE ${row} = ?`;
      return [
        table,
        {
          all: db.prepare<[], SealedRow>(all),
          put: db.prepare<[Buffer, SealedRow["row"]]>(put),
        },
      ] as const;
    }),
  );
  return {
    all: (table) => present(statements.get(table), table).all.all(),
    put: (table, row, sealed) => {
      present(statements.get(table), table).put.run(sealed, row);
    },
  };
}
