import Sqlite from "better-sqlite3";

import { booksOf } from "../../src/store/open-store.ts";

interface Counted {
  readonly part: string;
  readonly names: number;
}

/** How many names have each part: as the books count, and as their index has it. */
export function partsCounted(dir: string): {
  readonly counted: readonly Counted[];
  readonly indexed: readonly Counted[];
} {
  const db = new Sqlite(booksOf(dir), { readonly: true });
  try {
    db.exec("CREATE VIRTUAL TABLE temp.counts USING fts5vocab (main, catalogue_names, row)");
    const read = (sql: string): readonly Counted[] => db.prepare<[], Counted>(sql).all();
    return {
      counted: read("SELECT part, names FROM catalogue_names_counts ORDER BY part"),
      indexed: read("SELECT term AS part, doc AS names FROM temp.counts ORDER BY term"),
    };
  } finally {
    db.close();
  }
}
