import * as fc from "fast-check";
import { expect } from "vitest";

import { shanghaiDateOf } from "../../src/base/civil-date.ts";
import type { PackBook } from "../../src/rules/pack-book.ts";
import { periodOf } from "../../src/settle/accumulator-id.ts";
import type { Claim, ParsedClaim } from "../../src/settle/claim.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { claimInvalid } from "../../src/settle/preconditions.ts";
import type { Settlement } from "../../src/settle/settlement.ts";
import { settle } from "../../src/settle/settle.ts";
import type { Facts } from "../../src/settle/tally.ts";
import type { ClaimJson } from "../oracle/claim-json.ts";
import { generateClaims } from "../oracle/generate.ts";
import { runsOf, seedOf } from "../runs.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Answer } from "./run-claim.ts";

/** What a person has used, by `<period> <accumulator id>`: fen, or a count of stays. */
export type Used = ReadonlyMap<string, number>;

/** A claim without accumulators of its own, and what its person has used before it. */
export interface Bill {
  readonly claim: ClaimJson;
  readonly used: Used;
}

/** The shipped packs with the demo supplement: every flow can settle. */
export const demoBook = shippedBook("demo");

const seed = seedOf();
const poolSize = runsOf(20_000);
let pool: readonly ClaimJson[] | null = null;

/**
 * Checks a property on 10,000 cases that are cases for it: a refused bill is skipped. What fails is shown shrunk, with
 * the seed that makes it again.
 */
export function holdsForAll<Case>(cases: fc.Arbitrary<Case>, holds: (one: Case) => void): void {
  fc.assert(
    fc.property(cases, (one) => {
      holds(one);
    }),
    { seed, numRuns: runsOf(10_000), maxSkipsPerRun: 1000 },
  );
}

export function sayHowToRepeat(): void {
  console.log(`properties: ONESTOP_SEED=${seed}`);
}

/**
 * Bills around the edges of the law. A failing one shrinks to fewer lines, then to one without accounts and without
 * anything used before, as far as it still fails.
 */
export function bills(): fc.Arbitrary<Bill> {
  return fc
    .record({
      from: fc.noShrink(fc.noBias(fc.nat(poolSize - 1))),
      lines: fc.noBias(fc.integer({ min: 1, max: 14 })),
      skipped: fc.noBias(fc.nat(13)),
      // 0 takes the thing away; most numbers leave it.
      account: fc.noBias(fc.nat(9)),
      used: fc.noBias(fc.nat(9)),
    })
    .map(({ from, lines, skipped, account, used }) => {
      pool ??= [...generateClaims(seed, poolSize)];
      const { accumulators = {}, ...claim } = pool[from] as ClaimJson;
      const kept = [...claim.items.slice(skipped), ...claim.items.slice(0, skipped)].slice(0, lines);
      claim.items = claim.items.filter((item) => kept.includes(item));
      if (account === 0) claim.account = { use: false, balance: "0.00", family: [] };
      return { claim, used: used === 0 ? new Map() : usedOf(claim, accumulators) };
    });
}

/** Settles a bill; `used` may stand further than the bill's own. */
export function answerOf(
  claim: ClaimJson,
  used: Used,
  options: { book?: PackBook; explain?: boolean } = {},
): Answer {
  const parsed = parsedOf(claim);
  if (!parsed.ok) return { ok: false, refusal: claimInvalid(parsed.faults) };
  const { plan, serviceDate } = parsed.claim;
  const rules = (options.book ?? demoBook).rulesOn(plan, serviceDate);
  return settle(parsed.claim, factsOf(used), rules, { explain: options.explain ?? false });
}

const alreadyRead = new WeakMap<ClaimJson, ParsedClaim>();

/** To read a claim costs more than to settle it, and nobody changes one here. */
function parsedOf(claim: ClaimJson): ParsedClaim {
  const known = alreadyRead.get(claim);
  if (known !== undefined) return known;
  const parsed = parseClaim(claim);
  alreadyRead.set(claim, parsed);
  return parsed;
}

/** The settlement of a bill; a refused one is no case for the property. */
export function settlementOf(claim: ClaimJson, used: Used, options: { book?: PackBook } = {}): Settlement {
  const answer = answerOf(claim, used, options);
  fc.pre(answer.ok);
  return answer.settlement;
}

export function factsOf(used: Used): Facts {
  return { before: (id, period) => used.get(`${period} ${id}`) ?? 0 };
}

/** What a person has used after a settlement. */
export function usedAfter(used: Used, { movements }: Pick<Settlement, "movements">): Used {
  return new Map([...used, ...movements.map(({ id, period, after }) => [`${period} ${id}`, after] as const)]);
}

/** A claim that is known to read. */
export function readClaim(json: ClaimJson): Claim {
  const parsed = parsedOf(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.claim;
}

/** What a claim tells of its person, as if earlier bills had told it: later bills must see it moved. */
function usedOf({ serviceTime }: ClaimJson, accumulators: Readonly<Record<string, string>>): Used {
  const serviceDate = shanghaiDateOf(serviceTime);
  if (serviceDate === null) return new Map();
  return new Map(
    Object.entries(accumulators).map(([id, text]) => [
      `${periodOf(id, serviceDate)} ${id}`,
      id.startsWith("inpatient.stays.") ? Number(text) : fenOf(text),
    ]),
  );
}

/** Equal as they would be printed; only a difference is worth the time that showing it takes. */
export function expectSame(actual: unknown, wanted: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) expect(actual).toStrictEqual(wanted);
}

/** Small amounts: a test may count in floats, what it checks may not. */
export function fenOf(money: string): number {
  return Math.round(Number(money) * 100);
}
