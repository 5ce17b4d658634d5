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
import type { Ended } from "./kill-child.ts";
import { runUntilKilled } from "./kill-child.ts";
import { addedRows, nextVersion } from "./next-version.ts";
import type { RoundReport } from "./report.ts";

/** A long step, and after which part of its time it is cut short. */
interface Step {
  readonly name: string;
  readonly does: StepOrder["does"];
  readonly part: number;
}

const child = fileURLToPath(new URL("step-child.ts", import.meta.url));
const kinds = ["migrate", "backup", "restore"] as const;

/** The step of a number, the same every time. */
function stepOf(seed: number, number: number): Step {
  const does = kinds[number % kinds.length] ?? "migrate";
  // Spread over the step as evenly as any count of rounds can be.
  const part = (randomFrom(seed).whole(0, 999) / 1000 + Math.floor(number / kinds.length) * 0.618_034) % 1;
  return { name: `${does} ${number}`, does, part };
}

/**
 * Kills children in long steps on copies of books, and looks each time whether what is left is the old or the new, whole,
 * and can be gone on from. How long a step takes on this machine is measured first.
 */
export async function* runSteps(
  {
    seed,
    steps,
    folder,
  }: { readonly seed: number; readonly steps: readonly number[]; readonly folder: string },
  books: string,
): AsyncGenerator<RoundReport> {
  const tookMs = new Map<StepOrder["does"], number>();
  for (const number of steps) {
    const step = stepOf(seed, number);
    let most = tookMs.get(step.does);
    if (most === undefined) {
      most = (await cutShort(step.does, { folder, books, delayMs: 50_000 })).ended.tookMs;
      tookMs.set(step.does, most);
    }
    yield await runStep(step, { folder, books, delayMs: step.part * most });
  }
}

interface Where {
  readonly folder: string;
  readonly books: string;
  readonly delayMs: number;
}

async function runStep(step: Step, where: Where): Promise<RoundReport> {
  const { ended, left } = await cutShort(step.does, where);
  const faults = ended.fault === null ? [] : [ended.fault];
  try {
    faults.push(...faultsAfter[step.does](left));
  } catch (error) {
    faults.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
  const nothing = { acknowledged: 0, refused: 0, unheard: 0, lost: 0, atCap: 0 };
  return { round: step.name, phases: [phaseOf(ended.lines)], ...nothing, faults };
}

/** Lets a child begin a step on a copy of the books and kills it. */
async function cutShort(
  does: StepOrder["does"],
  { folder, books, delayMs }: Where,
): Promise<{ readonly ended: Ended; readonly left: Left }> {
  const work = join(folder, "step");
  rmSync(work, { recursive: true, force: true });
  const dir = join(work, "books");
  const file = join(work, "copy.db");
  cpSync(books, dir, { recursive: true });
  if (does === "restore") {
    backupDirectory(dir, file);
    rmSync(dir, { recursive: true });
  }
  const order = { file: join(folder, "order.json"), content: { does, dir, file } };
  const ended = await runUntilKilled(child, order, { after: "ready", nth: 1, delayMs });
  return { ended, left: { dir, file, work, books } };
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
