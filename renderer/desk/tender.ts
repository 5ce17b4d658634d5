import { addFen, formatFen, moneyPattern, parseFen, subtractFen, zeroFen } from "../../src/base/money.ts";
import type { VerbInput } from "../../src/gateway/contract.ts";
import type { Bill, Tender } from "./bill.ts";

export type Tenders = VerbInput<"commit">["tenders"];

/** What may stand beside cash. */
export const otherKinds = ["wechat", "alipay", "bankCard"] as const;

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

export function isMixed({ kind, parts }: Tender): boolean {
  return kind === "cash" && otherKinds.some((other) => parts[other] !== "");
}

/** What of an amount is left for cash beside the other means; null when these are no amounts, or more than is due. */
export function cashRest({ parts }: Tender, due: string): string | null {
  const typed = otherKinds.map((kind) => parts[kind]).filter((part) => part !== "");
  if (!typed.every((part) => moneyPattern.test(part))) return null;
  const rest = subtractFen(
    parseFen(due),
    typed.reduce((sum, part) => addFen(sum, parseFen(part)), zeroFen),
  );
  return rest < 0 ? null : formatFen(rest);
}

/** How an amount is paid, each means once; null when what was typed does not make it up. Nothing is due: nothing is said. */
export function tendersOf({ tender }: Pick<Bill, "tender">, due: string): Tenders | null {
  if (parseFen(due) === 0) return [];
  if (!isMixed(tender)) return [{ kind: tender.kind, amount: due }];
  const rest = cashRest(tender, due);
  if (rest === null) return null;
  const told: Tenders = [
    ...otherKinds.map((kind) => ({ kind, amount: tender.parts[kind] })),
    { kind: "cash" as const, amount: rest },
  ];
  return told.filter(({ amount }) => amount !== "" && parseFen(amount) > 0);
}

/** Whether the money on the counter does not make up what is due. Change is of cash alone. */
export function isTenderWrong(tender: Tender, due: string): boolean {
  if (tender.kind !== "cash") return false;
  const rest = cashRest(tender, due);
  return rest === null || isGivenWrong(tender.given, rest);
}
