import type { Fen } from "../base/money.ts";
import {
  addFen,
  formatDecimal,
  formatFen,
  leftOf,
  minFen,
  subtractFen,
  sumTimesRounded,
  timesRounded,
  zeroFen,
} from "../base/money.ts";
import type { MajorRow } from "../rules/rules-in-force.ts";
import type { Rest } from "./explain.ts";
import { explain, formatFactor, formatLeft, inputsOf, roundWord } from "./explain.ts";
import type { Refusal } from "./refusal.ts";
import { addTo, addWithin, used } from "./tally.ts";
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
 * @param open  what is in scope and the basic fund did not pay: the burden
 * @source 专版 四；domain §4 3
 */
export function majorMedical(work: BenefitWork, open: Rest): Fen | Refusal {
  if (work.benefit.feedsMajor?.value !== true) return zeroFen;
  const { bill, tally } = work;
  const burden = open.amount;
  const { majorMedical: rule, rounding } = bill.rules;
  const row = knownRow(work, rule, work.subject);
  if (isRefusal(row)) return burden === 0 ? zeroFen : row;
  const { line, bands, cap } = row.value;
  const grown = addTo(tally, "major.burden", burden);
  const excess = { before: leftOf(grown.before, line), after: leftOf(grown.after, line) };
  const parts = bandParts(bands, excess);
  const asked = sumTimesRounded(parts, rounding);
  const paid = used(tally, "major.fund");
  const amount = cap === null ? asked : minFen(asked, leftOf(cap, paid));
  const moved =
    cap === null ? addTo(tally, "major.fund", amount) : addWithin(tally, "major.fund", amount, cap);
  explain(work.trace, () => {
    const shown = showBands(row.value, grown);
    const product = `${roundWord[rounding]}(${shown.formula})`;
    return {
      stage: "majorMedical",
      label: "大额（大病）医疗费用支付",
      benefit: work.benefit.id,
      source: row.source,
      inputs: {
        ...shown.inputs,
        ...(cap === null ? {} : { "major.fund.limit": formatFen(cap), "major.fund": formatFen(paid) }),
      },
      formula: cap === null ? product : `min(${product}, ${formatLeft(cap, paid)})`,
      amount,
      accumulators: [grown, moved],
    };
  });
  return amount;
}

/** How much of the excess falls into each band, by the difference of two sums from zero. */
function bandParts(
  bands: MajorRow["bands"],
  excess: Excess,
): { amount: Fen; ratio: MajorRow["bands"][number]["ratio"] }[] {
  let from = zeroFen;
  return bands.map(({ width, ratio }) => {
    const start = from;
    const within = (sum: Fen): Fen =>
      width === null ? leftOf(sum, start) : minFen(leftOf(sum, start), width);
    if (width !== null) from = addFen(from, width);
    return { amount: subtractFen(within(excess.after), within(excess.before)), ratio };
  });
}

/**
 * The excess over the line before and after, band by band: what lies above the band's own line, at most its width.
 * Written on the sums of the year, so that whoever reads it needs to know no band but what stands there.
 */
function showBands(
  { line, bands }: MajorRow,
  grown: { readonly id: string } & Excess,
): { readonly formula: string; readonly inputs: Readonly<Record<string, string>> } {
  const inputs: Record<string, string> = {};
  let bandLine = line;
  const products = bands.map(({ width, ratio }, at) => {
    const name = (what: string): string => (at === 0 ? what : `${what}.${at + 1}`);
    const from = formatFen(bandLine);
    const share = (sum: Fen): string => {
      const above = `max(0, ${formatFen(sum)} − ${from})`;
      return width === null ? above : `min(${above}, ${formatFen(width)})`;
    };
    inputs[`${grown.id}.after`] = formatFen(grown.after);
    inputs[name("line")] = from;
    if (width !== null) inputs[name("width")] = formatFen(width);
    inputs[grown.id] = formatFen(grown.before);
    inputs[name("ratio")] = formatDecimal(ratio);
    if (width !== null) bandLine = addFen(bandLine, width);
    return `(${share(grown.after)} − ${share(grown.before)}) × ${formatDecimal(ratio)}`;
  });
  return { formula: products.join(" + "), inputs };
}

