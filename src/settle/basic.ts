import { assert } from "../base/assert.ts";
import type { Fen, Ratio } from "../base/money.ts";
import {
  addFen,
  amountBehind,
  formatDecimal,
  formatFen,
  leftOf,
  lowerShare,
  minFen,
  minusRatio,
  timesRounded,
  wholeShare,
  zeroFen,
} from "../base/money.ts";
import { monthOf, quarterOf } from "../base/civil-date.ts";
import type { CapInForce, Provenance, TableRow } from "../rules/rules-in-force.ts";
import { rowFor } from "../rules/table.ts";
import type { Rest } from "./explain.ts";
import { explain, formatFactor, formatLeft, formatRest, inputsOf, restOf, roundWord } from "./explain.ts";
import { cutFor } from "./off-site.ts";
import type { Refusal } from "./refusal.ts";
import type { Moved } from "./tally.ts";
import { addTo, addWithin, used } from "./tally.ts";
import type { BenefitWork } from "./working.ts";
import { isRefusal, knownRow, note, rowIn, unknownValue } from "./working.ts";

/** A cap that applies to this bill: its accumulator and what it leaves. */
interface OpenCap {
  readonly basis: CapInForce["basis"];
  readonly id: string;
  readonly limit: Fen;
  readonly source: Provenance;
  /** Nobody counts what is used of it. */
  readonly isUncounted: boolean;
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
    const { basis, isUncounted } = cap;
    open.push({ basis, id: capId(work, pot, cap), limit: row.value, source: row.source, isUncounted });
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
  const caps = cut.caps.filter((cap) => cap.basis === cut.basis);
  const [first] = caps;
  if (first === undefined) return amount;
  const limits = caps.map((cap) => ({
    ...cap,
    before: cap.isUncounted ? usedByFund(work, cap) : used(work.tally, cap.id),
  }));
  // Every cap counts what all of them let through: what one of them cuts off, the fund does not look at.
  const within = leastOf(amount.amount, limits);
  const counted = limits.filter(({ isUncounted }) => !isUncounted);
  const moved = addToAll(work, [...new Set(counted.map(({ id }) => id))], within, counted);
  explain(work.trace, () => ({
    stage: "withinCap",
    label: cut.label,
    benefit: work.benefit.id,
    source: first.source,
    inputs: { ...inputsOf(amount), ...limitInputs(limits) },
    formula: `min(${[formatRest(amount), ...limitTerms(limits)].join(", ")})`,
    amount: within,
    accumulators: moved,
  }));
  return restOf({ within });
}

/**
 * What is used of a cap on cost that nobody counts, as it only limits under another reading: the costs of which the fund
 * has paid what it has paid, at the lowest ratio that there is, so that it is never less than was used; and what they
 * filled of the deductible, where the cap looks at it.
 *
 * @source domain §7 B
 */
function usedByFund(work: BenefitWork, cap: OpenCap): Fen {
  const { tally, benefit, trace } = work;
  const ratio = lowestRatio(benefit.ratio);
  const fundId = `${benefit.pot}.fund`;
  const paid = used(tally, fundId);
  const base = amountBehind(paid, ratio);
  const deductibleId = `${benefit.pot}.deductible`;
  const deductible = cap.basis === "cost" ? used(tally, deductibleId) : null;
  const amount = deductible === null ? base : addFen(deductible, base);
  const share = `ceil(${formatFen(paid)} ÷ ${formatDecimal(ratio)})`;
  explain(trace, () => ({
    stage: "capUsed",
    label: "限额内已用的费用（按基金已支付额和最低支付比例推算，不少于实际）",
    benefit: benefit.id,
    source: cap.source,
    inputs: {
      ...(deductible === null ? {} : { [deductibleId]: formatFen(deductible) }),
      [fundId]: formatFen(paid),
      ratio: formatDecimal(ratio),
    },
    formula: deductible === null ? share : `${formatFen(deductible)} + ${share}`,
    amount,
  }));
  return amount;
}

/** The lowest ratio above zero in a table; one where there is none: then the fund has paid nothing. */
function lowestRatio(ratio: BenefitWork["benefit"]["ratio"]): Ratio {
  const rows = ratio.known ? ratio.value.rows : [];
  return rows.reduce<Ratio>((least, { value }) => lowerShare(least, value), wholeShare);
}

type Limits = readonly OpenLimit[];

function leastOf(asked: Fen, limits: Limits): Fen {
  return limits.reduce((least, { limit, before }) => minFen(least, leftOf(limit, before)), asked);
}

/** @param ids  accumulators, with a limit or without, each once */
function addToAll({ tally }: BenefitWork, ids: readonly string[], amount: Fen, limits: Limits): Moved[] {
  return ids.map((id) => {
    const open = limits.find((one) => one.id === id);
    return open === undefined ? addTo(tally, id, amount) : addWithin(tally, id, amount, open.limit);
  });
}

function limitTerms(limits: Limits): string[] {
  return limits.map(({ limit, before }) => formatLeft(limit, before));
}

function limitInputs(limits: Limits): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const { id, limit, before } of limits) {
    inputs[`${id}.limit`] = formatFen(limit);
    inputs[id] = formatFen(before);
  }
  return inputs;
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
  const amount = leastOf(asked, limits);
  const moved = addToAll(work, fundIds(work, limits), amount, limits);
  explain(work.trace, () => {
    const ratio = share === null ? "0" : formatDecimal(share.value);
    const lefts = limitTerms(limits);
    const product = `${roundWord[bill.rules.rounding]}(${formatFactor(base)} × ${ratio})`;
    return {
      stage: "basic",
      label: `${benefit.name}：基本医保统筹基金支付`,
      benefit: benefit.id,
      source: share?.source ?? pays.source,
      inputs: { ...inputsOf(base), ratio, ...limitInputs(limits) },
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
