import type { Database } from "better-sqlite3";

/** Small sealed values of flows that take several calls. */
export interface DoorState {
  readonly put: (key: Buffer, sealed: Buffer) => void;
  readonly read: (key: Buffer) => Buffer | undefined;
  readonly drop: (key: Buffer) => void;
}

export function doorState(db: Database): DoorState {
  const put = db.prepare<[Buffer, Buffer]>(
    `INSERT INTO door_state (state_key, sealed) VALUES (?, ?)
     ON CONFLICT (state_key) DO UPDATE SET sealed = excluded.sealed`,
  );
  const read = db.prepare<[Buffer], { sealed: Buffer }>("SELECT sealed FROM door_state WHERE state_key = ?");
  const drop = db.prepare<[Buffer]>("DELETE FROM door_state WHERE state_key = ?");
  return {
    put: (key, sealed) => {
      put.run(key, sealed);
    },
    read: (key) => read.get(key)?.sealed,
    drop: (key) => {
      drop.run(key);
    },
  };
}
