import type { Rounding } from "../base/money.ts";
import {
  formatDecimal,
  formatFen,
  priceAboveTimes,
  priceTimes,
  subtractFen,
  timesRounded,
  zeroFen,
} from "../base/money.ts";
import type { RoutedLine } from "./bill.ts";
import type { Item } from "./claim.ts";
import type { Trace } from "./explain.ts";
import { roundWord, writeStep } from "./explain.ts";
import type { LineParts } from "./settlement.ts";

/**
 * Splits a line into own pay, over the limit, self pay first and in scope; the last is a subtraction, so the parts add up.
 *
 * @source domain §3
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

/** Writes the steps of a line: its amount always, and each part that it has; what is in scope takes off just those. */
export function explainLine(trace: Trace, line: RoutedLine, parts: LineParts, rounding: Rounding): void {
  const { steps } = trace;
  if (steps === null) return;
  const { item, benefit } = line;
  const about = { benefit, line: item.id, source: null };
  const round = roundWord[rounding];
  const amount = formatFen(parts.amount);
  const qty = formatDecimal(item.qty);
  const price = formatDecimal(item.price);
  const label = `${item.name}：单价 × 数量`;
  const product = `${round}(${price} × ${qty})`;
  writeStep(steps, {
    ...about,
    stage: "lineAmount",
    label,
    inputs: { price, qty },
    formula: product,
    amount: parts.amount,
  });
  if (item.class === "C") {
    const inputs = { amount };
    writeStep(steps, {
      ...about,
      stage: "ownPay",
      label: "丙类，全自费",
      inputs,
      formula: amount,
      amount: parts.ownPay,
    });
    return;
  }
  const taken: Record<string, string> = { amount };
  let within = amount;
  if (item.priceLimit !== null) {
    const limit = formatDecimal(item.priceLimit);
    const formula = `${round}(max(0, ${price} − ${limit}) × ${qty})`;
    const inputs = { price, limit, qty };
    writeStep(steps, {
      ...about,
      stage: "overLimit",
      label: "超限价自付",
      inputs,
      formula,
      amount: parts.overLimit,
    });
    taken["over"] = formatFen(parts.overLimit);
    within = `${within} − ${taken["over"]}`;
  }
  if (item.class === "B") {
    const ratio = formatDecimal(item.selfPayRatio);
    const formula = `${round}(${item.priceLimit === null ? amount : `(${within})`} × ${ratio})`;
    const inputs = { ...taken, ratio };
    writeStep(steps, {
      ...about,
      stage: "selfPayFirst",
      label: "乙类先行自付",
      inputs,
      formula,
      amount: parts.selfPayFirst,
    });
    taken["first"] = formatFen(parts.selfPayFirst);
    within = `${within} − ${taken["first"]}`;
  }
  writeStep(steps, {
    ...about,
    stage: "inScope",
    label: "符合政策范围",
    inputs: taken,
    formula: within,
    amount: parts.inScope,
  });
}