/**
 * 企业补充: a three-layer employer's share of the in-scope cost that no fund has paid, above its own yearly line.
 *
 * @param open  what is in scope and no fund has paid
 * @source 解答 第 2 问
 */
export function supplementary(work: BenefitWork, open: Rest): Fen | Refusal {
  const { bill, tally } = work;
  if (bill.employer?.layers.value !== "three") return zeroFen;
  const rule = bill.rules.supplementary;
  const row = knownRow(work, rule, work.subject);
  if (isRefusal(row)) return open.amount === 0 ? zeroFen : row;
  const { ratio, line, cap } = row.value;
  const grown = line === 0 ? null : addTo(tally, "supplementary.burden", open.amount);
  const base =
    grown === null ? open.amount : subtractFen(leftOf(grown.after, line), leftOf(grown.before, line));
  const paid = used(tally, "supplementary.fund");
  const amount = minFen(timesRounded(base, ratio, bill.rules.rounding), leftOf(cap, paid));
  const moved = addWithin(tally, "supplementary.fund", amount, cap);
  explain(work.trace, () => {
    const shown =
      grown === null
        ? {
            formula: `${formatFactor(open)} × ${formatDecimal(ratio)}`,
            inputs: { ...inputsOf(open), ratio: formatDecimal(ratio) },
          }
        : showBands({ line, bands: [{ width: null, ratio }], cap }, grown);
    return {
      stage: "supplementary",
      label: "企业补充医疗保险支付",
      benefit: work.benefit.id,
      source: row.source,
      inputs: {
        ...shown.inputs,
        "supplementary.fund.limit": formatFen(cap),
        "supplementary.fund": formatFen(paid),
      },
      formula: `min(${roundWord[bill.rules.rounding]}(${shown.formula}), ${formatLeft(cap, paid)})`,
      amount,
      accumulators: grown === null ? [moved] : [grown, moved],
    };
  });
  return amount;
}

/**
 * 医疗救助: the highest class's share of the in-scope cost that no fund has paid; a plan without a rule pays 0.
 *
 * @param open  what is in scope and no fund has paid
 * @source 清单 （二十五）
 */
export function assistance(work: BenefitWork, open: Rest): Fen | Refusal {
  const { bill, tally } = work;
  const rule = bill.rules.assistance;
  if (!rule.known || bill.claim.person.assistance === null) return zeroFen;
  if (rule.value.by === "manualClaim" || !rule.value.benefits.includes(work.benefit.id)) return zeroFen;
  const row = rowIn(work, rule.value.rows, { source: rule.source, subject: work.subject });
  if (isRefusal(row)) return open.amount === 0 ? zeroFen : row;
  const { yearCap } = rule.value;
  const paid = used(tally, "assistance.fund");
  const amount = minFen(timesRounded(open.amount, row.value, bill.rules.rounding), leftOf(yearCap, paid));
  const moved = addWithin(tally, "assistance.fund", amount, yearCap);
  explain(work.trace, () => ({
    stage: "assistance",
    label: "医疗救助支付",
    benefit: work.benefit.id,
    source: row.source,
    inputs: {
      ...inputsOf(open),
      ratio: formatDecimal(row.value),
      "assistance.fund.limit": formatFen(yearCap),
      "assistance.fund": formatFen(paid),
    },
    formula: `min(${roundWord[bill.rules.rounding]}(${formatFactor(open)} × ${formatDecimal(row.value)}), ${formatLeft(yearCap, paid)})`,
    amount,
    accumulators: [moved],
  }));
  return amount;
}
