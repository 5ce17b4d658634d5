import type { Fen, Rounding } from "../base/money.ts";
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
import { explain, roundWord } from "./explain.ts";
import type { LineParts, Stage } from "./settlement.ts";

/**
 * Splits a line into own pay, over the limit, self pay first and in scope; the last is a subtraction, so the parts add up.

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
  if (trace.steps === null) return;
  const { item, benefit } = line;
  const write = (stage: Stage, label: string, formula: string, about: Written): void => {
    const { inputs, amount: written } = about;
    explain(trace, () => ({
      stage,
      label,
      benefit,
      line: item.id,
      source: null,
      inputs,
      formula,
      amount: written,
    }));
  };
  const round = roundWord[rounding];
  const amount = formatFen(parts.amount);
  const qty = formatDecimal(item.qty);
  const price = formatDecimal(item.price);
  const priced = { inputs: { price, qty }, amount: parts.amount };
  write("lineAmount", `${item.name}：单价 × 数量`, `${round}(${price} × ${qty})`, priced);
  if (item.class === "C") {
    write("ownPay", "丙类，全自费", amount, { inputs: { amount }, amount: parts.ownPay });
    return;
  }
  const taken: Record<string, string> = { amount };
  const within = (): string => Object.values(taken).join(" − ");
  if (item.priceLimit !== null) {
    const limit = formatDecimal(item.priceLimit);
    const formula = `${round}(max(0, ${price} − ${limit}) × ${qty})`;
    write("overLimit", "超限价自付", formula, { inputs: { price, limit, qty }, amount: parts.overLimit });
    taken["over"] = formatFen(parts.overLimit);
  }
  if (item.class === "B") {
    const ratio = formatDecimal(item.selfPayRatio);
    const base = item.priceLimit === null ? amount : `(${within()})`;
    const about = { inputs: { ...taken, ratio }, amount: parts.selfPayFirst };
    write("selfPayFirst", "乙类先行自付", `${round}(${base} × ${ratio})`, about);
    taken["first"] = formatFen(parts.selfPayFirst);
  }
  write("inScope", "符合政策范围", within(), { inputs: { ...taken }, amount: parts.inScope });
}

interface Written {
  readonly inputs: Readonly<Record<string, string>>;
  readonly amount: Fen;
}
