import { assert } from "../base/assert.ts";
import type { Fen } from "../base/money.ts";
import { formatDecimal, formatFen, leftOf, minFen, timesRounded } from "../base/money.ts";
import type { DeductibleInForce, DeductibleRow, TableRow } from "../rules/rules-in-force.ts";
import { explain, formatLeft, roundWord } from "./explain.ts";
import type { Refusal } from "./refusal.ts";
import { addTo, addWithin, countOf, countStay, used } from "./tally.ts";
import type { BenefitWork } from "./working.ts";
import { isRefusal, note, rowIn } from "./working.ts";

/** A limit on what the deductible may still ask: its accumulator, how much it allows, and how it is called. */
interface Limit {
  readonly id: string;
  /** null: a sum that is only counted. */
  readonly limit: Fen | null;
  readonly label: string;
}

/**
 * What of the in-scope amount falls to the person before the fund pays; fills the accumulators it rests on.
 *
 * @param inScope  fen that the fund looks at, ≥ 0: only in-scope money fills a deductible
 * @returns fen, at most `inScope`; null where the rule asks nothing of anybody; or the refusal when no row fits
 * @source 十政办发〔2022〕61号 第五条 1；专版 二.1、三
 */
export function takeDeductible(work: BenefitWork, inScope: Fen): Fen | null | Refusal {
  const { deductible } = work.benefit;
  assert(deductible.known, "the caller has looked");
  const rule = deductible.value;
  if (rule.per === "none") {
    note(work, deductible.source);
    return null;
  }
  const row = rowIn(work, rule.rows, { source: deductible.source, subject: work.subject });
  // Nothing in scope asks for no row: the bill settles whatever the table leaves out.
  if (isRefusal(row)) return inScope === 0 ? null : row;
  switch (rule.per) {
    case "year":
      return ask(work, inScope, { row, limits: [yearLimit(work, row.value.amount)] });
    case "visit":
      return visitDeductible(work, inScope, { row, rule });
    case "stay":
      return stayDeductible(work, inScope, { row, rule });
  }
}

/** 每次起付: what this visit has not paid yet, cut by what is left of the level's and of the whole year's limit. */
function visitDeductible(
  work: BenefitWork,
  inScope: Fen,
  { row, rule }: { row: TableRow<DeductibleRow>; rule: Extract<DeductibleInForce, { per: "visit" }> },
): Fen | null {
  if (row.value.amount === 0) return null;
  const { claim } = work.bill;
  const { pot } = work.benefit;
  const visit = `${pot}.visit.${claim.institution.code}.${claim.visitId ?? claim.serviceDate}`;
  const limits: Limit[] = [{ id: visit, limit: row.value.amount, label: "本次就诊" }];
  if (row.value.yearLimit !== null) {
    limits.push({
      id: `${pot}.deductible.${work.subject.level}`,
      limit: row.value.yearLimit,
      label: "本级别本年",
    });
  }
  limits.push({ id: `${pot}.deductible`, limit: rule.yearLimit, label: "本年合计" });
  return ask(work, inScope, { row, limits });
}

/** 住院起付: the first stay's amount or a repeat's, then cut to what is left of the year's limit. */
function stayDeductible(
  work: BenefitWork,
  inScope: Fen,
  { row, rule }: { row: TableRow<DeductibleRow>; rule: Extract<DeductibleInForce, { per: "stay" }> },
): Fen {
  const { pot } = work.benefit;
  const amount = rule.repeat === null ? row.value.amount : repeatAmount(work, { row, repeat: rule.repeat });
  const stay: Limit[] = rule.yearLimit === null ? [] : [yearLimit(work, rule.yearLimit)];
  return ask(work, inScope, { row, limits: stay, first: amount, count: `${pot}.deductible` });
}

function repeatAmount(
  work: BenefitWork,
  {
    row,
    repeat,
  }: {
    row: TableRow<DeductibleRow>;
    repeat: { counts: "sameLevel" | "any"; factor: Parameters<typeof timesRounded>[1] | null };
  },
): Fen {
  const { rounding } = work.bill.rules;
  const id = `inpatient.stays.${repeat.counts === "any" ? "any" : work.subject.level}`;
  const before = countOf(work.tally, id);
  const counted = countStay(work.tally, id);
  const { amount, later } = row.value;
  const listed = later[Math.min(before - 1, later.length - 1)];
  const repeated = before > 0;
  const factor = repeat.factor;
  const byFactor = factor === null ? amount : timesRounded(amount, factor, rounding);
  const asked = repeated ? (listed ?? byFactor) : amount;
  explain(work.trace, () => ({
    stage: "stays",
    label: `本年${repeat.counts === "any" ? "" : "同级别"}第 ${before + 1} 次住院的起付标准`,
    benefit: work.benefit.id,
    source: row.source,
    ...(repeated && listed === undefined && factor !== null
      ? {
          inputs: { amount: formatFen(amount), factor: formatDecimal(factor) },
          formula: `${roundWord[rounding]}(${formatFen(amount)} × ${formatDecimal(factor)})`,
        }
      : { inputs: { amount: formatFen(asked) }, formula: formatFen(asked) }),
    amount: asked,
    accumulators: [{ id, ...counted }],
  }));
  return asked;
}

function yearLimit(work: BenefitWork, limit: Fen): Limit {
  return { id: `${work.benefit.pot}.deductible`, limit, label: "本年" };
}

interface Asking {
  readonly row: TableRow<DeductibleRow>;
  readonly limits: readonly Limit[];
  /** What is asked before the limits; else the limits alone ask. */
  readonly first?: Fen;
  /** An accumulator that counts without limiting. */
  readonly count?: string;
}

/** The least of what is asked, what every limit leaves, and what is in scope; then adds it to each accumulator. */
function ask(work: BenefitWork, inScope: Fen, { row, limits, first, count }: Asking): Fen {
  const { tally } = work;
  const terms: { text: string; amount: Fen }[] = [];
  const inputs: Record<string, string> = {};
  if (first !== undefined) {
    inputs["asked"] = formatFen(first);
    terms.push({ text: formatFen(first), amount: first });
  }
  for (const one of limits) {
    const before = used(tally, one.id);
    if (one.limit !== null) {
      inputs[`${one.id}.limit`] = formatFen(one.limit);
      inputs[one.id] = formatFen(before);
      terms.push({ text: formatLeft(one.limit, before), amount: leftOf(one.limit, before) });
    }
  }
  terms.push({ text: formatFen(inScope), amount: inScope });
  const amount = terms.reduce((least, term) => minFen(least, term.amount), inScope);
  const ids = limits.map((one) => one.id);
  if (count !== undefined && !ids.includes(count)) ids.push(count);
  const moved = ids.map((id) => {
    const limit = limits.find((one) => one.id === id)?.limit ?? null;
    return limit === null ? addTo(tally, id, amount) : addWithin(tally, id, amount, limit);
  });
  explain(work.trace, () => ({
    stage: "deductible",
    label: `起付线（${limits.length === 0 ? "本次住院" : limits.map((one) => one.label).join("、")}）`,
    benefit: work.benefit.id,
    source: row.source,
    inputs: { ...inputs, inScope: formatFen(inScope) },
    formula: `min(${terms.map((term) => term.text).join(", ")})`,
    amount,
    accumulators: moved,
  }));
  return amount;
}
