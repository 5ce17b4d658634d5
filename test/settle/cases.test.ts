import { describe, expect, test } from "vitest";

import type { PackBook } from "../../src/rules/pack-book.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import type { Claim } from "../../src/settle/claim.ts";
import type { Bill } from "../../src/settle/bill.ts";
import { openBill } from "../../src/settle/bill.ts";
import { covers } from "../../src/rules/coverage.ts";
import type { CompiledPack } from "../../src/rules/compile-pack.ts";
import { resultJson } from "../../src/settle/result.ts";
import { shippedBook } from "../shipped-packs.ts";
import { claimOf } from "./case-claim.ts";
import type { Case, ExpectedBill } from "./case-file.ts";
import { readCases } from "./case-file.ts";
import { movedOf, splitOf } from "./expected.ts";
import type { InForce, RuleClause } from "./pack-clauses.ts";
import { clausesOf, ruleInForce } from "./pack-clauses.ts";
import type { Answer } from "./run-claim.ts";
import { createDesk } from "./run-claim.ts";

const books = { none: shippedBook(null), demo: shippedBook("demo") } as const;
const cases = readCases();

interface Outcome {
  readonly expected: ExpectedBill;
  readonly answer: Answer;
  readonly bill: Bill | null;
  readonly pack: CompiledPack | null;
}

function bookOf(one: Case): PackBook {
  return books[one.supplement ?? "none"];
}

function run(one: Case): Outcome[] {
  const book = bookOf(one);
  const desk = createDesk(book, { carry: true });
  return one.bills.map((expected) => {
    const json = claimOf(one.plan, expected.given);
    const answer = desk(json);
    const parsed = parseClaim(json);
    if (!parsed.ok) return { expected, answer, bill: null, pack: null };
    return { expected, answer, ...known(book, parsed.claim) };
  });
}

function known(book: PackBook, claim: Claim): Pick<Outcome, "bill" | "pack"> {
  const rules = book.rulesOn(claim.plan, claim.serviceDate);
  if (rules === null) return { bill: null, pack: null };
  const pack = book.packs.find((each) => each.plan === claim.plan && covers(each, claim.serviceDate));
  return { bill: openBill(claim, rules), pack: pack ?? null };
}

/** What the case says is in force for its bill, looked up in the pack. */
function inForce({ expected, bill, pack }: Outcome): [path: string, value: unknown, found: InForce][] {
  return Object.entries(expected.exercises ?? {}).map(([path, value]) => {
    if (bill === null || pack === null)
      throw new Error(`nothing is in force for a bill without a pack: ${path}`);
    return [path, value, ruleInForce(pack, path, bill)];
  });
}

/** What came of a bill, as far as its case speaks of it. */
function seenOf({ expected, answer }: Outcome): unknown {
  if (!answer.ok) return { refused: answer.refusal.code };
  const { split, accumulators, notes, lines } = resultJson(answer.settlement);
  const benefits = lines.map((line) => line.benefit).join(", ");
  return { split, accumulators, notes, ...(expected.lines === undefined ? {} : { lines: benefits }) };
}

function detailsOf({ answer }: Outcome): object {
  return answer.ok ? {} : answer.refusal.details;
}

function wantedOf({ refused, split, moved, notes, lines }: ExpectedBill): unknown {
  if (refused !== undefined) return { refused };
  return {
    split: splitOf(split ?? ""),
    accumulators: movedOf(moved ?? ""),
    notes: notes ?? [],
    ...(lines === undefined ? {} : { lines }),
  };
}

describe("case files", () => {
  test.each(cases)("$name", (one) => {
    for (const outcome of run(one)) {
      expect(seenOf(outcome)).toEqual(wantedOf(outcome.expected));
      expect(texts(detailsOf(outcome))).toMatchObject(texts(outcome.expected.details ?? {}) as object);
      for (const [path, value, { value: found, concerns }] of inForce(outcome)) {
        expect({ path, concerns, found: texts(found) }).toMatchObject({
          path,
          concerns: true,
          found: texts(value),
        });
      }
    }
  });

  test("no two cases have the same name", () => {
    expect(new Set(cases.map((one) => one.name)).size).toBe(cases.length);
  });
});

/** Case files write every value as a text, but for true, false and null. */
function texts(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(texts);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, texts(inner)]));
}

/** Whose signature a voucher may bear is asked when a person is recognised, not when a bill is settled: test/app/voucher. */
const ofNoBill = "voucherIssuers";

/** Clauses that a bill shows: on a step, in the details of its refusal, or by a rule that the case names. */
function shownBy(outcome: Outcome): { pairs: RuleClause[]; refusal: string | null } {
  const pairs: RuleClause[] = inForce(outcome).map(([, , { rule, clause }]) => ({ rule, clause }));
  const { answer } = outcome;
  if (answer.ok) {
    for (const { rule, clause } of answer.settlement.steps) if (rule !== null) pairs.push({ rule, clause });
    return { pairs, refusal: null };
  }
  const { rule, clause } = answer.refusal.details;
  if (typeof rule === "string" && typeof clause === "string") pairs.push({ rule, clause });
  return { pairs, refusal: typeof clause === "string" && rule === undefined ? clause : null };
}

describe.each([null, "demo"] as const)("every rule has a case (supplement %s)", (supplement) => {
  test.each(bookPlans(supplement))("%s", (plan) => {
    const shown = new Set<string>();
    for (const one of cases.filter(
      (each) => each.plan === plan && (each.supplement === supplement || supplement === "demo"),
    )) {
      for (const outcome of run(one)) {
        const { pairs, refusal } = shownBy(outcome);
        for (const { rule, clause } of pairs) shown.add(`${rule}: ${clause}`);
        if (refusal !== null)
          for (const pair of refusedBy(outcome, refusal)) shown.add(`${pair.rule}: ${pair.clause}`);
      }
    }
    const pack = books[supplement ?? "none"].packs.find((each) => each.plan === plan) as CompiledPack;
    const missing = clausesOf(pack)
      .filter(({ rule }) => rule !== ofNoBill)
      .map(({ rule, clause }) => `${rule}: ${clause}`)
      .filter((text) => !shown.has(text));
    expect([...new Set(missing)]).toEqual([]);
  });
});

/** A refusal names its clause and not the rule: it stands for the rules that rest on the clause and concern the bill. */
function refusedBy({ bill, pack }: Outcome, clause: string): RuleClause[] {
  if (bill === null || pack === null) return [];
  return clausesOf(pack).filter(
    (pair) => pair.clause === clause && ruleInForce(pack, pair.rule, bill).concerns,
  );
}

function bookPlans(supplement: "demo" | null): string[] {
  return books[supplement ?? "none"].packs.map((pack) => pack.plan);
}
