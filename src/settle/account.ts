import type { Fen } from "../base/money.ts";
import { formatFen, leftOf, minFen, subtractFen } from "../base/money.ts";
import { explain } from "./explain.ts";
import type { Shares } from "./owed-outside.ts";
import { owedOutside } from "./owed-outside.ts";
import type { AccountDraw } from "./settlement.ts";
import type { Working } from "./working.ts";
import { note } from "./working.ts";

/**
 * What the personal accounts pay of the personal part: own balance first, then the family's in the order given.
 *
 * @param personal  fen that no fund pays, ≥ 0
 * @returns draws in the order taken; together at most `personal` less what is owed on lines the account may not pay
 * @source 十政办发〔2022〕61号 第十二条、第十三条；domain §4 7
 */
export function drawAccounts(working: Working, personal: Fen, settled: Shares): AccountDraw[] {
  const { account } = working.bill.claim;
  if (!account.use) return [];
  const owed = owedOutside(working, settled);
  const payable = leftOf(personal, owed);
  const rule = working.bill.rules.account;
  note(working, rule.source);
  const limit = account.requested === undefined ? payable : minFen(payable, account.requested);
  explainLimit(working, { personal, owed, limit });
  let left = limit;
  const draws: AccountDraw[] = [];
  const sources = [
    { member: null, relation: null, balance: account.balance },
    ...account.family.map((one, member) => ({ member, relation: one.relation, balance: one.balance })),
  ];
  for (const { member, relation, balance } of sources) {
    const amount = minFen(left, balance);
    if (amount === 0) continue;
    draws.push({ member, relation, amount });
    const open = left;
    explain(working.trace, () => ({
      stage: member === null ? "account" : "family",
      label: relation === null ? "本人个人账户支付" : `家庭共济账户支付（${relation}）`,
      source: rule.source,
      inputs: { left: formatFen(open), balance: formatFen(balance) },
      formula: `min(${formatFen(open)}, ${formatFen(balance)})`,
      amount,
    }));
    left = subtractFen(left, amount);
  }
  return draws;
}

function explainLimit(
  { bill, trace }: Working,
  { personal, owed, limit }: Readonly<Record<"personal" | "owed" | "limit", Fen>>,
): void {
  const { requested } = bill.claim.account;
  explain(trace, () => {
    const payable = `max(0, ${formatFen(personal)} − ${formatFen(owed)})`;
    const inputs = { personal: formatFen(personal), owed: formatFen(owed) };
    return {
      stage: "accountLimit",
      label: "个人账户可支付额（扣除不得由账户支付的项目）",
      source: bill.rules.account.source,
      ...(requested === undefined
        ? { inputs, formula: payable }
        : {
            inputs: { ...inputs, requested: formatFen(requested) },
            formula: `min(${payable}, ${formatFen(requested)})`,
          }),
      amount: limit,
    };
  });
}
