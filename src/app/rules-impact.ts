import { randomUUID } from "node:crypto";

import { assert } from "../base/assert.ts";
import type { CivilDate } from "../base/civil-date.ts";
import { civilDate, parseCivilDate } from "../base/civil-date.ts";
import { addFen, subtractFen, zeroFen } from "../base/money.ts";
import type { PackBook } from "../rules/pack-book.ts";
import { loadPacks } from "../rules/pack-book.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import { settle } from "../settle/settle.ts";
import type { Settlement, Split } from "../settle/settlement.ts";
import { splitOf } from "../settle/settlement.ts";
import { recordsBetween } from "../store/records.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Stored } from "./read-settlement.ts";
import { readStored } from "./read-settlement.ts";
import type { RulesDownload } from "./rules-download.ts";
import { findDownload } from "./rules-download.ts";
import { chosenWith } from "./rules-downloads.ts";
import type { Result } from "./terminal.ts";

/** What is asked of a download: what a period would have come to. */
export interface ImpactQuestion {
  readonly downloadId: string;
  /** Days of commit, both counted. */
  readonly from: string;
  readonly to: string;
  /** Settles every sale by the rules of this day; null: each by its own day, or the first day of rules that begin later. */
  readonly rulesDay: string | null;
}

/** A sale that would have come out differently. */
export interface ChangedSale {
  readonly settlementId: string;
  readonly committedAt: string;
  readonly plan: string;
  readonly medType: string;
  /** null: it would have been refused. */
  readonly refusedBecause: string | null;
  /** Of the staged rules less what was settled; null when it would have been refused. */
  readonly change: Split | null;
}

/** How far the settling again has come, and what it has found. */
export interface Impact extends ImpactQuestion {
  readonly id: string;
  readonly state: "running" | "done" | "cancelled" | "failed";
  readonly looked: number;
  readonly all: number;
  readonly sales: number;
  readonly changed: number;
  readonly refused: number;
  /** What all sales together would have come to, less what they did. */
  readonly change: Split;
  /** The ten that change most for the person, the largest first; refused ones before all. */
  readonly largest: readonly ChangedSale[];
}

/** So long at the most the desk waits for a slice of this work. */
const sliceMs = 8;
const salesAtOnce = 10;
const largestMax = 10;
/** Looks at the past that are remembered; the oldest are forgotten. */
const jobsMax = 8;

interface Job {
  impact: Impact;
  isCancelled: boolean;
}

export interface ImpactVerbs {
  readonly startImpact: (question: ImpactQuestion) => Result<Impact>;
  readonly impactOf: (id: string) => Result<Impact>;
  readonly cancelImpact: (id: string) => Result<Impact>;
}

/** Settles the past again under rules that are not in use yet: in slices, so that the desk sells meanwhile. */
export function impactVerbs(ground: Ground, closing: AbortSignal): ImpactVerbs {
  const jobs = new Map<string, Job>();
  const told = (id: string, does: (job: Job) => void): Result<Impact> => {
    const job = jobs.get(id);
    if (job === undefined) return decline("DOWNLOAD_NOT_FOUND", "没有这次测算，请重新测算", { id });
    does(job);
    return accept(job.impact);
  };
  return {
    startImpact: (question) => {
      const prepared = prepare(ground, question);
      if (!prepared.ok) return prepared;
      const { steps, impact } = prepared.value;
      const job: Job = { impact, isCancelled: false };
      const [oldest] = jobs.keys();
      if (jobs.size >= jobsMax && oldest !== undefined) {
        cancel(jobs.get(oldest));
        jobs.delete(oldest);
      }
      jobs.set(impact.id, job);
      runInSlices(ground, job, { steps, closing });
      return accept(impact);
    },
    impactOf: (id) => told(id, () => undefined),
    cancelImpact: (id) => told(id, cancel),
  };
}

function cancel(job: Job | undefined): void {
  if (job === undefined || job.impact.state !== "running") return;
  job.isCancelled = true;
  job.impact = { ...job.impact, state: "cancelled" };
}

interface Running {
  readonly steps: Iterator<Impact, void>;
  readonly closing: AbortSignal;
}

function runInSlices({ store }: Ground, job: Job, { steps, closing }: Running): void {
  const slice = (): void => {
    if (job.isCancelled || closing.aborted) return;
    const endMs = performance.now() + sliceMs;
    try {
      const isDone = store.run(() => {
        for (;;) {
          const step = steps.next();
          if (step.done === true) return true;
          job.impact = step.value;
          if (performance.now() >= endMs) return false;
        }
      });
      if (isDone) job.impact = { ...job.impact, state: "done" };
      else setTimeout(slice, 1);
    } catch {
      // A damaged record, above all: what was found so far says too little to decide by.
      job.impact = { ...job.impact, state: "failed" };
    }
  };
  setTimeout(slice, 0);
}

