import type { Fraction } from "./fraction.ts";
import { aboveZero, fenTimes, halfUp, least, plus } from "./fraction.ts";
import type { Book, Law, LimitRule, MajorRule, RatioRule, Share } from "./law.ts";
import type { Line, Visit } from "./visit.ts";
import { sumOf } from "./visit.ts";

export type Paid = {
  deductible: bigint;
  basic: bigint;
  major: bigint;
  supplementary: bigint;
  assistance: bigint;
  /** A fixed benefit may hand out more than what is in scope. */
  fixed: boolean;
};

const nothing: Paid = {
  deductible: 0n,
  basic: 0n,
  major: 0n,
  supplementary: 0n,
  assistance: 0n,
  fixed: false,
};

/** One benefit from the deductible to assistance; "unknown" where a figure is needed that no text states. */
export function settleBenefit(
  law: Law,
  visit: Visit,
  book: Book,
  part: { readonly benefit: string; readonly lines: readonly Line[] },
): Paid | "unknown" {
  const { benefit, lines } = part;
  if (benefit === "accountOnly") return nothing;
  const inScope = sumOf(lines, (line) => line.inScope);
  const rule = law.rule(visit, book, benefit);
  if (rule === "unknown") return inScope > 0n ? "unknown" : nothing;
  const paid: Paid = { ...nothing };
  if (rule.kind === "limit") {
    paid.fixed = rule.fixed;
    paid.basic = upToLimit(rule, book, rule.fixed ? sumOf(lines, (line) => line.amount) : inScope);
  } else {
    const yearlyCap = rule.inYearlyCap ? law.yearlyCap(visit) : null;
    if (!payByRatio(rule, book, { inScope, yearlyCap }, paid)) return "unknown";
  }
  return afterBasic(law, visit, book, { benefit, inScope, paid });
}

function upToLimit(rule: LimitRule, book: Book, wanted: bigint): bigint {
  if (rule.fundId === null) return least(rule.limit, wanted);
  const basic = least(aboveZero(rule.limit - book.read(rule.fundId)), wanted);
  book.add(rule.fundId, basic);
  return basic;
}

/** @returns false when the ratio is needed and not known */
function payByRatio(
  rule: RatioRule,
  book: Book,
  money: { readonly inScope: bigint; readonly yearlyCap: bigint | null },
  paid: Paid,
): boolean {
  paid.deductible = least(aboveZero(rule.asked), money.inScope);
  let shared = money.inScope - paid.deductible;
  for (const id of rule.askedIds) book.add(id, paid.deductible);
  if (rule.cost !== null) {
    shared = least(shared, aboveZero(rule.cost.limit - book.read(rule.cost.id)));
    book.add(rule.cost.id, shared);
  }
  if (shared > 0n && rule.ratio === null) return false;
  let basic = rule.ratio === null ? 0n : halfUp(fenTimes(shared, rule.ratio));
  if (rule.cap !== null) basic = least(basic, aboveZero(rule.cap - book.read(rule.fundId)));
  if (rule.inYearlyCap) {
    if (money.yearlyCap !== null) basic = least(basic, aboveZero(money.yearlyCap - book.read("basic.fund")));
    book.add("basic.fund", basic);
  }
  book.add(rule.fundId, basic);
  if (rule.stayId !== null) book.add(rule.stayId, 1n);
  paid.basic = basic;
  return true;
}

function afterBasic(
  law: Law,
  visit: Visit,
  book: Book,
  part: { readonly benefit: string; readonly inScope: bigint; readonly paid: Paid },
): Paid | "unknown" {
  const { benefit, inScope, paid } = part;
  const major = law.major(visit, benefit);
  if (major !== null) paid.major = payMajor(major, book, inScope - paid.basic);
  const open = aboveZero(inScope - paid.basic - paid.major);
  const supplementary = law.supplementary(visit);
  if (supplementary === "unknown" && open > 0n) return "unknown";
  if (typeof supplementary === "object") {
    paid.supplementary = payShare(supplementary, book, "supplementary.fund", open);
  }
  const assistance = law.assistance(visit, benefit);
  if (assistance !== null) {
    paid.assistance = payShare(assistance, book, "assistance.fund", open - paid.supplementary);
  }
  return paid;
}

/** 大病: on what the year's burden newly passes the line. */
function payMajor(rule: MajorRule, book: Book, burden: bigint): bigint {
  const before = book.read("major.burden");
  const from = aboveZero(before - rule.line);
  const to = aboveZero(before + burden - rule.line);
  let major = halfUp(acrossBands(rule, from, to));
  if (rule.cap !== null) major = least(major, aboveZero(rule.cap - book.read("major.fund")));
  book.add("major.burden", burden);
  book.add("major.fund", major);
  return major;
}

/** Bands count the excess of the whole year: the bill pays for the stretch `from`…`to` of it, rounded once. */
function acrossBands(rule: MajorRule, from: bigint, to: bigint): Fraction {
  let sum: Fraction = { top: 0n, bottom: 1n };
  let start = 0n;
  for (const band of rule.bands) {
    const end = band.width === null ? to : least(to, start + band.width);
    const low = from > start ? from : start;
    sum = plus(sum, fenTimes(aboveZero(end - low), band.ratio));
    start = end > start ? end : start;
  }
  return sum;
}

function payShare(share: Share, book: Book, fundId: string, open: bigint): bigint {
  const paid = least(halfUp(fenTimes(open, share.ratio)), aboveZero(share.cap - book.read(fundId)));
  book.add(fundId, paid);
  return paid;
}
