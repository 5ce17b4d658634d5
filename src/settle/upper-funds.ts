import type { Fen } from "../base/money.ts";
import { addFen, formatDecimal, formatFen, leftOf, minFen, subtractFen, sumTimesRounded, timesRounded, zeroFen } from "../base/money.ts";
import type { MajorRow } from "../rules/rules-in-force.ts";
import { explain, formatLeft } from "./explain.ts";
import type { Refusal } from "./refusal.ts";
import { addTo, used } from "./tally.ts";
import type { BenefitWork } from "./working.ts";
import { isRefusal, knownRow, rowIn } from "./working.ts";

/** How much of a burden lies above a line, before and after it grew. */
export interface Excess {
  readonly before: Fen;
  readonly after: Fen;
}

/**
 * 大额/大病: the part of the year's in-scope personal burden that this benefit pushes above the line.
 *
 * @param burden  fen of in-scope cost that the basic fund did not pay, ≥ 0
 * @source 专版 四；domain §4 3
 */
export function majorMedical(work: BenefitWork, burden: Fen): Fen | Refusal {
  if (work.benefit.feedsMajor?.value !== true) return zeroFen;
  const { bill, tally } = work;
  const { majorMedical: rule, rounding } = bill.rules;
  if (!rule.known && burden === 0) return zeroFen;
  const row = knownRow(work, rule, work.subject);
  if (isRefusal(row)) return row;
  const { line, bands, cap } = row.value;
  const grown = addTo(tally, "major.burden", burden);
  const excess = { before: leftOf(grown.before, line), after: leftOf(grown.after, line) };
  const parts = bandParts(bands, excess);
  const asked = sumTimesRounded(parts, rounding);
  const paid = used(tally, "major.fund");
  const amount = cap === null ? asked : minFen(asked, leftOf(cap, paid));
  const moved = addTo(tally, "major.fund", amount);
  explain(work.trace, () => {
    const sums = parts.map((part) => `${formatFen(part.amount)} × ${formatDecimal(part.ratio)}`).join(" + ");
    const over = (sum: Fen): string => `max(0, ${formatFen(sum)} − ${formatFen(line)})`;
    const first = bands[0];
    // With one band the excess itself is shown; with several, how much of it each takes.
    const product =
      bands.length === 1 && first !== undefined
        ? `round((${over(grown.after)} − ${over(grown.before)}) × ${formatDecimal(first.ratio)})`
        : `round(${sums})`;
    return {
      stage: "majorMedical",
      label: "大额（大病）医疗费用支付",
      benefit: work.benefit.id,
      source: row.source,
      inputs: { burdenBefore: formatFen(grown.before), burden: formatFen(burden), line: formatFen(line), paid: formatFen(paid) },
      formula: cap === null ? product : `min(${product}, ${formatLeft(cap, paid)})`,
      amount,
      accumulators: [grown, moved],
    };
  });
  return amount;
}

/** How much of the excess falls into each band, by the difference of two sums from zero. */
function bandParts(bands: MajorRow["bands"], excess: Excess): { amount: Fen; ratio: MajorRow["bands"][number]["ratio"] }[] {
  let from = zeroFen;
  return bands.map(({ width, ratio }) => {
    const start = from;
    const within = (sum: Fen): Fen => (width === null ? leftOf(sum, start) : minFen(leftOf(sum, start), width));
    if (width !== null) from = addFen(from, width);
    return { amount: subtractFen(within(excess.after), within(excess.before)), ratio };
  });
}

/**
 * 企业补充: a three-layer employer's share of the in-scope cost that no fund has paid, above its own yearly line.
 *
 * @param unpaid  fen, ≥ 0
 * @source 解答 第 2 问
 */
export function supplementary(work: BenefitWork, unpaid: Fen): Fen | Refusal {
  const { bill, tally } = work;
  if (bill.employer?.layers.value !== "three") return zeroFen;
  const rule = bill.rules.supplementary;
  if (!rule.known && unpaid === 0) return zeroFen;
  const row = knownRow(work, rule, work.subject);
  if (isRefusal(row)) return row;
  const { ratio, line, cap } = row.value;
  const grown = line === 0 ? null : addTo(tally, "supplementary.burden", unpaid);
  const base = grown === null ? unpaid : subtractFen(leftOf(grown.after, line), leftOf(grown.before, line));
  const paid = used(tally, "supplementary.fund");
  const amount = minFen(timesRounded(base, ratio, bill.rules.rounding), leftOf(cap, paid));
  const moved = addTo(tally, "supplementary.fund", amount);
  explain(work.trace, () => ({
    stage: "supplementary",
    label: "企业补充医疗保险支付",
    benefit: work.benefit.id,
    source: row.source,
    inputs: { unpaid: formatFen(unpaid), base: formatFen(base), ratio: formatDecimal(ratio), paid: formatFen(paid) },
    formula: `min(round(${formatFen(base)} × ${formatDecimal(ratio)}), ${formatLeft(cap, paid)})`,
    amount,
    accumulators: grown === null ? [moved] : [grown, moved],
  }));
  return amount;
}

/**
 * 医疗救助: the highest class's share of the in-scope cost that no fund has paid; a plan without a rule pays 0.
 *
 * @param unpaid  fen, ≥ 0
 * @source 清单 （二十五）
 */
export function assistance(work: BenefitWork, unpaid: Fen): Fen | Refusal {
  const { bill, tally } = work;
  const rule = bill.rules.assistance;
  if (!rule.known || bill.claim.person.assistance === null) return zeroFen;
  if (rule.value.by === "manualClaim" || !rule.value.benefits.includes(work.benefit.id)) return zeroFen;
  const row = rowIn(work, rule.value.rows, { source: rule.source, subject: work.subject });
  if (isRefusal(row)) return row;
  const { yearCap } = rule.value;
  const paid = used(tally, "assistance.fund");
  const amount = minFen(timesRounded(unpaid, row.value, bill.rules.rounding), leftOf(yearCap, paid));
  const moved = addTo(tally, "assistance.fund", amount);
  explain(work.trace, () => ({
    stage: "assistance",
    label: "医疗救助支付",
    benefit: work.benefit.id,
    source: row.source,
    inputs: { unpaid: formatFen(unpaid), ratio: formatDecimal(row.value), paid: formatFen(paid) },
    formula: `min(round(${formatFen(unpaid)} × ${formatDecimal(row.value)}), ${formatLeft(yearCap, paid)})`,
    amount,
    accumulators: [moved],
  }));
  return amount;
}
