import Sqlite from "better-sqlite3";

import { StoreError } from "./store-error.ts";

/** Runs on the files of a directory; what SQLite or the system says against it comes as words for who runs the terminal. */
export function sortFaults<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inWords(error);
  }
}

/** A fault of the disk or the file as a StoreError; anything else as it came. */
export function inWords(error: unknown): unknown {
  if (error instanceof Sqlite.SqliteError) return ofSqlite(error.code) ?? error;
  return error instanceof Error && "syscall" in error && "code" in error
    ? (ofSystem(String(error.code)) ?? error)
    : error;
}

/** After such a fault nobody can say which pages are on the disk: the connection is not to be believed. */
export function isDiskFault(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_IOERR");
}

/** The disk has no room: SQLite knows for certain that it has written nothing. */
export function isFull(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code === "SQLITE_FULL";
}

function ofSqlite(code: string): StoreError | null {
  if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code))
    return new StoreError(
      "DAMAGED",
      `账本文件已损坏（${code}），请用最近的备份恢复，或用 onestop salvage 抢救`,
    );
  if (code === "SQLITE_FULL") return full();
  if (/^SQLITE_(?:READONLY|CANTOPEN|PERM)/.test(code)) return readOnly(code);
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code))
    return new StoreError("IN_USE", "账本正被其他程序占用，请关闭它后重试");
  return code.startsWith("SQLITE_IOERR") ? faulty(code) : null;
}

function ofSystem(code: string): StoreError | null {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return full();
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return readOnly(code);
    case "EIO":
      return faulty(code);
    case "ENOENT":
    case "ENOTDIR":
    case "EISDIR":
      return new StoreError("MISSING", `文件或目录不存在（${code}），请核对路径`);
    default:
      return null;
  }
}

function full(): StoreError {
  return new StoreError("DISK_FULL", "磁盘已满，这一步没有写入；请清理磁盘空间后重试");
}

function readOnly(code: string): StoreError {
  return new StoreError(
    "READ_ONLY",
    `账本文件或目录不可写（${code}），这一步没有写入；请检查权限和磁盘后重试`,
  );
}

function faulty(code: string): StoreError {
  return new StoreError("DISK_FAULT", `磁盘读写出错（${code}），请检查磁盘；重试前先做备份`);
}
