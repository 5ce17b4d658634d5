import { present } from "../base/assert.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import { benefitIds } from "../rules/schema-parts.ts";
import type { Bill } from "./bill.ts";
import { benefitsOf, openBill } from "./bill.ts";
import { checks, onStayBoundary } from "./checks.ts";
import type { Claim } from "./claim.ts";
import { notesOf, openTrace } from "./explain.ts";
import { assertBalances, assertIdentities } from "./identities.ts";
import { explainLine, splitLine } from "./line-split.ts";
import { missingForRules, notSupported, planNotFound } from "./preconditions.ts";
import { settleLowest } from "./lowest-reading.ts";
import type { Refusal } from "./refusal.ts";
import type { Settled } from "./settled.ts";
import type { BenefitShare, SettledLine, Settlement } from "./settlement.ts";
import type { Facts } from "./tally.ts";
import { movementsOf, openTally, touch } from "./tally.ts";
import { addUp } from "./totals.ts";
import { settleBenefit } from "./waterfall.ts";
import type { Working } from "./working.ts";
import { isRefusal, unknownValue } from "./working.ts";

export interface SettleOptions {
  /** false leaves `steps` empty; amounts are the same. */
  readonly explain: boolean;
}

/**
 * Settles one claim: the waterfall of the law, or the first reason to refuse it in the fixed order.
 *
 * Pure: the same claim, facts and rules always give the same settlement.
 *
 * @param facts  accumulators before the bill
 * @param rules  in force for the claim's plan on its service date; null when no pack covers it
 * @throws Bug when the parts do not add up
 */
export function settle(
  claim: Claim,
  facts: Facts,
  rules: RulesInForce | null,
  options: SettleOptions,
): Settled {
  const open = rules?.open ?? null;
  if (open !== null) return settleLowest(open, (read) => settle(claim, facts, read, options));
  const settlement = settleOrRefuse(claim, facts, rules, options);
  return isRefusal(settlement) ? { ok: false, refusal: settlement } : { ok: true, settlement };
}

function settleOrRefuse(
  claim: Claim,
  facts: Facts,
  rules: RulesInForce | null,
  options: SettleOptions,
): Settlement | Refusal {
  const early = notSupported(claim);
  const nowhere = planNotFound(claim, rules);
  if (nowhere !== null) return early ?? nowhere;
  const bill = openBill(claim, present(rules, "rules"));
  const refusal = missingForRules(bill) ?? early ?? firstOf(bill);
  if (refusal !== null) return refusal;
  const trace = openTrace(options.explain);
  const tally = openTally(facts, { serviceDate: claim.serviceDate, named: claim.accumulators });
  return settleBill({ bill, tally, trace });
}

function firstOf(bill: Bill): Refusal | null {
  for (const check of checks) {
    const refusal = check(bill);
    if (refusal !== null) return refusal;
  }
  return null;
}

function settleBill(working: Working): Settlement | Refusal {
  const { bill } = working;
  const lines = splitLines(working);
  const layers = employerLayers(bill, lines);
  if (layers !== null) return layers;
  const benefits: BenefitShare[] = [];
  for (const id of benefitsOf(bill, benefitIds)) {
    const share = settleBenefit(working, id, lines);
    if (isRefusal(share)) return share;
    benefits.push(share);
  }
  // What a claim tells of its person stays true for the next one, used here or not.
  for (const id of Object.keys(bill.claim.accumulators ?? {})) touch(working.tally, id);
  addNotes(working);
  const { split, draws } = addUp(working, lines, benefits);
  const settlement: Settlement = {
    claimId: bill.claim.claimId,
    pack: bill.rules.id,
    packSha256: bill.rules.sha256,
    supplement: bill.rules.supplement?.id ?? null,
    split,
    lines,
    benefits,
    movements: movementsOf(working.tally),
    draws,
    steps: working.trace.steps ?? [],
    notes: notesOf(working.trace),
  };
  assertIdentities(settlement);
  assertBalances(draws, bill.claim.account);
  return settlement;
}

function splitLines({ bill, trace }: Working): readonly SettledLine[] {
  const { rounding } = bill.rules;
  return bill.lines.map((line) => {
    const { item, benefit } = line;
    const parts = splitLine(item, rounding);
    explainLine(trace, line, parts, rounding);
    // Written out: a spread costs more than the arithmetic of the line.
    const { amount, ownPay, overLimit, selfPayFirst, inScope } = parts;
    return { id: item.id, benefit, amount, ownPay, overLimit, selfPayFirst, inScope };
  });
}

/** A plan that pays by employer must know the employer before a fund pays. */
function employerLayers(bill: Bill, lines: readonly SettledLine[]): Refusal | null {
  if (bill.rules.employers === null || bill.employer !== null) return null;
  if (!lines.some((line) => line.benefit !== "accountOnly" && line.inScope > 0)) return null;
  const named = bill.claim.person.employer;
  const ask = named === null ? "参保人的单位" : `单位“${named}”的结算层次`;
  return unknownValue(bill, "employerLayers", { clause: "单位结算层次表", ask });
}

function addNotes({ bill, trace }: Working): void {
  const { trialTo } = bill.rules;
  if (trialTo !== null && bill.claim.serviceDate > trialTo) trace.notes.add("TRIAL_EXPIRED");
  if (bill.rules.reading === "lowest") trace.notes.add("LOWEST_READING");
  if (onStayBoundary(bill)) trace.notes.add("SAME_DAY_STAY");
  if (bill.employer?.layers.value === "two") trace.notes.add("SUPPLEMENTARY_MANUAL");
  const helped = bill.claim.person.assistance !== null;
  if (helped && bill.rules.assistance.known && bill.rules.assistance.value.by === "manualClaim") {
    trace.notes.add("ASSISTANCE_MANUAL");
  }
}
