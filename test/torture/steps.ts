import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import Sqlite from "better-sqlite3";

import { backupDirectory, restoreDirectory } from "../../src/app/backup.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { migrations } from "../../src/store/migrations.ts";
import { booksOf, checkBooks as checkFile, openStore } from "../../src/store/open-store.ts";
import { randomFrom } from "../oracle/random.ts";
import type { StepOrder } from "./child-lines.ts";
import { phaseOf } from "./child-lines.ts";
import { runUntilKilled } from "./kill-child.ts";
import type { Moment } from "./moments.ts";
import { addedRows, nextVersion } from "./next-version.ts";
import type { RoundReport } from "./report.ts";

/** A long step and the moment at which it is cut short. */
export interface Step {
  readonly name: string;
  readonly does: StepOrder["does"];
  readonly moment: Moment;
}

const child = fileURLToPath(new URL("step-child.ts", import.meta.url));

/** The step of a number, the same every time. */
export function stepOf(seed: number, number: number): Step {
  const random = randomFrom(seed * 7907 + number);
  const does = (["migrate", "backup", "restore"] as const)[number % 3] ?? "migrate";
  const longest = { migrate: 90, backup: 25, restore: 12 }[does];
  const delayMs = (random.whole(0, 1000) / 1000) * longest;
  return { name: `${does} ${number}`, does, moment: { after: "ready", nth: 1, delayMs } };
}

/** Kills a child in its step, and looks whether what is left is the old or the new, whole, and can be gone on from. */
export async function runStep(step: Step, folder: string, books: string): Promise<RoundReport> {
  const work = join(folder, "step");
  rmSync(work, { recursive: true, force: true });
  const dir = join(work, "books");
  const file = join(work, "copy.db");
  cpSync(books, dir, { recursive: true });
  if (step.does === "restore") {
    backupDirectory(dir, file);
    rmSync(dir, { recursive: true });
  }
  const content = { does: step.does, dir, file };
  const ended = await runUntilKilled(child, { file: join(folder, "order.json"), content }, step.moment);
  const phase = phaseOf(ended.lines);
  const faults = ended.fault === null ? [] : [ended.fault];
  try {
    faults.push(...faultsAfter[step.does]({ dir, file, work, books }));
  } catch (error) {
    faults.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
  const nothing = { acknowledged: 0, refused: 0, unheard: 0, lost: 0, atCap: 0 };
  return { round: step.name, phases: [phase], ...nothing, faults };
}

interface Left {
  readonly dir: string;
  readonly file: string;
  readonly work: string;
  /** The books as they were. */
  readonly books: string;
}

const faultsAfter: Readonly<Record<StepOrder["does"], (left: Left) => string[]>> = {
  migrate: ({ dir, books }) => {
    const version = versionOf(booksOf(dir));
    const [old, next] = [migrations.at(-1)?.version, nextVersion.at(-1)?.version];
    if (version !== old && version !== next) return [`version ${version}`];
    // The program of before goes on with the old version; the new one then finishes what it began.
    const faults = version === old ? faultsOf(dir, books) : [];
    openStore(dir, nextVersion).close();
    const copy = `${booksOf(dir)}.before-${next}`;
    checkFile(copy);
    if (versionOf(copy) !== old) faults.push("the copy of before is of another version");
    if (countOf(booksOf(dir), "added") !== addedRows) faults.push("half migrated");
    return [...faults, ...differences(booksOf(dir), booksOf(books))];
  },
  backup: ({ dir, file, work, books }) => {
    if (!existsSync(file)) backupDirectory(dir, file);
    const restored = join(work, "restored");
    restoreDirectory(file, restored);
    return [...faultsOf(dir, books), ...faultsOf(restored, books)];
  },
  restore: ({ dir, file, books }) => {
    if (!existsSync(booksOf(dir))) restoreDirectory(file, dir);
    return faultsOf(dir, books);
  },
};

/** Whether books are whole and hold what they held. */
function faultsOf(dir: string, before: string): string[] {
  const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
  const found = [...terminal.verify()].map(({ what, id, reason }) => `verify: ${what} ${id} ${reason}`);
  terminal.close();
  return [...found, ...differences(booksOf(dir), booksOf(before))];
}

function differences(file: string, before: string): string[] {
  return ["settlements", "postings", "audit", "messages"].filter(
    (table) => countOf(file, table) !== countOf(before, table),
  );
}

function countOf(file: string, table: string): number {
  return readOne(
    file,
    (db) => db.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows ?? 0,
  );
}

function versionOf(file: string): number {
  return readOne(file, (db) => Number(db.pragma("user_version", { simple: true })));
}

function readOne<T>(file: string, read: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
