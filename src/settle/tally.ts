import { Bug } from "../base/assert.ts";
import type { CivilDate } from "../base/civil-date.ts";
import type { Fen } from "../base/money.ts";
import { addFen, fen, parseFen } from "../base/money.ts";
import type { AccumulatorId } from "./accumulator-id.ts";
import { isCount, periodOf } from "./accumulator-id.ts";
import type { Movement } from "./settlement.ts";

/** What is known of a person before the bill. */
export interface Facts {
  /** Fen used so far (a number of stays for `inpatient.stays.…`), 0 when nothing is known. */
  readonly before: (id: AccumulatorId, period: string) => number;
}

/** The accumulators of one bill while it is settled: read from the facts once, moved by the benefits in turn. */
export interface Tally {
  readonly facts: Facts;
  readonly serviceDate: CivilDate;
  readonly named: Readonly<Record<string, string>> | undefined;
  readonly moved: Map<AccumulatorId, { readonly before: number; after: number }>;
}

/** Accumulators of a person at the start of a bill. */
export function openTally(facts: Facts, claim: Pick<Tally, "serviceDate" | "named">): Tally {
  return { facts, serviceDate: claim.serviceDate, named: claim.named, moved: new Map() };
}

/** Fen used so far, this bill included. */
export function used(tally: Tally, id: AccumulatorId): Fen {
  return fen(entry(tally, id).after);
}

/** Stays settled so far. */
export function countOf(tally: Tally, id: AccumulatorId): number {
  return entry(tally, id).after;
}

/** An accumulator before and after it moved, for the explanation. */
export interface Moved {
  readonly id: AccumulatorId;
  readonly before: Fen;
  readonly after: Fen;
}

/** Adds to an accumulator. */
export function addTo(tally: Tally, id: AccumulatorId, amount: Fen): Moved {
  const one = entry(tally, id);
  const before = fen(one.after);
  one.after = addFen(before, amount);
  return { id, before, after: fen(one.after) };
}

/**
 * Adds to an accumulator that a limit stands over.
 *
 * @throws Bug when that takes it past the limit: no cap is ever exceeded (domain §4)
 */
export function addWithin(tally: Tally, id: AccumulatorId, amount: Fen, limit: Fen): Moved {
  const moved = addTo(tally, id, amount);
  if (amount > 0 && moved.after > limit) throw new Bug(`${id}: ${moved.after} is past its limit ${limit}`);
  return moved;
}

/** Counts one more stay; @returns the count before and after */
export function countStay(tally: Tally, id: AccumulatorId): { before: number; after: number } {
  const one = entry(tally, id);
  const before = one.after;
  one.after = before + 1;
  return { before, after: one.after };
}

/** Lists an accumulator among the movements, moved or not. */
export function touch(tally: Tally, id: AccumulatorId): void {
  entry(tally, id);
}

/** Every accumulator that the bill looked at, moved or not, in the order of first use. */
export function movementsOf(tally: Tally): Movement[] {
  return [...tally.moved].map(([id, { before, after }]) => ({
    id,
    period: periodOf(id, tally.serviceDate),
    before,
    after,
  }));
}

function entry(tally: Tally, id: AccumulatorId): { readonly before: number; after: number } {
  const known = tally.moved.get(id);
  if (known !== undefined) return known;
  const before = startOf(tally, id);
  const created = { before, after: before };
  tally.moved.set(id, created);
  return created;
}

/** A value that the claim names wins over what we hold; the others stay. */
function startOf(tally: Tally, id: AccumulatorId): number {
  const named = tally.named !== undefined && Object.hasOwn(tally.named, id) ? tally.named[id] : undefined;
  if (named === undefined) return tally.facts.before(id, periodOf(id, tally.serviceDate));
  return isCount(id) ? Number(named) : parseFen(named);
}
