import { morning } from "../app/test-desk.ts";
import type { Draws } from "./draws.ts";

/** What sort of a day a seed is. */
export interface Plan {
  readonly startMs: number;
  readonly desks: number;
  /** Customers of one desk alone. */
  readonly perDesk: number;
  /** Customers of all desks, by their place. */
  readonly shared: readonly number[];
  readonly events: number;
  /** Whether the region's centre takes the same message twice and does it once; else 2601 is needed. */
  readonly isIdempotent: boolean;
  /** When new rules come into use on both sides; null: never. */
  readonly packChangesMs: number | null;
  /** Whether all books are computed again at the end; that takes longer than the day. */
  readonly verifies: boolean;
}

const desksMax = 8;
const shortBefore = 12 * 60_000;

/** A day of several institutions: everybody goes to all of them, so that what was used elsewhere moves between two visits. */
export function townPlanOf(seed: number, draws: Draws): Plan {
  const people = draws.oneOf([50, 50, 120, 500]);
  return {
    ...planOf(seed, draws),
    desks: desksMax,
    perDesk: 0,
    shared: Array.from({ length: people }, (_one, at) => at),
    events: 96,
  };
}

export function planOf(seed: number, draws: Draws): Plan {
  const desks = 2 + draws.upTo(desksMax - 1);
  const sort = seed % 20;
  const noon = Date.parse("2024-05-10T12:00:00+08:00");
  return {
    startMs: startOf(sort),
    desks,
    // 50 to 500 in the town; where they are few, each comes often.
    perDesk: draws.oneOf([6, 6, 12, 60]),
    shared: seed % 4 === 2 ? [0, 1, 2] : [],
    events: 24 + 3 * desks,
    isIdempotent: seed % 3 !== 1,
    packChangesMs: sort === 9 ? noon : null,
    verifies: sort === 10,
  };
}

function startOf(sort: number): number {
  switch (sort) {
    case 3:
      return Date.parse("2025-01-01T00:00:00+08:00") - shortBefore;
    case 5:
    case 15:
      return Date.parse("2024-05-11T00:00:00+08:00") - shortBefore;
    case 9:
      return Date.parse("2024-05-10T11:50:00+08:00");
    default:
      return morning;
  }
}
