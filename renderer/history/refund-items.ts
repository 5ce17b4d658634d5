import type { VerbInput } from "../../src/gateway/contract.ts";

type Items = VerbInput<"refundPreview">["items"];

/** What of each line comes back, as typed; nothing typed is nothing back. */
export type Quantities = Readonly<Record<string, string>>;

interface SoldLine {
  readonly id: string;
  readonly qty: string;
}

/** Whether what was typed can come back of what was sold: not more, at most four decimals. */
export function isQuantityBack(typed: string, sold: string): boolean {
  if (typed === "") return true;
  return /^\d{1,10}(\.\d{1,4})?$/.test(typed) && scaled(typed) <= scaled(sold);
}

/** What comes back; null while something typed is wrong. */
export function itemsBack(lines: readonly SoldLine[], quantities: Quantities): Items | null {
  const items: Items = [];
  for (const { id, qty: sold } of lines) {
    const qty = (quantities[id] ?? "").trim();
    if (!isQuantityBack(qty, sold)) return null;
    if (qty !== "" && scaled(qty) > 0n) items.push({ id, qty });
  }
  return items;
}

/** "1.5" as 15000: a quantity has at most four decimals. */
function scaled(qty: string): bigint {
  const [whole = "0", fraction = ""] = qty.split(".");
  return BigInt(`${whole}${fraction.padEnd(4, "0")}`);
}
