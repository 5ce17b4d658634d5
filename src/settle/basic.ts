import { assert } from "../base/assert.ts";
import type { Fen, Ratio } from "../base/money.ts";
import {
  formatDecimal,
  formatFen,
  leftOf,
  minFen,
  minusRatio,
  timesRounded,
  zeroFen,
} from "../base/money.ts";
import { monthOf, quarterOf } from "../base/civil-date.ts";
import type { CapInForce, Provenance, TableRow } from "../rules/rules-in-force.ts";
import { rowFor } from "../rules/table.ts";
import type { Rest } from "./explain.ts";
import { explain, formatFactor, formatLeft, formatRest, inputsOf, restOf, roundWord } from "./explain.ts";
import { cutFor } from "./off-site.ts";
import type { Refusal } from "./refusal.ts";
import { addTo, used } from "./tally.ts";
import type { BenefitWork } from "./working.ts";
import { isRefusal, knownRow, note, rowIn, unknownValue } from "./working.ts";

/** A cap that applies to this bill: its accumulator and what it leaves. */
interface OpenCap {
  readonly basis: CapInForce["basis"];
  readonly id: string;
  readonly limit: Fen;
  readonly source: Provenance;
}

/**
 * The caps of a benefit for this bill.
 *
 * @returns none when they are not known: whoever needs one asks `capsNeeded` first
 */
export function openCaps(work: BenefitWork): readonly OpenCap[] | Refusal {
  const { caps, pot } = work.benefit;
  if (!caps.known) return [];
  const open: OpenCap[] = [];
  for (const cap of caps.value) {
    const row = rowIn(work, cap.rows, { source: caps.source, subject: work.subject });
    if (isRefusal(row)) return row;
    open.push({ basis: cap.basis, id: capId(work, pot, cap), limit: row.value, source: row.source });
  }
  return open;
}

/** outpatient.fund · outpatient.cost · chronic.cost.M01600.2024-03; a bill for no disease counts without one. */
function capId(work: BenefitWork, pot: string, cap: CapInForce): string {
  const what = cap.basis === "fundPaid" ? "fund" : cap.basis === "cost" ? "cost" : "base";
  const { serviceDate } = work.bill.claim;
  const disease = cap.per === "disease" && work.subject.disease !== null ? `.${work.subject.disease}` : "";
  const period =
    cap.period === "month" ? monthOf(serviceDate) : cap.period === "quarter" ? quarterOf(serviceDate) : null;
  if (period !== null) return `${pot}.${what}${disease}.${period}`;
  return disease === "" ? `${pot}.${what}` : `${pot}.${what}${disease}.${serviceDate.slice(0, 4)}`;
}

/**
 * Cuts an amount to what the caps of one basis leave, and counts it.
 *
 * @param label  how the amount is called in the explanation
 */
export function cutToCaps(
  work: BenefitWork,
  amount: Rest,
  cut: { caps: readonly OpenCap[]; basis: OpenCap["basis"]; label: string },
): Rest {
  let left = amount;
  for (const cap of cut.caps) {
    if (cap.basis !== cut.basis) continue;
    const before = used(work.tally, cap.id);
    const within = minFen(left.amount, leftOf(cap.limit, before));
    const moved = addTo(work.tally, cap.id, within);
    const whole = left;
    explain(work.trace, () => ({
      stage: "withinCap",
      label: cut.label,
      benefit: work.benefit.id,
      source: cap.source,
      inputs: { ...inputsOf(whole), [`${cap.id}.limit`]: formatFen(cap.limit), [cap.id]: formatFen(before) },
      formula: `min(${formatRest(whole)}, ${formatLeft(cap.limit, before)})`,
      amount: within,
      accumulators: [moved],
    }));
    left = restOf({ within });
  }
  return left;
}

/**
 * The basic fund's part: the base by the ratio, cut to the benefit's caps and the yearly basic cap.
 *
 * @param base  fen above the deductible and within the caps on cost, ≥ 0
 * @returns fen, ≤ base; or the refusal when the ratio is needed and not known
 * @source domain §4 2
 */
