import type { Database } from "better-sqlite3";

/** Small sealed values of flows that take several calls. */
export interface DoorState {
  /**
   * @param keptMs  when, in milliseconds since 1970: its age decides how long it stays
   * @param owner  whose it is, see `of`; null: nobody's
   */
  readonly put: (state: {
    readonly key: Buffer;
    readonly kind: string;
    readonly keptMs: number;
    readonly owner: Buffer | null;
    readonly sealed: Buffer;
  }) => void;
  readonly read: (key: Buffer) => Buffer | undefined;
  /** What is somebody's: the `limit` that were first kept last, in that order. */
  readonly of: (owner: Buffer, limit: number) => readonly OwnedState[];
  readonly drop: (key: Buffer) => void;
  /** Drops what was kept before a moment, at most `limit` of a kind. @returns how many */
  readonly prune: (kind: string, beforeMs: number, limit: number) => number;
}

export interface OwnedState {
  readonly key: Buffer;
  readonly kind: string;
  readonly sealed: Buffer;
}

export const doorStateQueries = {
  of: `SELECT state_key AS "key", kind, sealed FROM door_state WHERE owner_key = +? ORDER BY id DESC LIMIT ?`,
  prune: `DELETE FROM door_state WHERE id IN
    (SELECT id FROM door_state WHERE kind = ? AND kept_ms < ? LIMIT ?)`,
} as const;

export function doorState(db: Database): DoorState {
  const put = db.prepare<[Buffer, string, number, Buffer | null, Buffer]>(
    `INSERT INTO door_state (state_key, kind, kept_ms, owner_key, sealed) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (state_key) DO UPDATE SET kind = excluded.kind, kept_ms = excluded.kept_ms,
     owner_key = excluded.owner_key, sealed = excluded.sealed`,
  );
  const read = db.prepare<[Buffer], { sealed: Buffer }>("SELECT sealed FROM door_state WHERE state_key = ?");
  const ofOwner = db.prepare<[Buffer, number], OwnedState>(doorStateQueries.of);
  const drop = db.prepare<[Buffer]>("DELETE FROM door_state WHERE state_key = ?");
  const prune = db.prepare<[string, number, number]>(doorStateQueries.prune);
  return {
    put: ({ key, kind, keptMs, owner, sealed }) => {
      put.run(key, kind, keptMs, owner, sealed);
    },
    read: (key) => read.get(key)?.sealed,
    of: (owner, limit) => ofOwner.all(owner, limit).toReversed(),
    drop: (key) => {
      drop.run(key);
    },
    prune: (kind, beforeMs, limit) => prune.run(kind, beforeMs, limit).changes,
  };
}
