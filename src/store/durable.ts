import type { Database, Statement } from "better-sqlite3";

import { assert } from "../base/assert.ts";
import type { Tail } from "./anchor.ts";
import { inWords, isDiskFault, isFull } from "./sort-faults.ts";
import { StoreError } from "./store-error.ts";

/** Books that outlive a fault of the disk: a connection that met one is given up, and the next caller opens a new one. */
export interface Durable {
  /** The connection in use; after a fault another one. */
  readonly db: () => Database;
  /** Runs on the connection; faults come as StoreErrors. */
  readonly run: <T>(work: () => T) => T;
  /** One transaction: all of it durable, or nothing, or OUTCOME_UNKNOWN. */
  readonly write: <T>(work: () => T) => T;
  /** The same around several: what they write stands or falls together, and waits for the disk once. */
  readonly together: <T>(work: () => T) => T;
  /**
   * Several workflows in one transaction, each for itself: one that throws leaves nothing, the others stand, and all of
   * them wait for the disk once. What a fault of the disk ends it ends for all: then it is thrown.
   */
  readonly each: <T>(works: readonly (() => T)[]) => readonly Apart<T>[];
  /** The transaction under way adds this entry to the audit chain. */
  readonly entered: (tail: Tail) => void;
  /** The last entry of the transaction under way, or of the last one that wrote any; null: ask the books. */
  readonly tail: () => Tail | null;
  readonly close: () => void;
}

/** What became of a workflow among others. */
export type Apart<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

interface Books {
  readonly open: () => Database;
  /** Called with each connection after the first. */
  readonly use: (db: Database) => void;
  /** Whether the chain of the connection in use has this very entry. */
  readonly isWritten: (tail: Tail) => boolean;
  readonly committed: (tail: Tail) => void;
}

/**
 * What is open now; `db` is null after a fault. `entry` is the last audit entry of the transaction under way, `tail` that
 * of the transactions before it: nobody else writes books that an engine has locked.
 */
interface State {
  db: Database | null;
  transaction: Transaction;
  entry: Tail | null;
  tail: Tail | null;
  /** Whether a transaction is part of the one under way. */
  joins: boolean;
}

/** Prepared once a connection: every commit needs them. */
interface Transaction {
  readonly begin: Statement;
  readonly commit: Statement;
  readonly mark: Statement;
  readonly keep: Statement;
  readonly backToMark: Statement;
}

function transactionOf(db: Database): Transaction {
  return {
    begin: db.prepare("BEGIN IMMEDIATE"),
    commit: db.prepare("COMMIT"),
    mark: db.prepare("SAVEPOINT workflow"),
    keep: db.prepare("RELEASE workflow"),
    backToMark: db.prepare("ROLLBACK TO workflow"),
  };
}

export function openDurable(books: Books): Durable {
  const first = books.open();
  const state: State = {
    db: first,
    transaction: transactionOf(first),
    entry: null,
    tail: null,
    joins: false,
  };
  const run = <T>(work: () => T): T => {
    try {
      connect(books, state);
      return work();
    } catch (error) {
      if (isDiskFault(error)) giveUp(state);
      throw inWords(error);
    }
  };
  return {
    db: () => connect(books, state),
    run,
    write: (work) => run(() => (state.joins ? join(state, work) : write(books, state, work))),
    together: (work) => run(() => (state.joins ? join(state, work) : around(books, state, work))),
    each: (works) => run(() => around(books, state, () => works.map((work) => apart(state, work)))),
    entered: (tail) => {
      state.entry = tail;
    },
    tail: () => state.entry ?? state.tail,
    close: () => {
      state.db?.close();
    },
  };
}

/** The connection in use, or a new one, with everything that its log holds written to the disk a second time. */
function connect(books: Books, state: State): Database {
  if (state.db !== null) return state.db;
  const db = books.open();
  try {
    makeDurable(db);
    books.use(db);
    state.transaction = transactionOf(db);
  } catch (error) {
    db.close();
    throw error;
  }
  state.db = db;
  return db;
}

