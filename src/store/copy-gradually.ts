import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import { beginPart, endPart } from "./put-in-place.ts";

/** Called with bytes copied and bytes in all. */
export type CopyProgress = (done: number, of: number) => void;

/** So many pages between two looks at what else there is to do: a sale does not wait for a copy. */
const pagesAtOnce = 200;

/**
 * Copies books that are in use, some pages at a time on their own connection: what is sold meanwhile goes along. The copy
 * has its name once it is whole and on the disk.
 */
export async function copyGradually(db: Database, file: string, progress: CopyProgress): Promise<void> {
  const part = beginPart(file);
  const pageBytes = Number(db.pragma("page_size", { simple: true }));
  const { totalPages: all } = await db.backup(part, {
    progress: ({ totalPages, remainingPages }) => {
      progress((totalPages - remainingPages) * pageBytes, totalPages * pageBytes);
      return pagesAtOnce;
    },
  });
  progress(all * pageBytes, all * pageBytes);
  // One file that holds everything: no log is looked for beside it.
  const copy = new Sqlite(part);
  try {
    copy.pragma("journal_mode = DELETE");
  } finally {
    copy.close();
  }
  endPart(part, file);
}
