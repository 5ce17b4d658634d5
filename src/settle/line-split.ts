import type { Fen, Rounding } from "../base/money.ts";
import { formatDecimal, formatFen, priceAboveTimes, priceTimes, subtractFen, timesRounded, zeroFen } from "../base/money.ts";
import type { Item } from "./claim.ts";
import type { Trace } from "./explain.ts";
import { explain } from "./explain.ts";
import type { LineParts } from "./settlement.ts";

/**
 * Splits a line into own pay, over the limit, self pay first and in scope; the last is a subtraction, so the parts add up.

 * @source domain §3; 国家接口 fulamt_ownpay_amt, overlmt_amt, preselfpay_amt, inscp_scp_amt
 */
export function splitLine(item: Item, rounding: Rounding): LineParts {
  const amount = priceTimes(item.price, item.qty, rounding);
  if (item.class === "C") {
    return { amount, ownPay: amount, overLimit: zeroFen, selfPayFirst: zeroFen, inScope: zeroFen };
  }
  const overLimit =
    item.priceLimit === null ? zeroFen : priceAboveTimes(item.price, item.priceLimit, item.qty, rounding);
  const within = subtractFen(amount, overLimit);
  const selfPayFirst = item.class === "B" ? timesRounded(within, item.selfPayRatio, rounding) : zeroFen;
  return { amount, ownPay: zeroFen, overLimit, selfPayFirst, inScope: subtractFen(within, selfPayFirst) };
}

/** Writes the steps of a line: its amount always, and each part that it has. */
export function explainLine(trace: Trace, item: Item, parts: LineParts): void {
  if (trace.steps === null) return;
  const line = item.id;
  const amount = formatFen(parts.amount);
  const over = formatFen(parts.overLimit);
  const qty = formatDecimal(item.qty);
  const price = formatDecimal(item.price);
  explain(trace, () => ({
    stage: "lineAmount",
    label: `${item.name}：单价 × 数量`,
    line,
    source: null,
    inputs: { price, qty },
    formula: `round(${price} × ${qty})`,
    amount: parts.amount,
  }));
  if (item.class === "C") {
    explain(trace, () => partOf("ownPay", "丙类，全自费", line, { amount }, amount, parts.ownPay));
    return;
  }
  if (item.priceLimit !== null) {
    const limit = formatDecimal(item.priceLimit);
    const formula = `round(max(0, ${price} − ${limit}) × ${qty})`;
    explain(trace, () => partOf("overLimit", "超限价自付", line, { price, limit, qty }, formula, parts.overLimit));
  }
  if (item.class === "B") {
    const ratio = formatDecimal(item.selfPayRatio);
    const formula = `round((${amount} − ${over}) × ${ratio})`;
    explain(trace, () => partOf("selfPayFirst", "乙类先行自付", line, { amount, over, ratio }, formula, parts.selfPayFirst));
  }
  const first = formatFen(parts.selfPayFirst);
  explain(trace, () =>
    partOf("inScope", "符合政策范围", line, { amount, over, first }, `${amount} − ${over} − ${first}`, parts.inScope),
  );
}

function partOf(
  stage: "ownPay" | "overLimit" | "selfPayFirst" | "inScope",
  label: string,
  line: string,
  ...[inputs, formula, amount]: [Readonly<Record<string, string>>, string, Fen]
) {
  return { stage, label, line, source: null, inputs, formula, amount };
}