function prepare(
  ground: Ground,
  question: ImpactQuestion,
): Result<{ readonly impact: Impact; readonly steps: Iterator<Impact, void> }> {
  const { downloadId, from, to, rulesDay } = question;
  if ([from, to, rulesDay ?? from].some((day) => parseCivilDate(day) === null) || to < from)
    return decline("CLAIM_INVALID", "起止日期有误", { from, to, rulesDay });
  const download = findDownload(ground, downloadId);
  if (download === null) return decline("DOWNLOAD_NOT_FOUND", "没有这份下载，请核对编号", { id: downloadId });
  const chosen = chosenWith(ground, download);
  if (!chosen.ok) return chosen;
  const loaded = loadPacks(chosen.value.packs, chosen.value.supplement);
  assert(loaded.ok, "rules that were chosen load");
  const range = { first: firstOn(ground, from), last: firstOn(ground, `${to}~`) - 1 };
  const impact: Impact = {
    ...question,
    id: randomUUID(),
    state: "running",
    looked: 0,
    all: Math.max(0, range.last - range.first + 1),
    sales: 0,
    changed: 0,
    refused: 0,
    change: splitOf(() => zeroFen),
    largest: [],
  };
  const rulesOf = rulesFinder(loaded.book, download, rulesDay);
  return accept({ impact, steps: settleAll(ground, { impact, range, rulesOf }) });
}

/** The first number of a day or after it: days only go forward in the ledger. */
function firstOn({ store }: Ground, day: string): number {
  let low = 1;
  let high = store.settlements.lastNumber() + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = store.settlements.byNumber(middle);
    if (row === undefined || row.committed_day >= day) high = middle;
    else low = middle + 1;
  }
  return low;
}

type RulesOf = (plan: string, day: CivilDate) => RulesInForce | null;

/** The rules a sale is settled again by: those of a pack that begins later are looked at as if they had begun. */
function rulesFinder(book: PackBook, { files }: RulesDownload, rulesDay: string | null): RulesOf {
  const fresh = new Set(files.map(({ sha256 }) => sha256));
  const later = new Map(
    book.packs.filter(({ sha256 }) => fresh.has(sha256)).map((pack) => [pack.plan, pack]),
  );
  return (plan, day) => {
    if (rulesDay !== null) return book.rulesOn(plan, civilDate(rulesDay));
    const pack = later.get(plan);
    return pack !== undefined && day < pack.from ? pack.on(pack.from) : book.rulesOn(plan, day);
  };
}

interface Work {
  readonly impact: Impact;
  readonly range: { readonly first: number; readonly last: number };
  readonly rulesOf: RulesOf;
}

function* settleAll(ground: Ground, { impact, range, rulesOf }: Work): Generator<Impact, void> {
  let now = impact;
  // What a person has used would have come out differently too: later sales start from there.
  const drift = new Map<string, number>();
  for (let from = range.first; from <= range.last; from += salesAtOnce) {
    const to = Math.min(range.last, from + salesAtOnce - 1);
    for (const record of recordsBetween(ground.store, from, to)) {
      const { row } = record;
      const counts =
        row.kind === "sale" &&
        row.mode === "insured" &&
        ground.store.settlements.reversalOf(row.number) === undefined;
      if (counts) now = withSale(now, readStored(ground, record), { rulesOf, drift });
    }
    now = { ...now, looked: to - range.first + 1 };
    yield now;
  }
}

function withSale(
  impact: Impact,
  stored: Stored,
  { rulesOf, drift }: { readonly rulesOf: RulesOf; readonly drift: Map<string, number> },
): Impact {
  const { row, claim, facts, settlement } = stored;
  const keyOf = (id: string, period: string): string =>
    [row.person_key.toString("hex"), row.plan, period, id].join(" ");
  const moved = {
    before: (id: string, period: string): number =>
      Math.max(0, facts.before(id, period) + (drift.get(keyOf(id, period)) ?? 0)),
  };
  const again = settle(claim, moved, rulesOf(row.plan, claim.serviceDate), { explain: false });
  const about = {
    settlementId: row.id,
    committedAt: row.committed_at,
    plan: row.plan,
    medType: row.medical_type,
  };
  const looked = { ...impact, sales: impact.sales + 1 };
  if (!again.ok) {
    const refused: ChangedSale = { ...about, refusedBecause: again.refusal.code, change: null };
    return { ...looked, refused: looked.refused + 1, largest: withLargest(looked.largest, refused) };
  }
  keepDrift(drift, keyOf, { was: settlement, is: again.settlement });
  const change = splitOf((name) => subtractFen(again.settlement.split[name], settlement.split[name]));
  if (Object.values(change).every((amount) => amount === 0)) return looked;
  return {
    ...looked,
    changed: looked.changed + 1,
    change: splitOf((name) => addFen(looked.change[name], change[name])),
    largest: withLargest(looked.largest, { ...about, refusedBecause: null, change }),
  };
}

function keepDrift(
  drift: Map<string, number>,
  keyOf: (id: string, period: string) => string,
  { was, is }: { readonly was: Settlement; readonly is: Settlement },
): void {
  const ended = new Map(was.movements.map(({ id, period, after }) => [keyOf(id, period), after]));
  const touched = new Set(is.movements.map(({ id, period }) => keyOf(id, period)));
  for (const { id, period, before, after } of was.movements) {
    const key = keyOf(id, period);
    if (!touched.has(key)) drift.set(key, (drift.get(key) ?? 0) + before - after);
  }
  for (const { id, period, before, after } of is.movements) {
    const key = keyOf(id, period);
    // Where the sale itself has not moved it, it still stood where the sale found it.
    const stood = ended.get(key) ?? before - (drift.get(key) ?? 0);
    drift.set(key, after - stood);
  }
}

function withLargest(largest: readonly ChangedSale[], sale: ChangedSale): readonly ChangedSale[] {
  const weightOf = ({ change }: ChangedSale): number =>
    change === null
      ? Number.MAX_SAFE_INTEGER
      : Math.max(Math.abs(change.personal), Math.abs(change.fundTotal));
  return [...largest, sale].toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, largestMax);
}
