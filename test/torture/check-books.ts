import type { Database } from "better-sqlite3";
import Sqlite from "better-sqlite3";

import { openTerminal } from "../../src/app/open-terminal.ts";
import type { Committed, Refunded, Terminal } from "../../src/app/terminal.ts";
import { booksOf } from "../../src/store/open-store.ts";
import type { HeardDeed } from "./child-lines.ts";
import { digestOf, perform, settlementsIn } from "./deeds.ts";
import type { KnownBooks, Rows } from "./known-books.ts";
import {
  addRows,
  booksAfter,
  capFen,
  mapRows,
  noRows,
  rowQueries,
  sameRows,
  subtractRows,
} from "./known-books.ts";

/** What a restart showed. */
export interface Checked {
  readonly books: KnownBooks;
  readonly faults: readonly string[];
  readonly acknowledged: number;
  readonly refused: number;
  /** Written, but the answer was never heard. */
  readonly unheard: number;
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** New settlements that used up somebody's cap. */
  readonly atCap: number;
}

interface Scene {
  readonly terminal: Terminal;
  readonly db: Database;
  readonly faults: string[];
}

/**
 * Opens the books after a kill and holds them to what was heard: every answer there once and whole, the same bytes when
 * asked again, nothing else but the deed that was under way, and that one whole or not at all.
 *
 * @param whole  also recomputes all of the books (`verify`), asks the file about its pages and older deeds again
 */
export function checkBooks(
  dir: string,
  before: KnownBooks,
  heard: readonly HeardDeed[],
  whole: boolean,
): Checked {
  const faults: string[] = [];
  try {
    const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
    const db = new Sqlite(booksOf(dir), { readonly: true });
    try {
      const checked = checkDeeds({ terminal, db, faults }, before, heard);
      if (whole) checkWhole({ terminal, db, faults }, checked.books);
      else faults.push(...damageOf(db));
      return checked;
    } finally {
      db.close();
      terminal.close();
    }
  } catch (error) {
    faults.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    return { books: before, faults, acknowledged: 0, refused: 0, unheard: 0, lost: 0, atCap: 0 };
  }
}

/** Acknowledged deeds whose settlements are not all in the file under their numbers and message ids. */
function missingOf(db: Database, heard: readonly HeardDeed[]): string[] {
  const find = db.prepare<[string], { number: number; msgid: string }>(
    "SELECT number, msgid FROM settlements WHERE id = ?",
  );
  const missing = heard.filter(({ answer }) => {
    if (answer === null || "refused" in answer) return false;
    return answer.ids.some((id, at) => {
      const row = find.get(id);
      const told = answer.written[at];
      return row?.number !== told?.number || row?.msgid !== told?.msgid;
    });
  });
  return missing.map(({ key }) => key);
}

function checkDeeds(scene: Scene, before: KnownBooks, heard: readonly HeardDeed[]): Checked {
  const { db, faults } = scene;
  const answered = heard.filter(({ answer }) => answer !== null && "digest" in answer);
  const counts = {
    acknowledged: answered.length,
    refused: heard.filter(({ answer }) => answer !== null && "refused" in answer).length,
  };
  const missing = missingOf(db, heard);
  if (missing.length > 0) {
    faults.push(`acknowledged and lost: ${missing.length} deeds, the first ${missing[0]}`);
    // Asking again would write them anew and hide what else is wrong.
    return { books: before, faults, ...counts, unheard: 0, lost: missing.length, atCap: 0 };
  }
  const found = countRows(db);
  let books = before;
  for (const one of answered) books = askAgain(scene, books, one)?.books ?? books;
  expectRows(faults, countRows(db), found, "asking again for what was acknowledged wrote something");
  const extra = subtractRows(found, books.rows);
  let expected = noRows;
  let unheard = 0;
  for (const one of heard.filter(({ answer }) => answer === null)) {
    const now = askAgain(scene, books, one);
    if (now === null) continue;
    if (now.first <= found.settlements) {
      unheard += 1;
      expected = addRows(expected, subtractRows(now.books.rows, books.rows));
    }
    ({ books } = now);
  }
  // Whole or not at all: beyond the answered deeds there are all the rows of those under way that were written.
  expectRows(faults, extra, expected, unheard > 0 ? "half written" : "nobody asked for this");
  expectRows(faults, countRows(db), books.rows, "rows of all deeds together");
  checkReversals(scene, books, heard);
  const capped = (of: KnownBooks): number => [...of.settlements.values()].filter((one) => one.atCap).length;
  return { books, faults, ...counts, unheard, lost: 0, atCap: capped(books) - capped(before) };
}

