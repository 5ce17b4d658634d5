import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

export type OperatorRole = "cashier" | "pharmacist" | "supervisor";

export interface OperatorRow {
  readonly id: string;
  readonly name_sealed: Buffer;
  readonly role: OperatorRole;
  readonly pin_salt: Buffer;
  readonly pin_hash: Buffer;
}

export interface Operators {
  readonly add: (row: OperatorRow) => number;
  readonly byId: (id: string) => OperatorRow | undefined;
}

export function operators(db: Database): Operators {
  const byId = db.prepare<[string], OperatorRow>(
    "SELECT id, name_sealed, role, pin_salt, pin_hash FROM operators WHERE id = ?",
  );
  return {
    add: appendTo<OperatorRow>(db, "operators", ["id", "name_sealed", "role", "pin_salt", "pin_hash"]),
    byId: (id) => byId.get(id),
  };
}
