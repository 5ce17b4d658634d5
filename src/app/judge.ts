import { present } from "../base/assert.ts";
import { linesWithoutTraceCode, traceCodesOf } from "../ledger/trace-rules.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Claim } from "../settle/claim.ts";
import { refusalOrder } from "../settle/refusal.ts";
import { settle } from "../settle/settle.ts";
import { TraceCodeTakenError } from "../store/trace-code-taken.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Intake } from "./intake.ts";
import { factsOf } from "./intake.ts";
import type { Refused, Result } from "./terminal.ts";

/** What is refused before anybody asks whether a trace code was sold already (domain §11). */
const beforeUsedCodes: ReadonlySet<string> = new Set([
  ...refusalOrder.slice(0, refusalOrder.indexOf("PRESCRIPTION_EXPIRED") + 1),
  "TRACE_CODE_REQUIRED",
]);

/** Settles from the accumulators of the ledger, explained. */
export function settleHere(ground: Ground, intake: Intake): Result<Settlement> {
  const { claim, rules, personKey } = intake;
  return ground.settledBefore.settle(intake, factsOf(ground, personKey, claim.plan), (facts) => {
    const settled = settle(claim, facts, rules, { explain: true });
    return settled.ok ? accept(settled.settlement) : { ok: false, refusal: settled.refusal };
  });
}

/**
 * Settles for good: with the trace codes in their place among the reasons to refuse.
 *
 * @param freed  the number of a settlement that is taken back by the same act: its codes may be sold again
 */
export function judge(ground: Ground, intake: Intake, freed: number | null = null): Result<Settlement> {
  const settled = judgeUnsold(ground, intake);
  if (isBeforeUsedCodes(settled)) return settled;
  const refusal = usedCode(ground, intake.claim, freed);
  return refusal === null ? settled : { ok: false, refusal };
}

/** The same, taking the trace codes for unsold: for use inside `selling`. */
export function judgeUnsold(ground: Ground, intake: Intake): Result<Settlement> {
  const settled = settleHere(ground, intake);
  if (isBeforeUsedCodes(settled)) return settled;
  const refusal = missingCodes(intake);
  return refusal === null ? settled : { ok: false, refusal };
}

/**
 * One transaction that sells the goods of a claim. Its trace codes are not asked after beforehand, which would cost every
 * sale more than writing them does: the index of the books refuses one that is sold, and then, or when something is
 * refused that comes after it, it is looked up whose it is.
 */
export function selling<T>(ground: Ground, claim: Claim, work: () => Result<T>): Result<T> {
  const done = unlessTaken(() => ground.store.write(work));
  if (done !== null && (done.ok || isBeforeUsedCodes(done))) return done;
  const refusal = usedCode(ground, claim);
  return refusal === null ? present(done, "sale of the code") : { ok: false, refusal };
}

function unlessTaken<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof TraceCodeTakenError) return null;
    throw error;
  }
}

function isBeforeUsedCodes(result: Result<unknown>): boolean {
  return !result.ok && beforeUsedCodes.has(result.refusal.code);
}

function missingCodes({ claim, rules }: Intake): Refused | null {
  const missing = rules === null ? [] : linesWithoutTraceCode(claim, rules);
  if (missing.length > 0) {
    const message = "药品须先扫追溯码再医保结算；拆零、饮片、颗粒和无码药品请标明";
    return decline("TRACE_CODE_REQUIRED", message, { lines: missing }).refusal;
  }
  return null;
}

/** One code, one sale: whoever pays for it. */
export function usedCode(ground: Ground, claim: Claim, freed: number | null = null): Refused | null {
  const codes = traceCodesOf(claim);
  const held = ground.store.traceCodes.inUse(codes.map(({ code }) => code));
  const holders = new Map(held.map((one) => [one.code, one]));
  const seen = new Set<string>();
  for (const { code, line } of codes) {
    const earlier = holders.get(code);
    if ((earlier === undefined || earlier.number === freed) && !seen.has(code)) {
      seen.add(code);
      continue;
    }
    const sale = earlier === undefined ? undefined : ground.store.settlements.byNumber(earlier.number);
    const message = "追溯码已售出，请核对药品；退货冲正后可再次销售";
    const details = { code, line, settlementId: sale?.id ?? null, soldAt: sale?.committed_at ?? null };
    return decline("TRACE_CODE_USED", message, details).refusal;
  }
  return null;
}
