import type { Database } from "better-sqlite3";

import { foldName, isWholePart, partsOfName, partsOfPhrase } from "./name-parts.ts";

/** Names as they are searched. */
export interface CatalogueNames {
  readonly add: (id: number, name: string) => void;
  /** @param name  the very one that was added under this id: the index itself does not know it */
  readonly remove: (id: number, name: string) => void;
  /** How the names with a phrase in them are found; null when none has it. */
  readonly wayTo: (phrase: string) => Way | null;
}

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
    add: (id, name) => {
      const parts = partsOfName(name);
      addName.run(id, parts.join(" "));
      for (const part of new Set(parts)) addPart.run(termOf(part));
    },
    remove: (id, name) => {
      const parts = partsOfName(name);
      removeName.run(id, parts.join(" "));
      for (const part of new Set(parts))
        if (removeLast.run(termOf(part)).changes === 0) removePart.run(termOf(part));
    },
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
      if (rarest.some(({ names }) => names === 0)) return null;
      if (rarest.length === counted.length) return { match: exactMatch, isExact: true, holds, exactMatch };
      const match = rarest.map(({ part }) => `"${part}"`).join(" AND ");
      return { match, isExact: false, holds, exactMatch };
    },
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