export function basicFund(work: BenefitWork, base: Rest, caps: readonly OpenCap[]): Fen | Refusal {
  const { benefit, bill } = work;
  const { pays } = benefit;
  assert(pays.known, "the caller has looked");
  if (base.amount > 0 && !benefit.caps.known) {
    return unknownValue(bill, benefit.caps.rule, { ...benefit.caps, subject: work.subject });
  }
  const share = base.amount > 0 ? shareOf(work) : null;
  if (share !== null && isRefusal(share)) return share;
  const asked = share === null ? zeroFen : timesRounded(base.amount, share.value, bill.rules.rounding);
  const limits = fundLimits(work, caps);
  const amount = limits.reduce((least, { limit, before }) => minFen(least, leftOf(limit, before)), asked);
  const moved = fundIds(work, limits).map((id) => addTo(work.tally, id, amount));
  explain(work.trace, () => {
    const ratio = share === null ? "0" : formatDecimal(share.value);
    const lefts = limits.map(({ limit, before }) => formatLeft(limit, before));
    const product = `${roundWord[bill.rules.rounding]}(${formatFactor(base)} × ${ratio})`;
    const inputs: Record<string, string> = { ...inputsOf(base), ratio };
    for (const { id, limit, before } of limits) {
      inputs[`${id}.limit`] = formatFen(limit);
      inputs[id] = formatFen(before);
    }
    return {
      stage: "basic",
      label: `${benefit.name}：基本医保统筹基金支付`,
      benefit: benefit.id,
      source: share?.source ?? pays.source,
      inputs,
      formula: lefts.length === 0 ? product : `min(${[product, ...lefts].join(", ")})`,
      amount,
      accumulators: moved,
    };
  });
  return amount;
}

/** The ratio for this bill, after the points an off-site record costs. */
function shareOf(work: BenefitWork): TableRow<Ratio> | Refusal {
  const { ratio } = work.benefit;
  const row = knownRow(work, ratio.known ? { ...ratio, value: ratio.value.rows } : ratio, work.subject);
  if (isRefusal(row)) return row;
  const cut = cutFor(work.bill);
  if (cut === null) return row;
  note(work, cut.source);
  return { ...row, value: minusRatio(row.value, cut.value) };
}

interface FundLimit {
  readonly id: string;
  readonly limit: Fen;
}

/** A limit with what had been used of it before the bill's part. */
interface OpenLimit extends FundLimit {
  readonly before: Fen;
}

function fundLimits(work: BenefitWork, caps: readonly OpenCap[]): OpenLimit[] {
  const limits: FundLimit[] = caps.filter((cap) => cap.basis === "fundPaid");
  const yearly = countsInBasicCap(work) ? yearlyCap(work) : null;
  const all = yearly === null ? limits : [...limits, yearly];
  return all.map(({ id, limit }) => ({ id, limit, before: used(work.tally, id) }));
}

function countsInBasicCap(work: BenefitWork): boolean {
  return work.benefit.inBasicCap?.value === true;
}

/** 统筹基金年度最高支付限额; while nobody has told us its amount it does not limit, and the bill says so. */
function yearlyCap(work: BenefitWork): FundLimit | null {
  const { basicCap } = work.bill.rules;
  const row = basicCap.known ? rowFor(basicCap.value, work.subject) : null;
  if (row === null) {
    if (work.inScope > 0) work.trace.notes.add("YEARLY_CAP_UNKNOWN");
    return null;
  }
  if (work.inScope > 0) note(work, row.source);
  return { id: "basic.fund", limit: row.value };
}

/** Accumulators that count what the fund pays: the benefit's own, each cap's, and the yearly basic one. */
function fundIds(work: BenefitWork, limits: readonly FundLimit[]): string[] {
  const ids = [`${work.benefit.pot}.fund`];
  for (const { id } of limits) if (!ids.includes(id)) ids.push(id);
  if (countsInBasicCap(work) && !ids.includes("basic.fund")) ids.push("basic.fund");
  return ids;
}
