import { addFen, formatFen, parsePrice, parseQuantity, priceTimes, zeroFen } from "../../src/base/money.ts";
import type { Fen } from "../../src/base/money.ts";
import type { Bill, BillLine } from "./bill.ts";
import type { PreviewState } from "./use-preview.ts";

/** What a line costs. */
export function lineAmount(line: BillLine): string {
  return formatFen(fenOf(line));
}

/** What a bill costs that is paid in cash: the whole of it, rounded as the person's plan rounds, where that is known. */
export function cashDue(
  { person, lines }: Pick<Bill, "person" | "lines">,
  { isCurrent, value }: Pick<PreviewState, "isCurrent" | "value">,
): string {
  if (person !== null && isCurrent && value !== null) return value.settlement.split.total;
  return formatFen(lines.reduce((sum, line) => addFen(sum, fenOf(line)), zeroFen));
}

function fenOf({ item, qty }: BillLine): Fen {
  return priceTimes(parsePrice(item.price), parseQuantity(qty), "halfUp");
}