/**
 * After a failed fsync the system may call pages clean that the disk never got, and a second fsync succeeds on nothing.
 * Copied from the log into the file they are written anew, and that fsync tells the truth.
 */
function makeDurable(db: Database): void {
  const [result] = db.prepare<[], { busy: number }>("PRAGMA wal_checkpoint(TRUNCATE)").all();
  if (result?.busy !== 0) throw new StoreError("IN_USE", "账本正被其他程序占用，请关闭它后重试");
}

function giveUp(state: State): void {
  const { db } = state;
  state.db = null;
  state.entry = null;
  state.tail = null;
  try {
    db?.close();
  } catch {
    // A query is still open on it: it goes when that query does, and nobody asks it anything any more.
  }
}

/** Part of the transaction under way: back to where it began when it throws, as a transaction of its own would be. */
function join<T>(state: State, work: () => T): T {
  assert(state.db?.inTransaction === true, "a transaction to join is gone");
  const { db, transaction, entry } = state;
  transaction.mark.run();
  try {
    const value = work();
    transaction.keep.run();
    return value;
  } catch (error) {
    if (isUnderWay(state, db)) {
      transaction.backToMark.run();
      transaction.keep.run();
      // What it had entered is not in the chain.
      state.entry = entry;
    }
    throw error;
  }
}

/** One of several workflows: it may fail alone, unless that took the transaction with it. */
function apart<T>(state: State, work: () => T): Apart<T> {
  const { db } = state;
  try {
    return { ok: true, value: join(state, work) };
  } catch (error) {
    if (!isUnderWay(state, db)) throw error;
    return { ok: false, error };
  }
}

/** A fault of the disk takes the connection with it, and with that the transaction. */
function isUnderWay({ db }: State, before: Database | null): boolean {
  return db === before && db?.inTransaction === true;
}

function around<T>(books: Books, state: State, work: () => T): T {
  return write(books, state, () => {
    state.joins = true;
    try {
      return work();
    } finally {
      state.joins = false;
    }
  });
}

function write<T>(books: Books, state: State, work: () => T): T {
  const db = connect(books, state);
  assert(!db.inTransaction, "a transaction inside a transaction");
  state.entry = null;
  state.transaction.begin.run();
  const result = orRollBack(state, work);
  const entry = entryOf(state);
  try {
    state.transaction.commit.run();
  } catch (error) {
    if (isFull(error)) {
      rollBack(state);
      throw error;
    }
    giveUp(state);
    if (!isWrittenAfterAll(books, state, entry))
      throw new StoreError("DISK_FAULT", "磁盘写入出错，这一步没有写入；请检查磁盘后重试");
  }
  state.entry = null;
  if (entry !== null) {
    state.tail = entry;
    books.committed(entry);
  }
  return result;
}

function entryOf({ entry }: State): Tail | null {
  return entry;
}

function orRollBack<T>(state: State, work: () => T): T {
  const { db } = state;
  try {
    return work();
  } catch (error) {
    if (db === state.db) rollBack(state);
    throw error;
  }
}

function rollBack(state: State): void {
  state.entry = null;
  if (state.db?.inTransaction === true) state.db.exec("ROLLBACK");
}

/** Whether a COMMIT that reported a fault is in the books all the same. @throws StoreError when nobody can say now */
function isWrittenAfterAll(books: Books, state: State, entry: Tail | null): boolean {
  try {
    connect(books, state);
    if (entry !== null) return books.isWritten(entry);
  } catch {
    giveUp(state);
  }
  throw new StoreError(
    "OUTCOME_UNKNOWN",
    "磁盘写入出错，这一步是否已写入暂时无法确认；请检查磁盘，再用同一请求重试，即可得到唯一结果",
  );
}
