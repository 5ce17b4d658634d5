import { lineMistakes } from "./line-mistakes.ts";
import type { Mistake } from "./mistake.ts";

const oracle = "test/settle/oracle-agreement.test.ts";
const properties = "test/settle/properties.test.ts";
const years = "test/settle/properties-of-years.test.ts";
const reversals = "test/settle/properties-of-reversals.test.ts";
const cases = "test/settle/cases.test.ts";
const explainer = "test/explain-checker/explain-checker.test.ts";
const hengyang = "src/rules/packs/hengyang/2023-06-01.yaml";
const shiyan = "src/rules/packs/shiyan/2022-12-31.yaml";
const provincial = "src/rules/packs/hubei-provincial/2022-01-01.yaml";

const arithmetic: readonly Mistake[] = [
  {
    name: "amounts are rounded down",
    file: "src/base/money.ts",
    find: "return (rest * 2 >= by ? down + 1 : down) as Fen;",
    replace: "return down as Fen;",
    test: oracle,
  },
  {
    name: "half a fen is rounded down",
    file: "src/base/money.ts",
    find: "rest * 2 >= by",
    replace: "rest * 2 > by",
    test: oracle,
  },
  {
    name: "what is left of a limit is off by one fen",
    file: "src/base/money.ts",
    find: "((limit - used) as Fen)",
    replace: "((limit - used + 1) as Fen)",
    test: years,
  },
  {
    name: "the price limit is held against the line, not the price",
    file: "src/settle/line-split.ts",
    find: "priceAboveTimes(item.price, item.priceLimit, item.qty, rounding)",
    replace:
      "Math.max(0, amount - priceTimes(item.priceLimit, { ...item.qty, text: '1', scaled: 10_000 }, rounding))",
    test: oracle,
  },
  {
    name: "self pay first looks at what is over the limit, too",
    file: "src/settle/line-split.ts",
    find: "timesRounded(within, item.selfPayRatio, rounding)",
    replace: "timesRounded(amount, item.selfPayRatio, rounding)",
    test: oracle,
  },
  {
    name: "the day of a bill is the day in London",
    file: "src/base/civil-date.ts",
    find: "Date.parse(instant) + shanghaiOffsetMs",
    replace: "Date.parse(instant)",
    test: oracle,
  },
  {
    name: "a birthday counts from the day after",
    file: "src/base/civil-date.ts",
    find: "on.slice(5) < birth.slice(5)",
    replace: "on.slice(5) <= birth.slice(5)",
    test: oracle,
  },
];

const tables: readonly Mistake[] = [
  {
    name: "a cap is off by one fen",
    file: hengyang,
    find: 'personStatus: active, amount: "1500.00"',
    replace: 'personStatus: active, amount: "1500.01"',
    test: years,
  },
  {
    name: "who is 50 gets the cap of those above 50",
    file: provincial,
    find: "rows:\n              - { ageTo: 50, amount",
    replace: "rows:\n              - { ageTo: 49, amount",
    test: oracle,
  },
  {
    name: "the last year of an age band is not in it",
    file: "src/rules/table.ts",
    find: "subject.ageYears <= ageTo",
    replace: "subject.ageYears < ageTo",
    test: oracle,
  },
  {
    name: "inpatient money does not count in the yearly cap",
    file: hengyang,
    find: "（年度实际支付限额 150000 元）, value: true }",
    replace: "（年度实际支付限额 150000 元）, value: false }",
    test: oracle,
  },
  {
    name: "an active person gets the retired ratio",
    file: shiyan,
    find: '{ level: "2", personStatus: active, ratio: "0.65" }',
    replace: '{ level: "2", personStatus: active, ratio: "0.75" }',
    test: cases,
  },
  {
    name: "the level of the pharmacy counts, not of who prescribed",
    file: shiyan,
    find: "levelOf: prescriber",
    replace: "levelOf: institution",
    test: oracle,
  },
  {
    name: "a pharmacy has a deductible and a cap of its own",
    file: shiyan,
    find: "    sharesWith: outpatient\n",
    replace: "",
    test: oracle,
  },
  {
    name: "visits ask more than 300 a year",
    file: hengyang,
    find: 'yearLimit: "300.00" }\n          yearLimit: "300.00"\n',
    replace: 'yearLimit: "300.00" }\n',
    test: cases,
  },
  {
    name: "level 2 asks more than 200 a year",
    file: hengyang,
    find: 'amount: "50.00", yearLimit: "200.00"',
    replace: 'amount: "50.00"',
    test: cases,
  },
  {
    name: "orphans get the lower line of major-medical",
    file: hengyang,
    find: "[destitute, subsistence, returned]",
    replace: "[destitute, orphan, subsistence, returned]",
    test: cases,
  },
  {
    name: "the account pays for wellness",
    file: shiyan,
    find: "pays: [drug, device, consumable, service, other]",
    replace: "pays: [drug, device, consumable, service, other, wellness]",
    test: properties,
  },
];

