import type { Database } from "better-sqlite3";

import type { OperatorRole } from "../base/operator-role.ts";
import { appendTo } from "./rows.ts";

export interface OperatorRow {
  readonly id: string;
  readonly name_sealed: Buffer;
  readonly role: OperatorRole;
  readonly pin_salt: Buffer;
  readonly pin_hash: Buffer;
  readonly active: number;
  /** Wrong PINs in a row. */
  readonly wrong_pins: number;
  /** Until then no PIN is looked at; 0: never locked. */
  readonly locked_until_ms: number;
}

export interface Operators {
  readonly add: (row: OperatorRow) => number;
  readonly byId: (id: string) => OperatorRow | undefined;
  readonly all: () => readonly OperatorRow[];
  readonly setPin: (row: Pick<OperatorRow, "id" | "pin_salt" | "pin_hash">) => void;
  readonly setActive: (row: Pick<OperatorRow, "id" | "active">) => void;
  readonly setRole: (row: Pick<OperatorRow, "id" | "role">) => void;
  readonly setTries: (row: Pick<OperatorRow, "id" | "wrong_pins" | "locked_until_ms">) => void;
}

const columns = [
  "id",
  "name_sealed",
  "role",
  "pin_salt",
  "pin_hash",
  "active",
  "wrong_pins",
  "locked_until_ms",
] as const;
const select = `SELECT ${columns.join(", ")} FROM operators`;

export function operators(db: Database): Operators {
  const byId = db.prepare<[string], OperatorRow>(`${select} WHERE id = ?`);
  const all = db.prepare<[], OperatorRow>(`${select} ORDER BY id`);
  const setPin = db.prepare("UPDATE operators SET pin_salt = @pin_salt, pin_hash = @pin_hash WHERE id = @id");
  const setActive = db.prepare("UPDATE operators SET active = @active WHERE id = @id");
  const setRole = db.prepare("UPDATE operators SET role = @role WHERE id = @id");
  const setTries = db.prepare(
    "UPDATE operators SET wrong_pins = @wrong_pins, locked_until_ms = @locked_until_ms WHERE id = @id",
  );
  return {
    add: appendTo<OperatorRow>(db, "operators", columns),
    byId: (id) => byId.get(id),
    all: () => all.all(),
    setPin: (row) => {
      setPin.run(row);
    },
    setActive: (row) => {
      setActive.run(row);
    },
    setRole: (row) => {
      setRole.run(row);
    },
    setTries: (row) => {
      setTries.run(row);
    },
  };
}
