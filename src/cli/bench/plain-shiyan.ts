import type { Claim } from "../../settle/claim.ts";

/** The bill as a programmer in a hurry would take it: texts, turned into whole numbers by hand. */
export interface PlainBill {
  readonly items: readonly {
    readonly price: string;
    readonly qty: string;
    readonly limit: string | null;
    readonly ratio: string;
    readonly class: "A" | "B" | "C";
  }[];
  readonly retired: boolean;
  readonly level: "1" | "2" | "3";
  readonly deductibleUsed: number;
  readonly fundUsed: number;
  readonly balance: number;
}

export interface PlainSplit {
  readonly total: number;
  readonly inScope: number;
  readonly deductible: number;
  readonly basic: number;
  readonly personal: number;
  readonly account: number;
  readonly cash: number;
}

/**
 * Shiyan's ordinary outpatient bill written out in plain integers: no pack, no explanation, no other region, amounts up to
 * a few million yuan. What the engine is measured against.
 */
export function plainShiyan(bill: PlainBill): PlainSplit {
  let total = 0;
  let inScope = 0;
  for (const item of bill.items) {
    const price = scaled(item.price, 6);
    const qty = scaled(item.qty, 4);
    const amount = roundDiv(price * qty, 100_000_000);
    total += amount;
    if (item.class === "C") continue;
    const limit = item.limit === null ? price : scaled(item.limit, 6);
    const over = price > limit ? roundDiv((price - limit) * qty, 100_000_000) : 0;
    const first = item.class === "B" ? roundDiv((amount - over) * scaled(item.ratio, 4), 10_000) : 0;
    inScope += amount - over - first;
  }
  const deductible = Math.min(Math.max(0, 50_000 - bill.deductibleUsed), inScope);
  const percent = { "1": 80, "2": 65, "3": 50 }[bill.level] + (bill.retired ? 10 : 0);
  const basic = Math.min(
    roundDiv((inScope - deductible) * percent, 100),
    Math.max(0, 300_000 - bill.fundUsed),
  );
  const personal = total - basic;
  const account = Math.min(personal, bill.balance);
  return { total, inScope, deductible, basic, personal, account, cash: personal - account };
}

/** The same bill out of a parsed claim. */
export function plainBillOf(claim: Claim): PlainBill {
  return {
    items: claim.items.map((item) => ({
      price: item.price.text,
      qty: item.qty.text,
      limit: item.priceLimit?.text ?? null,
      ratio: item.selfPayRatio.text,
      class: item.class,
    })),
    retired: claim.person.status === "retired",
    level: "3",
    deductibleUsed: 0,
    fundUsed: 0,
    balance: claim.account.balance,
  };
}

function scaled(text: string, decimals: number): number {
  const dot = text.indexOf(".");
  if (dot < 0) return Number(text) * 10 ** decimals;
  const fraction = text.slice(dot + 1);
  return Number(text.slice(0, dot)) * 10 ** decimals + Number(fraction) * 10 ** (decimals - fraction.length);
}

function roundDiv(value: number, by: number): number {
  return Math.floor((value * 2 + by) / (by * 2));
}
