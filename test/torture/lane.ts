// One lane of the torture: a process that kills children on books of its own, round after round, and reports each.

import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { Checked } from "./check-books.ts";
import { checkBooks } from "./check-books.ts";
import type { HeardDeed, Phase } from "./child-lines.ts";
import { deedsIn, phaseOf, readOrder } from "./child-lines.ts";
import { runUntilKilled } from "./kill-child.ts";
import type { KnownBooks } from "./known-books.ts";
import { emptyBooks, standingIn } from "./known-books.ts";
import type { Round } from "./moments.ts";
import { roundOf } from "./moments.ts";
import type { RoundReport } from "./report.ts";
import { runSteps } from "./steps.ts";
import { stormChild } from "./warm-up.ts";

/** What a lane is to do. */
export interface LaneOrder {
  readonly seed: number;
  /** The numbers of its rounds of storm, and of its rounds of one long step. */
  readonly rounds: readonly number[];
  readonly steps: readonly number[];
  /** Empty books, to begin from. */
  readonly template: string;
  /** A folder of its own. */
  readonly folder: string;
}

/** Rounds on the same books, before new ones are begun and the old ones recomputed. */
const roundsPerBooks = 12;

/** One storm on the books of a directory, its kills, and what the restart shows. */
async function storm(
  order: LaneOrder,
  books: KnownBooks,
  at: { readonly number: number; readonly whole: boolean },
): Promise<{ readonly report: RoundReport; readonly checked: Checked }> {
  const dir = join(order.folder, "books");
  const round = roundOf(order.seed, at.number);
  const phases: Phase[] = [];
  const faults: string[] = [];
  const heard: HeardDeed[] = [];
  for (const [kill, moment] of momentsOf(round).entries()) {
    const content = {
      dir,
      seed: round.seed + kill,
      name: `${at.number}-${kill}`,
      deeds: round.deeds,
      tidyShare: round.tidyShare,
      standing: standingIn(books),
    };
    const ended = await runUntilKilled(
      stormChild,
      { file: join(order.folder, "order.json"), content },
      moment,
    );
    phases.push(phaseOf(ended.lines));
    heard.push(...deedsIn(ended.lines));
    if (ended.fault !== null) faults.push(ended.fault);
  }
  const checked = checkBooks(dir, books, heard, at.whole);
  const { acknowledged, refused, unheard, lost, atCap } = checked;
  const report = { round: `storm ${at.number}`, phases, acknowledged, refused, unheard, lost, atCap };
  return { report: { ...report, faults: [...faults, ...checked.faults] }, checked };
}

function momentsOf({ storm: first, successor }: Round): Round["storm"][] {
  return successor === null ? [first] : [first, successor];
}

async function runLane(order: LaneOrder): Promise<void> {
  const dir = join(order.folder, "books");
  let books = emptyBooks;
  for (const [at, number] of order.rounds.entries()) {
    if (at % roundsPerBooks === 0) {
      rmSync(dir, { recursive: true, force: true });
      cpSync(order.template, dir, { recursive: true });
      books = emptyBooks;
    }
    const whole = at % roundsPerBooks === roundsPerBooks - 1 || at === order.rounds.length - 1;
    const { report, checked } = await storm(order, books, { number, whole });
    ({ books } = checked);
    tell(report);
    // Books that lost something are of no more use.
    if (report.faults.length > 0) return;
  }
  for await (const report of runSteps(order, dir)) tell(report);
}

function tell(report: RoundReport): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

await runLane(readOrder(process.argv[2]) as LaneOrder);
