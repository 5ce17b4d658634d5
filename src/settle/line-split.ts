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
import type { StepParts, Trace } from "./explain.ts";
import { roundWord, writeStep } from "./explain.ts";
import type { LineParts, Step } from "./settlement.ts";

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
  const head = { benefit, line: item.id, source: null };
  const amount = formatFen(parts.amount);
  const qty = formatDecimal(item.qty);
  const price = formatDecimal(item.price);
  const product = `${roundWord[rounding]}(${price} × ${qty})`;
  const label = `${item.name}：单价 × 数量`;
  const inputs = { price, qty };
  writeStep(steps, { ...head, stage: "lineAmount", label, inputs, formula: product, amount: parts.amount });
  if (item.class === "C") {
    const own = { stage: "ownPay", label: "丙类，全自费", formula: amount, amount: parts.ownPay } as const;
    writeStep(steps, { ...head, ...own, inputs: { amount } });
  } else explainScope(steps, { head, item, parts, round: roundWord[rounding] });
}

interface ScopeParts {
  readonly head: Pick<StepParts, "benefit" | "line" | "source">;
  readonly item: Item;
  readonly parts: LineParts;
  readonly round: string;
}

/** Over limit, self pay first, in scope: each takes off what the parts before it left. */
function explainScope(steps: Step[], { head, item, parts, round }: ScopeParts): void {
  const amount = formatFen(parts.amount);
  const taken: Record<string, string> = { amount };
  let within = amount;
  if (item.priceLimit !== null) {
    const inputs = {
      price: formatDecimal(item.price),
      limit: formatDecimal(item.priceLimit),
      qty: formatDecimal(item.qty),
    };
    const formula = `${round}(max(0, ${inputs.price} − ${inputs.limit}) × ${inputs.qty})`;
    const over = { stage: "overLimit", label: "超限价自付", amount: parts.overLimit } as const;
    writeStep(steps, { ...head, ...over, inputs, formula });
    taken["over"] = formatFen(parts.overLimit);
    within = `${within} − ${taken["over"]}`;
  }
  if (item.class === "B") {
    const ratio = formatDecimal(item.selfPayRatio);
    const base = item.priceLimit === null ? amount : `(${within})`;
    const first = { stage: "selfPayFirst", label: "乙类先行自付", amount: parts.selfPayFirst } as const;
    writeStep(steps, {
      ...head,
      ...first,
      inputs: { ...taken, ratio },
      formula: `${round}(${base} × ${ratio})`,
    });
    taken["first"] = formatFen(parts.selfPayFirst);
    within = `${within} − ${taken["first"]}`;
  }
  const scope = { stage: "inScope", label: "符合政策范围", formula: within, amount: parts.inScope } as const;
  writeStep(steps, { ...head, ...scope, inputs: taken });
}
