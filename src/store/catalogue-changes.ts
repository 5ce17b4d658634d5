import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

/** A row of a catalogue that came in. */
export interface CatalogueChangeRow {
  readonly download: string;
  /** From 1, without a gap. */
  readonly seq: number;
  /** As it came: a line of the file. */
  readonly entry: string;
  /** The item that it took the place of, as JSON, or that it is the same; null: none, or it has not been applied. */
  readonly before: string | null;
}

export interface CatalogueChanges {
  readonly add: (row: CatalogueChangeRow) => number;
  /** Some in order, `from` counted. */
  readonly from: (download: string, from: number, limit: number) => readonly CatalogueChangeRow[];
  /** Some backwards, `from` counted. */
  readonly back: (download: string, from: number, limit: number) => readonly CatalogueChangeRow[];
  readonly setBefore: (download: string, seq: number, before: string | null) => void;
  /** Drops some of a download. @returns how many; 0: none are left */
  readonly drop: (download: string, limit: number) => number;
}

const columns = ["download", "seq", "entry", "before"] as const;
const select = `SELECT ${columns.join(", ")} FROM catalogue_changes`;

export const catalogueChangeQueries = {
  from: `${select} WHERE download = +? AND seq >= +? ORDER BY seq LIMIT ?`,
  back: `${select} WHERE download = +? AND seq <= +? ORDER BY seq DESC LIMIT ?`,
  drop: `DELETE FROM catalogue_changes WHERE download = ? AND seq IN
    (SELECT seq FROM catalogue_changes WHERE download = ? LIMIT ?)`,
} as const;

export function catalogueChanges(db: Database): CatalogueChanges {
  const from = db.prepare<[string, number, number], CatalogueChangeRow>(catalogueChangeQueries.from);
  const back = db.prepare<[string, number, number], CatalogueChangeRow>(catalogueChangeQueries.back);
  const setBefore = db.prepare<[string | null, string, number]>(
    "UPDATE catalogue_changes SET before = ? WHERE download = ? AND seq = ?",
  );
  const drop = db.prepare<[string, string, number]>(catalogueChangeQueries.drop);
  return {
    add: appendTo<CatalogueChangeRow>(db, "catalogue_changes", columns),
    from: (download, seq, limit) => from.all(download, seq, limit),
    back: (download, seq, limit) => back.all(download, seq, limit),
    setBefore: (download, seq, before) => {
      setBefore.run(before, download, seq);
    },
    drop: (download, limit) => drop.run(download, download, limit).changes,
  };
}
