import type { Fen } from "../base/money.ts";
import { addFen, formatFen, subtractFen, zeroFen } from "../base/money.ts";
import { drawAccounts } from "./account.ts";
import { explain } from "./explain.ts";
import type { AccountDraw, BenefitShare, SettledLine, Split, Stage } from "./settlement.ts";
import type { Working } from "./working.ts";

/**
 * The bill as a whole: funds added up, the person's part by subtraction, of it the accounts, and cash the rest.
 *
 * @source domain §4 6, 7
 */
export function addUp(
  working: Working,
  lines: readonly SettledLine[],
  benefits: readonly BenefitShare[],
): { readonly split: Split; readonly draws: readonly AccountDraw[] } {
  const total = sumOf(lines, "amount");
  const basic = sumOf(benefits, "basic");
  const major = sumOf(benefits, "majorMedical");
  const extra = sumOf(benefits, "supplementary");
  const helped = sumOf(benefits, "assistance");
  const fundTotal = [basic, major, extra, helped].reduce((sum, part) => addFen(sum, part), zeroFen);
  const personal = subtractFen(total, fundTotal);
  explainSums(working, { lines, total, funds: [basic, major, extra, helped], fundTotal, personal });
  const draws = drawAccounts(working, personal, { lines, benefits });
  const account = sumOf(
    draws.filter((draw) => draw.member === null),
    "amount",
  );
  const family = sumOf(
    draws.filter((draw) => draw.member !== null),
    "amount",
  );
  const cash = subtractFen(subtractFen(personal, account), family);
  explainPayment(working, { personal, account, family, cash, draws });
  const split: Split = {
    total,
    ownPay: sumOf(lines, "ownPay"),
    overLimit: sumOf(lines, "overLimit"),
    selfPayFirst: sumOf(lines, "selfPayFirst"),
    inScope: sumOf(lines, "inScope"),
    deductible: sumOf(benefits, "deductible"),
    basic,
    majorMedical: major,
    supplementary: extra,
    civilServant: zeroFen,
    assistance: helped,
    other: zeroFen,
    fundTotal,
    personal,
    account,
    family,
    cash,
  };
  return { split, draws };
}

function sumOf<Key extends string>(parts: readonly Readonly<Record<Key, Fen>>[], key: Key): Fen {
  let sum = zeroFen;
  for (const part of parts) sum = addFen(sum, part[key]);
  return sum;
}

interface Sums {
  readonly lines: readonly SettledLine[];
  readonly total: Fen;
  readonly funds: readonly Fen[];
  readonly fundTotal: Fen;
  readonly personal: Fen;
}

function explainSums(working: Working, { lines, total, funds, fundTotal, personal }: Sums): void {
  const sum = (stage: Stage, label: string, formula: () => string, amount: Fen): void => {
    explain(working.trace, () => ({ stage, label, source: null, inputs: {}, formula: formula(), amount }));
  };
  sum("total", "医疗费总额", () => lines.map((line) => formatFen(line.amount)).join(" + "), total);
  sum("fundTotal", "基金支付合计", () => funds.map(formatFen).join(" + "), fundTotal);
  sum("personal", "个人负担", () => `${formatFen(total)} − ${formatFen(fundTotal)}`, personal);
}

interface Payment {
  readonly personal: Fen;
  readonly account: Fen;
  readonly family: Fen;
  readonly cash: Fen;
  readonly draws: readonly AccountDraw[];
}

function explainPayment(working: Working, { personal, account, family, cash, draws }: Payment): void {
  const { claim } = working.bill;
  for (const draw of draws) {
    const balance = draw.member === null ? claim.account.balance : (claim.account.family[draw.member]?.balance ?? zeroFen);
    explain(working.trace, () => ({
      stage: draw.member === null ? "account" : "family",
      label: draw.member === null ? "本人个人账户支付" : `家庭共济账户支付（${draw.relation ?? ""}）`,
      source: working.bill.rules.account.source,
      inputs: { balance: formatFen(balance) },
      formula: `min(${formatFen(draw.amount)}, ${formatFen(balance)})`,
      amount: draw.amount,
    }));
  }
  explain(working.trace, () => ({
    stage: "cash",
    label: "个人现金支付",
    source: null,
    inputs: {},
    formula: `${formatFen(personal)} − ${formatFen(account)} − ${formatFen(family)}`,
    amount: cash,
  }));
}
