import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

/** A pack or supplement as it was received, by the hash of its bytes. */
export interface PackRow {
  readonly sha256: string;
  readonly kind: "pack" | "supplement";
  readonly name: string;
  readonly text: string;
  readonly in_use: number;
  readonly received_at: string;
}

export interface Packs {
  readonly add: (row: PackRow) => number;
  readonly bySha256: (sha256: string) => PackRow | undefined;
  readonly inUse: () => readonly PackRow[];
  readonly setInUse: (sha256: string, inUse: boolean) => void;
}

export function packs(db: Database): Packs {
  const columns = ["sha256", "kind", "name", "text", "in_use", "received_at"] as const;
  const select = `SELECT ${columns.join(", ")} FROM packs`;
  const bySha256 = db.prepare<[string], PackRow>(`${select} WHERE sha256 = ?`);
  const inUse = db.prepare<[], PackRow>(`${select} WHERE in_use = 1 ORDER BY name`);
  const setInUse = db.prepare<[number, string]>("UPDATE packs SET in_use = ? WHERE sha256 = ?");
  return {
    add: appendTo<PackRow>(db, "packs", columns),
    bySha256: (sha256) => bySha256.get(sha256),
    inUse: () => inUse.all(),
    setInUse: (sha256, isInUse) => {
      setInUse.run(isInUse ? 1 : 0, sha256);
    },
  };
}
