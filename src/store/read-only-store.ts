import { copyGradually } from "./copy-gradually.ts";
import { existsSync } from "node:fs";

import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import { Bug } from "../base/assert.ts";
import { migrations, newestShape } from "./migrations.ts";
import type { Store } from "./open-store.ts";
import { copyInto } from "./copy-into.ts";
import { booksOf, checkFile, damageOf, readPragmas, tablesOf } from "./open-store.ts";
import { checkSchema } from "./schema-check.ts";
import { sortFaults } from "./sort-faults.ts";
import { StoreError } from "./store-error.ts";

/**
 * Opens the books to read them, whoever else has them open: no lock is taken, and neither file nor log is changed.
 * What `run` reads is of one moment; between two of them others go on writing.
 *
 * @param cacheKib  kibibytes of pages held in memory, for who goes through the books once
 * @throws StoreError when the file is missing, damaged, not ours, or not of this program's version
 */
export function openReadOnly(dir: string, cacheKib: number | null = null): Store {
  return sortFaults(() => {
    const file = booksOf(dir);
    if (!existsSync(file)) throw new StoreError("MISSING", "数据目录中没有账本，请先执行 onestop init");
    const db = new Sqlite(file, { readonly: true, timeout: 5000 });
    try {
      if (checkFile(db, migrations) < (migrations.at(-1)?.version ?? 0))
        throw new StoreError("IN_USE", "账本还是旧版本，请关闭正在使用它的旧程序后重试");
      for (const pragma of readPragmas) db.pragma(pragma);
      if (cacheKib !== null) db.pragma(`cache_size = -${cacheKib}`);
      checkSchema(db, newestShape);
      return storeOf(db);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function storeOf(db: Database): Store {
  const readonly = (): never => {
    throw new Bug("books that are open to be read are written");
  };
  return {
    ...tablesOf(db),
    write: readonly,
    together: readonly,
    each: readonly,
    run: (work) => sortFaults(() => (db.inTransaction ? work() : db.transaction(work)())),
    damage: () => sortFaults(() => damageOf(db)),
    copyGradually: async (file, progress) => await copyGradually(db, file, progress),
    copyTo: (file) => {
      sortFaults(() => {
        copyInto(db, file);
      });
    },
    checkpoint: readonly,
    close: () => {
      db.close();
    },
  };
}