/** Asks for a deed under its key once more; null when it is refused. Numbers have no gaps: `first` tells new from old. */
function askAgain(
  { terminal, faults }: Scene,
  books: KnownBooks,
  one: HeardDeed,
): { readonly books: KnownBooks; readonly first: number } | null {
  const result = perform(terminal, one.key, one.deed);
  if (!result.ok) {
    if (one.answer !== null) faults.push(`${one.key}: acknowledged, now ${result.refusal.code}`);
    return null;
  }
  const digest = digestOf(result.value);
  const { answer } = one;
  if (answer !== null && "digest" in answer && answer.digest !== digest)
    faults.push(`${one.key} (${one.deed.does}): the answer reads differently now`);
  const ids = settlementsIn(result.value).map(({ settlementId }) => settlementId);
  const written = settlementsIn(result.value).map(({ number, msgid }) => ({ number, msgid }));
  const again = { ...one, answer: { digest, ids, written } };
  return { books: booksAfter(books, again, result.value), first: written[0]?.number ?? 0 };
}

/** What was reversed says by whom; nothing else does. */
function checkReversals({ terminal, faults }: Scene, books: KnownBooks, heard: readonly HeardDeed[]): void {
  for (const { deed } of heard) {
    if (deed.does === "sale") continue;
    const now = terminal.settlement(deed.id);
    const wanted = books.settlements.get(deed.id)?.reversedBy ?? null;
    const reads = now.ok ? now.value.reversedBy : now.refusal.code;
    if (reads !== wanted) faults.push(`${deed.id}: reversed by ${reads}, not ${wanted}`);
  }
}

const olderAskedAgain = 30;

function checkWhole(scene: Scene, books: KnownBooks): void {
  const { terminal, db, faults } = scene;
  for (const finding of terminal.verify())
    faults.push(`verify: ${finding.what} ${finding.id} ${finding.reason}`);
  const gone = missingOf(db, books.answered);
  if (gone.length > 0) faults.push(`no longer there: ${gone.join(", ")}`);
  const found = countRows(db);
  const step = Math.max(1, Math.floor(books.answered.length / olderAskedAgain));
  for (const one of books.answered.filter((_, at) => at % step === 0)) {
    const result = perform(terminal, one.key, one.deed);
    if (!result.ok || !sameAnswer(result.value, one)) faults.push(`${one.key}: reads differently at the end`);
  }
  expectRows(faults, countRows(db), found, "asking again for older deeds wrote something");
  const funds = new Map<string, number>();
  for (const { psnNo, basicFen } of books.settlements.values())
    funds.set(psnNo, (funds.get(psnNo) ?? 0) + basicFen);
  for (const [psnNo, fund] of funds)
    if (fund < 0 || fund > capFen) faults.push(`${psnNo}: the fund paid ${fund} fen in the year`);
}

function sameAnswer(value: Committed | Refunded, { answer }: HeardDeed): boolean {
  return answer !== null && "digest" in answer && answer.digest === digestOf(value);
}

/** What the file says about its pages and its references. */
function damageOf(db: Database): string[] {
  const pages = db.pragma("integrity_check(5)") as { readonly integrity_check: string }[];
  const loose = db.pragma("foreign_key_check") as { readonly table: string }[];
  return [
    ...pages.map((row) => row.integrity_check).filter((text) => text !== "ok"),
    ...loose.map(({ table }) => `${table}: a row points nowhere`),
  ];
}

function countRows(db: Database): Rows {
  return mapRows((name) => db.prepare<[], { rows: number }>(rowQueries[name]).get()?.rows ?? 0);
}

function expectRows(faults: string[], found: Rows, wanted: Rows, what: string): void {
  if (sameRows(found, wanted)) return;
  const off = subtractRows(found, wanted);
  const names = (Object.keys(off) as (keyof Rows)[]).filter((name) => off[name] !== 0);
  faults.push(
    `${what}: ${names.map((name) => `${name} ${off[name] > 0 ? "+" : ""}${off[name]}`).join(", ")}`,
  );
}