const waterfall: readonly Mistake[] = [
  {
    name: "own pay fills the deductible",
    file: "src/settle/waterfall.ts",
    find: "takeDeductible(work, looked.amount)",
    replace: "takeDeductible(work, work.total)",
    test: properties,
  },
  {
    name: "the deductible is asked anew by every bill",
    file: "src/settle/deductible.ts",
    find: "const before = used(tally, one.id);",
    replace: "const before = 0;",
    test: years,
  },
  {
    name: "a repeat stay is halved after the yearly limit, not before",
    file: "src/settle/deductible.ts",
    find: "timesRounded(amount, factor, rounding)",
    replace:
      "timesRounded(minFen(amount, leftOf(200000, used(work.tally, 'inpatient.deductible'))), factor, rounding)",
    test: oracle,
  },
  {
    name: "the first stay is halved, too",
    file: "src/settle/deductible.ts",
    find: "const repeated = before > 0;",
    replace: "const repeated = before >= 0;",
    test: oracle,
  },
  {
    name: "a visit ends at midnight, whatever its number",
    file: "src/settle/deductible.ts",
    find: "claim.visitId ?? claim.serviceDate",
    replace: "claim.serviceDate",
    test: oracle,
  },
  {
    name: "the yearly cap of the basic fund is ignored",
    file: "src/settle/basic.ts",
    find: "countsInBasicCap(work) ? yearlyCap(work) : null",
    replace: "null",
    test: years,
  },
  {
    name: "the line of major-medical is taken off twice",
    file: "src/settle/upper-funds.ts",
    find: "after: leftOf(grown.after, line) }",
    replace: "after: leftOf(leftOf(grown.after, line), line) }",
    test: explainer,
  },
  {
    name: "the burden is not what the basic fund left",
    file: "src/settle/waterfall.ts",
    find: "restOf({ inScope, basic: basic.basic })",
    replace: "restOf({ inScope })",
    test: explainer,
  },
  {
    name: "a fixed sum looks at what is in scope",
    file: "src/settle/fixed.ts",
    find: 'pays.by === "fixed" ? work.total : work.inScope',
    replace: "work.inScope",
    test: cases,
  },
  {
    name: "the family pays before the person",
    file: "src/settle/account.ts",
    find: "of sources)",
    replace: "of sources.toReversed())",
    test: properties,
  },
  {
    name: "a formula shows what was added, not what was left",
    file: "src/settle/explain.ts",
    find: "`${formatFen(limit)} − ${formatFen(before)}`",
    replace: "`${formatFen(limit)} + ${formatFen(before)}`",
    test: explainer,
  },
  {
    name: "a reversal forgets a movement",
    file: "src/settle/reverse.ts",
    find: "original.movements.map(",
    replace: "original.movements.slice(1).map(",
    test: reversals,
  },
  {
    name: "a reversal puts accumulators back to where they were, not by what it had moved",
    file: "src/settle/reverse.ts",
    find: "after: now - (after - before)",
    replace: "after: before",
    test: reversals,
  },
];

const refusals: readonly Mistake[] = [
  {
    name: "a prescription is taken a day late",
    file: "src/settle/checks.ts",
    find: "addDays(issuedOn, days - 1)",
    replace: "addDays(issuedOn, days)",
    test: oracle,
  },
  {
    name: "the day of admission is refused",
    file: "src/settle/checks.ts",
    find: "stay.from < serviceDate",
    replace: "stay.from <= serviceDate",
    test: cases,
  },
  {
    name: "coverage starts on the second of the month",
    file: "src/settle/checks.ts",
    find: "if (serviceDate >= from) continue;",
    replace: "if (serviceDate > from) continue;",
    test: cases,
  },
  {
    name: "an off-site record counts on the day it is revoked",
    file: "src/settle/off-site.ts",
    find: "day < revokedOn",
    replace: "day <= revokedOn",
    test: oracle,
  },
  {
    name: "the last day of the claim window is late",
    file: "src/settle/checks.ts",
    find: "claim.submittedOn <= last",
    replace: "claim.submittedOn < last",
    test: oracle,
  },
  {
    name: "two refusals come in the wrong order",
    file: "src/settle/checks.ts",
    find: "  coverageNotInForce,\n  notEntitled,\n",
    replace: "  notEntitled,\n  coverageNotInForce,\n",
    test: oracle,
  },
];

export const mistakes: readonly Mistake[] = [
  ...arithmetic,
  ...tables,
  ...waterfall,
  ...refusals,
  ...lineMistakes,
];
