import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import { sortFaults } from "./sort-faults.ts";
import { StoreError } from "./store-error.ts";

export interface EngineLock {
  readonly release: () => void;
}

/**
 * One engine per directory. The lock is a transaction on a file of its own: the system frees it when the process ends,
 * however it ends, so nobody ever has to remove a stale one. A note beside it says who holds it.
 *
 * @throws StoreError IN_USE with process and host of the holder
 */
export function takeEngineLock(dir: string): EngineLock {
  const file = join(dir, "engine.lock");
  const noteFile = join(dir, "engine.lock.json");
  const db = sortFaults(() => {
    closeSync(openSync(file, "a", 0o600));
    return new Sqlite(file, { timeout: 0 });
  });
  try {
    if (!sortFaults(() => tryLock(db))) {
      throw new StoreError("IN_USE", `数据目录正由另一个结算引擎使用（${readHolder(noteFile)}），请先关闭它`);
    }
    sortFaults(() => {
      writeFileSync(noteFile, JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 });
    });
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    release: () => {
      rmSync(noteFile, { force: true });
      db.close();
    },
  };
}

function tryLock(db: Database): boolean {
  try {
    // Written to, so that the lock is taken at once and not with the first page.
    db.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY")) return false;
    throw error;
  }
}

function readHolder(noteFile: string): string {
  try {
    const note: unknown = JSON.parse(readFileSync(noteFile, "utf8"));
    if (typeof note !== "object" || note === null || !("pid" in note) || !("host" in note)) return "进程未知";
    return `进程 ${String(note.pid)}，主机 ${String(note.host)}`;
  } catch {
    return "进程未知";
  }
}
