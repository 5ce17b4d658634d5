import { expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import type { OracleAnswer } from "../oracle/oracle.ts";
import { createOracle } from "../oracle/oracle.ts";
import { generateClaims } from "../oracle/generate.ts";
import { runsOf } from "../runs.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Answer } from "./run-claim.ts";
import { createDesk } from "./run-claim.ts";

/** What both implementations answer, in one form: notes that only one of them gives are left out. */
const sharedNotes = new Set([
  "TRIAL_EXPIRED",
  "SUPPLEMENTARY_MANUAL",
  "YEARLY_CAP_UNKNOWN",
  "SAME_DAY_STAY",
  "ASSISTANCE_MANUAL",
]);

function ours(answer: Answer): unknown {
  if (!answer.ok) return { code: answer.refusal.code };
  const { split, lines, accumulators, notes } = resultJson(answer.settlement);
  return {
    split,
    lines,
    moved: moved(accumulators),
    notes: notes.filter((note) => sharedNotes.has(note)).toSorted(),
  };
}

function theirs(answer: OracleAnswer): unknown {
  if (!answer.ok) return { code: answer.code };
  const { split, lines, accumulators, notes } = answer;
  return { split, lines, moved: moved(accumulators), notes: [...notes].toSorted() };
}

function moved(accumulators: Readonly<Record<string, { before: string; after: string }>>): unknown {
  const ids = Object.keys(accumulators).filter((id) => accumulators[id]?.before !== accumulators[id]?.after);
  return ids.toSorted().map((id) => [id, accumulators[id]]);
}

const seed = Number(process.env["ORACLE_SEED"] ?? Date.now() % 1_000_000_007);

test.each([
  { supplement: "demo", carry: true, count: 60_000 },
  { supplement: null, carry: true, count: 30_000 },
  { supplement: "demo", carry: false, count: 10_000 },
] as const)(
  "agrees with the naive oracle on $count claims (supplement $supplement, carry $carry)",
  ({ supplement, carry, count }) => {
    console.log(`oracle agreement: ORACLE_SEED=${seed}`);
    const runs = runsOf(count);
    const desk = createDesk(shippedBook(supplement), { carry, explain: false });
    const oracle = createOracle({ supplement, carry });
    let settled = 0;
    for (const claim of generateClaims(seed, runs)) {
      const mine = desk(claim);
      const other = oracle(claim);
      if (mine.ok) settled += 1;
      // A plain comparison first: expect() on 100,000 equal objects costs minutes.
      if (JSON.stringify(ours(mine)) === JSON.stringify(theirs(other))) continue;
      expect({ claim, answer: ours(mine) }, `ORACLE_SEED=${seed}`).toEqual({ claim, answer: theirs(other) });
    }
    expect(settled).toBeGreaterThan(runs / 10);
  },
  600_000,
);
