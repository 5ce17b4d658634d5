import type { PrintedResult } from "./printed-result.ts";
import { demand, fenOf, sumOf, textOf } from "./printed-result.ts";
import type { RecheckedBenefit } from "./recheck-benefits.ts";
import { fundOf } from "./recheck-benefits.ts";
import type { RecheckedLine } from "./recheck-lines.ts";
import { begins } from "./recheck-lines.ts";
import type { StepReader } from "./step-reader.ts";

export interface Payment {
  readonly account: bigint;
  readonly family: bigint;
  readonly cash: bigint;
}

interface Settled {
  readonly lines: readonly RecheckedLine[];
  readonly benefits: readonly RecheckedBenefit[];
}

const whole = { benefit: null, line: null };

/** Who pays the personal part: the accounts as far as they may and can, cash the rest. */
export function recheckPayment(
  result: PrintedResult,
  steps: StepReader,
  bill: Settled & { readonly personal: bigint },
): Payment {
  const shares = recheckShares(steps, bill);
  const owed = recheckOwed(steps, bill, shares);
  const personal = textOf(bill.personal);
  if (steps.nextStage() !== "accountLimit") {
    demand(shares.size === 0 && owed === 0n, "fund money is spread for an account that is not used");
    demand(result.accounts.length === 0, "an account pays that is not used");
    return { account: 0n, family: 0n, cash: begins(steps.take("cash", whole), [personal]).fen };
  }
  const limit = steps.take("accountLimit", whole);
  begins(limit, [personal, textOf(owed)], limit.inputs["requested"] === undefined ? 0 : 1);
  const { account, family } = recheckDraws(result, steps, limit.fen);
  const cash = begins(steps.take("cash", whole), [personal, textOf(account), textOf(family)]).fen;
  return { account, family, cash };
}

/** Fund money by line: each its share, the last what is left. */
function recheckShares(steps: StepReader, { lines, benefits }: Settled): ReadonlyMap<string, bigint> {
  const shares = new Map<string, bigint>();
  for (const benefit of benefits) {
    if (steps.nextStage() !== "fundShare") break;
    const mine = lines.filter((line) => line.benefit === benefit.id && line.inScope > 0n);
    if (!mine.some((line) => line.id === steps.nextLine())) continue;
    const fund = fundOf(benefit);
    let left = fund;
    for (const line of mine) {
      const step = steps.take("fundShare", { benefit: benefit.id, line: line.id });
      const inScope = textOf(line.inScope);
      const share = [textOf(fund), inScope, textOf(benefit.inScope), inScope, textOf(left)];
      begins(step, line === mine.at(-1) ? [textOf(left)] : share);
      shares.set(line.id, step.fen);
      left -= step.fen;
    }
    demand(left === 0n, `benefit ${benefit.id}: ${textOf(left)} of its fund money is not spread`);
  }
  return shares;
}

/** What the person owes on lines that the account may not pay. */
function recheckOwed(
  steps: StepReader,
  { lines, benefits }: Settled,
  shares: ReadonlyMap<string, bigint>,
): bigint {
  let sum = 0n;
  const asking = new Set<string>();
  for (const line of lines) {
    if (steps.nextStage() !== "owed" || steps.nextLine() !== line.id) continue;
    const step = steps.take("owed", { benefit: line.benefit, line: line.id });
    const benefit = benefits.find((one) => one.id === line.benefit);
    const spread =
      shares.has(line.id) || line.inScope === 0n || benefit === undefined || fundOf(benefit) === 0n;
    demand(spread, `${step.where}: nobody says what the funds pay of line ${line.id}`);
    const { ownPay, overLimit, selfPayFirst, inScope } = line;
    begins(step, [ownPay, overLimit, selfPayFirst, inScope, shares.get(line.id) ?? 0n].map(textOf));
    demand(step.fen > 0n, `${step.where}: it owes nothing`);
    sum += step.fen;
    if (shares.has(line.id)) asking.add(line.benefit);
  }
  const unasked = lines.find((line) => shares.has(line.id) && !asking.has(line.benefit));
  demand(unasked === undefined, `nobody asks what the funds pay of line ${unasked?.id ?? ""}`);
  return sum;
}

/** The own account first, then the family in the order given, each at most what is left. */
function recheckDraws(result: PrintedResult, steps: StepReader, limit: bigint): Omit<Payment, "cash"> {
  const drawn = { account: [] as bigint[], family: [] as bigint[] };
  let left = limit;
  for (const { member, relation, amount } of result.accounts) {
    const stage = member === null ? "account" : "family";
    const step = begins(steps.take(stage, whole), [textOf(left)], 1);
    demand((relation === null) === (member === null), `${step.where}: whose account is it?`);
    demand(step.fen === fenOf(amount, step.where) && step.fen > 0n, `${step.where}: it is not ${amount}`);
    demand(member !== null || drawn.account.length === 0, `${step.where}: the own account pays once`);
    drawn[stage].push(step.fen);
    left -= step.fen;
  }
  return { account: sumOf(drawn.account), family: sumOf(drawn.family) };
}
