import type { Fen } from "../base/money.ts";
import { addFen, formatFen, leftOf, maxFen, minFen, proportion, subtractFen, zeroFen } from "../base/money.ts";
import type { Bill } from "./bill.ts";
import { explain } from "./explain.ts";
import type { AccountDraw, BenefitShare, SettledLine } from "./settlement.ts";
import type { Working } from "./working.ts";
import { note } from "./working.ts";

/**
 * What the personal accounts pay of the personal part: own balance first, then the family's in the order given.
 *
 * @param personal  fen that no fund pays, ≥ 0
 * @returns draws in the order taken; together at most `personal` less what is owed on lines the account may not pay
 * @source 十政办发〔2022〕61号 第十二条、第十三条；domain §4 7
 */
export function drawAccounts(
  working: Working,
  personal: Fen,
  settled: { readonly lines: readonly SettledLine[]; readonly benefits: readonly BenefitShare[] },
): AccountDraw[] {
  const { account } = working.bill.claim;
  if (!account.use) return [];
  const owed = owedOutside(working.bill, settled);
  const payable = leftOf(personal, owed);
  const rule = working.bill.rules.account;
  note(working, rule.source);
  let left = account.requested === undefined ? payable : minFen(payable, account.requested);
  const limit = left;
  const draws: AccountDraw[] = [];
  const sources = [
    { member: null, relation: null, balance: account.balance },
    ...account.family.map((one, member) => ({ member, relation: one.relation, balance: one.balance })),
  ];
  for (const { member, relation, balance } of sources) {
    const amount = minFen(left, balance);
    if (amount > 0) draws.push({ member, relation, amount });
    left = subtractFen(left, amount);
  }
  explain(working.trace, () => {
    const requested = account.requested === undefined ? "" : `, ${formatFen(account.requested)}`;
    return {
      stage: "accountLimit",
      label: "个人账户可支付额（扣除不得由账户支付的项目）",
      source: rule.source,
      inputs: { personal: formatFen(personal), owed: formatFen(owed) },
      formula: requested === "" ? `max(0, ${formatFen(personal)} − ${formatFen(owed)})` : `min(max(0, ${formatFen(personal)} − ${formatFen(owed)})${requested})`,
      amount: limit,
    };
  });
  return draws;
}

/**
 * What the person owes on lines whose kind the account may not pay: own pay, over limit, self pay first, and the in-scope
 * part no fund paid — the fund money of a benefit is spread over its lines by in-scope, the remainder to the last.
 */
function owedOutside(
  bill: Bill,
  settled: { readonly lines: readonly SettledLine[]; readonly benefits: readonly BenefitShare[] },
): Fen {
  const payable = new Set<string>(bill.rules.account.value.pays[bill.claim.institution.type]);
  const outside = (at: number): boolean => !payable.has(bill.lines[at]?.item.kind ?? "");
  if (!settled.lines.some((_line, at) => outside(at))) return zeroFen;
  const paid = spreadFunds(settled);
  return settled.lines.reduce((sum, line, at) => {
    if (!outside(at)) return sum;
    const own = addFen(addFen(line.ownPay, line.overLimit), line.selfPayFirst);
    const open = maxFen(zeroFen, subtractFen(line.inScope, paid[at] ?? zeroFen));
    return addFen(sum, addFen(own, open));
  }, zeroFen);
}

/** Fund money of each line, in the order of the lines. */
function spreadFunds(settled: { readonly lines: readonly SettledLine[]; readonly benefits: readonly BenefitShare[] }): Fen[] {
  const shares = settled.lines.map(() => zeroFen);
  for (const benefit of settled.benefits) {
    let left = addFen(addFen(benefit.basic, benefit.majorMedical), addFen(benefit.supplementary, benefit.assistance));
    const whole = left;
    const at = settled.lines.flatMap((line, index) => (line.benefit === benefit.id && line.inScope > 0 ? [index] : []));
    const last = at.at(-1);
    for (const index of at) {
      const line = settled.lines[index] as SettledLine;
      const share = index === last ? left : minFen(minFen(proportion(whole, line.inScope, benefit.inScope), line.inScope), left);
      shares[index] = share;
      left = subtractFen(left, share);
    }
  }
  return shares;
}
