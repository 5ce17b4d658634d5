import type { Fen } from "../base/money.ts";
import { addFen, formatFen, zeroFen } from "../base/money.ts";
import type { BenefitId } from "../rules/schema-parts.ts";
import { rulesOf } from "./bill.ts";
import { basicFund, cutToCaps, openCaps } from "./basic.ts";
import { takeDeductible } from "./deductible.ts";
import type { Rest } from "./explain.ts";
import { explain, restOf } from "./explain.ts";
import { fixedFund } from "./fixed.ts";
import type { Refusal } from "./refusal.ts";
import type { BenefitShare, SettledLine } from "./settlement.ts";
import { assistance, majorMedical, supplementary } from "./upper-funds.ts";
import type { BenefitWork, Working } from "./working.ts";
import { benefitSubject, isRefusal, unknownValue } from "./working.ts";

/**
 * One benefit on its lines: deductible, basic fund, then the funds above it on what is still open.
 *
 * @param lines  all lines of the bill
 * @returns what each fund pays, in fen; or the refusal when a value is needed that nobody has told us
 * @source domain §4 1–5
 */
export function settleBenefit(
  working: Working,
  id: BenefitId,
  lines: readonly SettledLine[],
): BenefitShare | Refusal {
  const mine = lines.filter((line) => line.benefit === id);
  const total = mine.reduce((sum, line) => addFen(sum, line.amount), zeroFen);
  const inScope = mine.reduce((sum, line) => addFen(sum, line.inScope), zeroFen);
  if (id === "accountOnly") return { id, total, inScope, ...noFunds };
  const benefit = rulesOf(working.bill, id);
  if (!benefit.pays.known) {
    if (inScope === 0) return { id, total, inScope, ...noFunds };
    return unknownValue(working.bill, benefit.pays.rule, benefit.pays);
  }
  const { value: pays, source } = benefit.pays;
  const work: BenefitWork = {
    bill: working.bill,
    tally: working.tally,
    trace: working.trace,
    benefit,
    subject: benefitSubject(working, benefit),
    total,
    inScope,
  };
  explain(work.trace, () => ({
    stage: "benefitInScope",
    label: `${benefit.name}：符合政策范围合计`,
    benefit: id,
    source,
    inputs: {},
    formula: mine.map((line) => formatFen(line.inScope)).join(" + "),
    amount: inScope,
  }));
  const basic = pays.by === "ratio" ? byRatio(work) : fixedFund(work, pays, source);
  if (isRefusal(basic)) return basic;
  const upper = upperFunds(work, restOf({ inScope, basic: basic.basic }));
  if (isRefusal(upper)) return upper;
  // Written out: a spread of three costs more than the arithmetic of the benefit.
  return {
    id,
    total,
    inScope,
    deductible: basic.deductible,
    basic: basic.basic,
    majorMedical: upper.majorMedical,
    supplementary: upper.supplementary,
    assistance: upper.assistance,
  };
}

const noFunds = {
  deductible: zeroFen,
  basic: zeroFen,
  majorMedical: zeroFen,
  supplementary: zeroFen,
  assistance: zeroFen,
};

/** Caps on cost, deductible, caps on cost above it, ratio, caps on what the fund pays: in this order. */
function byRatio(work: BenefitWork): { deductible: Fen; basic: Fen } | Refusal {
  const { benefit, inScope } = work;
  if (!benefit.deductible.known) {
    if (inScope === 0) return { deductible: zeroFen, basic: zeroFen };
    return unknownValue(work.bill, benefit.deductible.rule, { ...benefit.deductible, subject: work.subject });
  }
  const caps = inScope === 0 ? [] : openCaps(work);
  if (isRefusal(caps)) return caps;
  const looked = cutToCaps(work, restOf({ inScope }), {
    caps,
    basis: "cost",
    label: "费用限额内的符合范围金额",
  });
  const deductible = takeDeductible(work, looked.amount);
  if (isRefusal(deductible)) return deductible;
  const above = deductible === null ? looked : restOf({ inScope: looked.amount, deductible });
  const base = cutToCaps(work, above, {
    caps,
    basis: "costAboveDeductible",
    label: "限额内的起付线以上金额",
  });
  const basic = basicFund(work, base, caps);
  return isRefusal(basic) ? basic : { deductible: deductible ?? zeroFen, basic };
}

/** The funds above the basic one, in the pack's order; each looks at what those before it left open. */
function upperFunds(
  work: BenefitWork,
  open: Rest,
): Pick<BenefitShare, "majorMedical" | "supplementary" | "assistance"> | Refusal {
  const paid = { majorMedical: zeroFen, supplementary: zeroFen, assistance: zeroFen };
  const funds = { majorMedical, supplementary, assistance };
  let left = open;
  for (const fund of work.bill.rules.fundOrder) {
    if (fund === "basic" || fund === "civilServant") continue;
    const amount = funds[fund](work, left);
    if (isRefusal(amount)) return amount;
    paid[fund] = amount;
    if (amount > 0) left = restOf({ ...left.terms, [fund]: amount });
  }
  return paid;
}
