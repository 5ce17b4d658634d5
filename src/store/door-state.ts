import type { Database } from "better-sqlite3";

/** Small sealed values of flows that take several calls. */
export interface DoorState {
  /** @param keptMs  when, in milliseconds since 1970: its age decides how long it stays */
  readonly put: (state: {
    readonly key: Buffer;
    readonly kind: string;
    readonly keptMs: number;
    readonly sealed: Buffer;
  }) => void;
  readonly read: (key: Buffer) => Buffer | undefined;
  readonly drop: (key: Buffer) => void;
  /** Drops what was kept before a moment, at most `limit` of a kind. @returns how many */
  readonly prune: (kind: string, beforeMs: number, limit: number) => number;
}

export const doorStateQueries = {
  prune: `DELETE FROM door_state WHERE state_key IN
    (SELECT state_key FROM door_state WHERE kind = ? AND kept_ms < ? LIMIT ?)`,
} as const;

export function doorState(db: Database): DoorState {
  const put = db.prepare<[Buffer, string, number, Buffer]>(
    `INSERT INTO door_state (state_key, kind, kept_ms, sealed) VALUES (?, ?, ?, ?)
     ON CONFLICT (state_key) DO UPDATE
     SET kind = excluded.kind, kept_ms = excluded.kept_ms, sealed = excluded.sealed`,
  );
  const read = db.prepare<[Buffer], { sealed: Buffer }>("SELECT sealed FROM door_state WHERE state_key = ?");
  const drop = db.prepare<[Buffer]>("DELETE FROM door_state WHERE state_key = ?");
  const prune = db.prepare<[string, number, number]>(doorStateQueries.prune);
  return {
    put: ({ key, kind, keptMs, sealed }) => {
      put.run(key, kind, keptMs, sealed);
    },
    read: (key) => read.get(key)?.sealed,
    drop: (key) => {
      drop.run(key);
    },
    prune: (kind, beforeMs, limit) => prune.run(kind, beforeMs, limit).changes,
  };
}
