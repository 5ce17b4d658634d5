import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { commit } from "../../app/commit.ts";
import { openDirectory } from "../../app/directory.ts";
import type { Ground } from "../../app/ground.ts";
import { factsOf, previewOf, takeIn } from "../../app/intake.ts";
import { settleHere } from "../../app/judge.ts";
import type { CommitRequest, Result } from "../../app/terminal.ts";
import { settlementText } from "../../ledger/same-money.ts";
import { settle } from "../../settle/settle.ts";
import type { BareBooks } from "../../store/bare-books.ts";
import { openBareBooks } from "../../store/bare-books.ts";
import { booksOf } from "../../store/open-store.ts";
import { benchDir, createBenchBooks, firstMorning, saleOf, secondsFrom } from "./books.ts";
import type { Figure } from "./figure.ts";
import { atMost } from "./figure.ts";
import { meanOf, rounded, timesFrom } from "./measure.ts";

const lines = 10;
const people = 200;
/** Sales before the measured ones: the first thousands of a process are not yet compiled. */
const warmUp = 4000;
const measured = 6000;
/** Sales between two idle moments, in which both files are tidied up. */
const burst = 50;

type Rows = ReturnType<BareBooks["rowsOf"]>;

/** A durable commit of a 10-line sale, against writing the very same rows by prepared statements and nothing else. */
export function* benchCommit(log: (text: string) => void): Generator<Figure> {
  const { dir, remove } = benchDir();
  try {
    log(`commit: ${warmUp + measured} sales of ${lines} lines in ${dir}, each beside its bare rows\n`);
    yield* measureCommits(dir);
  } finally {
    remove();
  }
}

function* measureCommits(dir: string): Generator<Figure> {
  const [ours, bare] = [join(dir, "ours"), join(dir, "bare")];
  createBenchBooks(ours, 0);
  mkdirSync(bare, { mode: 0o700 });
  copyFileSync(booksOf(ours), booksOf(bare));
  const { ground, close } = openDirectory({ dir: ours, passphrase: null, clock: secondsFrom(firstMorning) });
  const limit = openBareBooks(bare);
  const times = { ours: [] as number[], bare: [] as number[] };
  let before: readonly Rows[] = [];
  for (let from = 0; from < warmUp + measured; from += burst) {
    const turn = measureBurst(ground, { from, write: limit.write, before });
    before = rowsOf(ours, turn.numbers);
    ground.store.checkpoint();
    limit.checkpoint();
    if (from < warmUp) continue;
    times.ours.push(...turn.ours);
    times.bare.push(...turn.bare);
  }
  const split = splitOfCommit(ground);
  close();
  limit.close();
  const [commits, writes] = [timesFrom(times.ours), timesFrom(times.bare)];
  const about = { micros: rounded(commits.p50 * 1000), bareMicros: rounded(writes.p50 * 1000) };
  yield atMost("10-line commit / the bare rows, p50", [commits.p50 / writes.p50, 1.6], "times", {
    ...about,
    ...split,
  });
  yield atMost("10-line commit / the bare rows, p99", [commits.p99 / writes.p99, 1.5], "times", {
    micros: rounded(commits.p99 * 1000),
    bareMicros: rounded(writes.p99 * 1000),
  });
}

/**
 * As at a counter: the bill is shown first, then confirmed. Only the confirmation is timed. The bare rows of the burst
 * before are written in between, each after the same preview: both find the machine as a cashier's key finds it.
 */
function measureBurst(
  ground: Ground,
  { from, write, before }: { from: number; write: BareBooks["write"]; before: readonly Rows[] },
) {
  const [numbers, ours, bare]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < burst; at += 1) {
    const sale = confirmed(ground, saleOf(from + at, { lines, people }));
    ours.push(millisOf(() => numbers.push(valueOf(commit(ground, sale)).number)));
    const rows = before[at];
    if (rows === undefined) continue;
    confirmed(ground, saleOf(from + at + 1, { lines, people }));
    bare.push(
      millisOf(() => {
        write(rows);
      }),
    );
  }
  return { numbers, ours, bare };
}

/** The sale with the mark of the preview that the cashier saw. */
export function confirmed(ground: Ground, sale: CommitRequest): CommitRequest {
  const intake = valueOf(takeIn(ground, sale));
  const { previewHash } = previewOf(ground, intake, valueOf(settleHere(ground, intake)));
  return { ...sale, previewHash };
}

function rowsOf(dir: string, numbers: readonly number[]): Rows[] {
  const books = openBareBooks(dir);
  const rows = numbers.map((number) => books.rowsOf(number));
  books.close();
  return rows;
}

/** What a commit does beside writing, each part alone, in microseconds. */
function splitOfCommit(ground: Ground): Readonly<Record<string, number>> {
  const sale = saleOf(0, { lines, people });
  const intake = valueOf(takeIn(ground, sale));
  const facts = factsOf(ground, intake.personKey, intake.claim.plan);
  const run = (explain: boolean) => settle(intake.claim, facts, intake.rules, { explain });
  const settled = run(true);
  if (!settled.ok) throw new Error(settled.refusal.message);
  const { settlement } = settled;
  const { vault } = ground;
  const micros = (work: () => unknown): number => {
    meanOf(2000, work);
    return meanOf(2000, work);
  };
  const plain = micros(() => run(false));
  const text = settlementText(settlement);
  return {
    settleMicros: rounded(plain),
    explainMicros: rounded(micros(() => run(true)) - plain),
    encodeMicros: rounded(micros(() => [JSON.stringify(sale.claim), settlementText(settlement)])),
    encryptMicros: rounded(micros(() => vault.seal("settlement", "bench", intake.text))),
    hashMicros: rounded(
      micros(() => [
        vault.lookup("idempotency", sale.idempotencyKey),
        vault.lookup("request", intake.mark),
        vault.lookup("request", text),
        vault.digest(text),
        vault.digest("link"),
      ]),
    ),
  };
}

function millisOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code} ${result.refusal.message}`);
  return result.value;
}
