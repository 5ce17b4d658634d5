import type { Database } from "better-sqlite3";

import { foldName, isWholePart, partsOfName, partsOfPhrase } from "./name-parts.ts";

/** Names as they are searched. */
export interface CatalogueNames {
  readonly add: (id: number, name: string, counting: Counting) => void;
  /** @param name  the very one that was added under this id: the index itself does not know it */
  readonly remove: (id: number, name: string, counting: Counting) => void;
  /**
   * Brings the counts of some parts in line with the index, in the order of the parts.
   *
   * @param after  the part where the step before ended; "": from the first
   * @returns where this one ended; null: all of them are in line
   */
  readonly recount: (after: string, limit: number) => string | null;
  /** How the names with a phrase in them are found; null when none has it. */
  readonly wayTo: (phrase: string) => Way | null;
}

/**
 * When the parts of a name are counted: with it, or later all at once, where very many names come. Counts only tell
 * which parts are rare: until then a question may read more than it has to, and finds the same.
 */
export type Counting = "now" | "later";

/** A question to the index. */
interface Way {
  readonly match: string;
  /** Whether the index leaves nothing open; else each name has to be looked at. */
  readonly isExact: boolean;
  readonly holds: (name: string) => boolean;
  /** The question that leaves nothing open, at the cost of reading all that is known of every part. */
  readonly exactMatch: string;
}

/**
 * Entries of the index that one question may read, a few milliseconds' worth. The rarest part is asked for in any case:
 * where even that one is common, names that have the phrase are met soon.
 */
const entriesMax = 20_000;

export const nameQueries = {
  count: "SELECT names FROM catalogue_names_counts WHERE part = ?",
} as const;

/** What the index holds of each part. Of this connection alone, so that no file has a table more. */
const seenTable = `CREATE VIRTUAL TABLE IF NOT EXISTS temp.catalogue_names_seen
  USING fts5vocab (main, catalogue_names, row)`;
const recountQueries = {
  seen: "SELECT term AS part, doc AS names FROM temp.catalogue_names_seen WHERE term > +? ORDER BY term LIMIT ?",
  counted:
    "SELECT part, names FROM catalogue_names_counts WHERE part > +? AND (+? IS NULL OR part <= +?) ORDER BY part",
} as const;

export function catalogueNames(db: Database): CatalogueNames {
  const addName = db.prepare<[number, string]>("INSERT INTO catalogue_names (rowid, parts) VALUES (?, ?)");
  const addPart = db.prepare<[string]>(
    "INSERT INTO catalogue_names_counts (part, names) VALUES (?, 1) ON CONFLICT (part) DO UPDATE SET names = names + 1",
  );
  const removeName = db.prepare<[number, string]>(
    "INSERT INTO catalogue_names (catalogue_names, rowid, parts) VALUES ('delete', ?, ?)",
  );
  const removeLast = db.prepare<[string]>("DELETE FROM catalogue_names_counts WHERE part = ? AND names = 1");
  const removePart = db.prepare<[string]>(
    "UPDATE catalogue_names_counts SET names = names - 1 WHERE part = ?",
  );
  const count = db.prepare<[string], { names: number }>(nameQueries.count);
  return {
    add: (id, name, counting) => {
      const parts = partsOfName(name);
      addName.run(id, parts.join(" "));
      if (counting === "later") return;
      for (const part of new Set(parts)) addPart.run(termOf(part));
    },
    remove: (id, name, counting) => {
      const parts = partsOfName(name);
      removeName.run(id, parts.join(" "));
      if (counting === "later") return;
      for (const part of new Set(parts))
        if (removeLast.run(termOf(part)).changes === 0) removePart.run(termOf(part));
    },
    recount: recounting(db),
    wayTo: (phrase) => {
      const parts = partsOfPhrase(phrase);
      const [first] = parts;
      if (first === undefined) return null;
      const folded = foldName(phrase);
      const holds = (name: string): boolean => foldName(name).includes(folded);
      const exactMatch = `"${parts.join(" ")}"`;
      if (!isWholePart(first)) return { match: `${exactMatch}*`, isExact: true, holds, exactMatch };
      const counted = [...new Set(parts)].map((part) => ({
        part,
        names: count.get(termOf(part))?.names ?? 0,
      }));
      const rarest = rarestOf(counted);
      if (rarest.length === counted.length) return { match: exactMatch, isExact: true, holds, exactMatch };
      const match = rarest.map(({ part }) => `"${part}"`).join(" AND ");
      return { match, isExact: false, holds, exactMatch };
    },
  };
}

function recounting(db: Database): CatalogueNames["recount"] {
  db.exec(seenTable);
  const seen = db.prepare<[string, number], Counted>(recountQueries.seen);
  const counted = db.prepare<[string, string | null, string | null], Counted>(recountQueries.counted);
  const put = db.prepare<[string, number]>(
    "INSERT INTO catalogue_names_counts (part, names) VALUES (?, ?) ON CONFLICT (part) DO UPDATE SET names = excluded.names",
  );
  const drop = db.prepare<[string]>("DELETE FROM catalogue_names_counts WHERE part = ?");
  return (after, limit) => {
    const there = seen.all(after, limit);
    const end = there.length < limit ? null : (there.at(-1)?.part ?? null);
    const before = new Map(counted.all(after, end, end).map(({ part, names }) => [part, names]));
    for (const { part, names } of there) {
      // What is right already is not written again.
      if (before.get(part) !== names) put.run(part, names);
      before.delete(part);
    }
    for (const part of before.keys()) drop.run(part);
    return end;
  };
}

/** A part as the index writes it, which knows no case of ASCII letters and leaves all others alone. */
function termOf(part: string): string {
  return part.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

interface Counted {
  readonly part: string;
  readonly names: number;
}

/** As many of the rarest as may be asked for together, at least one. */
function rarestOf(counted: readonly Counted[]): readonly Counted[] {
  const sorted = counted.toSorted((a, b) => a.names - b.names);
  let entries = 0;
  return sorted.filter(({ names }, at) => {
    entries += names;
    return at === 0 || entries <= entriesMax;
  });
}
