import type { Database } from "better-sqlite3";

import { putInPlace } from "./put-in-place.ts";

/** The copy has its name once it is whole and on the disk. */
export function copyInto(db: Database, file: string): void {
  putInPlace(file, (part) => {
    db.prepare<[string]>("VACUUM INTO ?").run(part);
  });
}
