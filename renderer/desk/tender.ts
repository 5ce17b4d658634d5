import { formatFen, moneyPattern, parseFen, subtractFen } from "../../src/base/money.ts";
import type { VerbInput } from "../../src/gateway/contract.ts";
import type { Bill } from "./bill.ts";

/** What is given back of what was given; null when nothing was said, or it is not enough, or no amount. */
export function changeOf(given: string, cash: string): string | null {
  if (!moneyPattern.test(given)) return null;
  const left = subtractFen(parseFen(given), parseFen(cash));
  return left < 0 ? null : formatFen(left);
}

/** Whether what was typed as given cannot be: no amount, or less than is due. */
export function isGivenWrong(given: string, cash: string): boolean {
  return given !== "" && changeOf(given, cash) === null;
}

/** How the cash part is paid: whole, by one means. Nothing is due: nothing is said. */
export function tendersOf({ tender }: Bill, cash: string): VerbInput<"commit">["tenders"] {
  return parseFen(cash) === 0 ? [] : [{ kind: tender.kind, amount: cash }];
}
