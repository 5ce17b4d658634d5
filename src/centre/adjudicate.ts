import { accept, decline } from "../app/ground.ts";
import type { Committed, Refused, Result } from "../app/terminal.ts";
import { linesWithoutTraceCode, traceCodesOf } from "../ledger/trace-rules.ts";
import type { Claim } from "../settle/claim.ts";
import { parseClaim } from "../settle/claim.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import { refusalOrder } from "../settle/refusal.ts";
import { settle } from "../settle/settle.ts";
import type { Bench } from "./bench.ts";
import { factsOf, find } from "./bench.ts";
import { readOf } from "./read-books.ts";
import type { Judged } from "./write-settlement.ts";
import { overdraft, write } from "./write-settlement.ts";

/** Settles from the centre's own accumulators, explained; nothing is kept. */
export function judge(bench: Bench, json: unknown): Result<Judged> {
  const parsed = parseClaim(json);
  if (!parsed.ok) return { ok: false, refusal: claimInvalid(parsed.faults) };
  const { claim } = parsed;
  const rules = bench.rules.current.rulesOn(claim.plan, claim.serviceDate);
  const settled = settle(claim, factsOf(bench, claim.plan), rules, { explain: true });
  if (!settled.ok) return { ok: false, refusal: settled.refusal };
  const { settlement } = settled;
  const { supplementSha256 } = bench.rules;
  const supplement = settlement.supplement === null ? null : supplementSha256;
  return accept({ json, claim, settlement, supplementSha256: supplement });
}

/** Settles for good. */
export function commit(
  bench: Bench,
  { msgid, visitId }: { readonly msgid: string; readonly visitId: string },
  judged: Result<Judged>,
): Result<Committed> {
  if (!judged.ok && beforeTraceCodes.has(judged.refusal.code)) return judged;
  const used = find(bench, "msgid", msgid);
  if (used !== null) return decline("IDEMPOTENCY_CONFLICT", "该报文标识已用于另一笔业务，请换新的标识", {});
  const claim = judged.ok ? judged.value.claim : null;
  const refusal = claim === null ? null : (missingCodes(bench, claim) ?? usedCode(bench, claim));
  if (refusal !== null) return { ok: false, refusal };
  if (!judged.ok) return judged;
  const overdrawn = overdraft(bench, judged.value);
  if (overdrawn !== null) return { ok: false, refusal: overdrawn };
  return accept(write(bench, { ...judged.value, msgid, visitId, reverses: null, replaces: null }));
}

/** Refusals of the settlement that come before those of the trace codes (domain §11). */
const beforeTraceCodes: ReadonlySet<string> = new Set(
  refusalOrder.slice(0, refusalOrder.indexOf("PRESCRIPTION_EXPIRED") + 1),
);

function missingCodes({ rules }: Bench, claim: Claim): Refused | null {
  const inForce = rules.current.rulesOn(claim.plan, claim.serviceDate);
  const missing = inForce === null ? [] : linesWithoutTraceCode(claim, inForce);
  if (missing.length === 0) return null;
  const message = "药品须先扫追溯码再医保结算；拆零、饮片、颗粒和无码药品请标明";
  return decline("TRACE_CODE_REQUIRED", message, { lines: missing }).refusal;
}

/** One code, one sale, wherever it was. */
export function usedCode({ read, changes }: Bench, claim: Claim): Refused | null {
  const seen = new Set<string>();
  for (const { code, line } of traceCodesOf(claim)) {
    const holder = readOf(read.traceCodes, { kind: "traceCode", code });
    const isFreed = holder?.psnNo === read.scope.psnNo && changes.freed.includes(holder.number);
    if ((holder !== null && !isFreed) || seen.has(code))
      return decline("TRACE_CODE_USED", "追溯码已售出，请核对药品；退货冲正后可再次销售", { code, line })
        .refusal;
    seen.add(code);
  }
  return null;
}
