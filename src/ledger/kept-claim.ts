import type { Fault } from "../base/faults.ts";
import { quantityPattern } from "../base/money.ts";
import type { Claim } from "../settle/claim.ts";

/** A claim as JSON: what was received, key by key. */
export type ClaimJson = Readonly<Record<string, unknown>>;

export type Kept =
  | { readonly ok: true; /** null when nothing is kept */ readonly claim: ClaimJson | null }
  | { readonly ok: false; readonly faults: readonly Fault[] };

interface GivenBack {
  readonly id: string;
  readonly qty: string;
}

/**
 * The claim that is left when some items are given back. Of an item's trace codes the first ones stay with what is kept.
 * Accumulators that the claim named are left out: they told where the person stood then, and the ledger knows since.
 *
 * @param json   the original claim as received
 * @param claim  the same, parsed
 * @param items  what is given back; every item at most once, at most what was sold
 */
export function keptClaim(json: ClaimJson, claim: Claim, items: readonly GivenBack[]): Kept {
  const faults = faultsOf(claim, items);
  if (faults.length > 0) return { ok: false, faults };
  const back = new Map(items.map((one) => [one.id, one.qty]));
  const kept = claim.items.flatMap((item, at) => {
    const rest = scaled(item.qty.text) - scaled(back.get(item.id) ?? "0");
    if (rest === 0n) return [];
    const received = itemsOf(json)[at];
    if (!back.has(item.id)) return [received];
    const codes = item.traceCodes?.slice(0, Number((rest + unit - 1n) / unit));
    return [{ ...received, qty: formatScaled(rest), ...(codes === undefined ? {} : { traceCodes: codes }) }];
  });
  if (kept.length === 0) return { ok: true, claim: null };
  const others = Object.fromEntries(Object.entries(json).filter(([key]) => key !== "accumulators"));
  return { ok: true, claim: { ...others, items: kept } };
}

function itemsOf(json: ClaimJson): readonly object[] {
  const { items } = json;
  return Array.isArray(items) ? items.filter((item): item is object => typeof item === "object") : [];
}

function faultsOf(claim: Claim, items: readonly GivenBack[]): Fault[] {
  if (items.length === 0) return [{ path: "items", value: "", reason: "退费须写明项目和数量" }];
  const seen = new Set<string>();
  return items.flatMap(({ id, qty }, at): Fault[] => {
    const sold = claim.items.find((item) => item.id === id);
    const fault = (field: string, value: string, reason: string): Fault[] => [
      { path: `items[${at}].${field}`, value, reason },
    ];
    if (sold === undefined) return fault("id", id, "原结算中没有这一项");
    if (seen.has(id)) return fault("id", id, "明细编号重复");
    seen.add(id);
    if (!quantityPattern.test(qty) || scaled(qty) === 0n)
      return fault("qty", qty, "应为数量：大于 0，至多 4 位小数");
    if (scaled(qty) > scaled(sold.qty.text)) return fault("qty", qty, `不得多于原数量 ${sold.qty.text}`);
    return [];
  });
}

const decimals = 4;
const unit = 10_000n;

/** "1.5" as 15000: quantities have at most four decimals. */
function scaled(qty: string): bigint {
  const [whole = "0", fraction = ""] = qty.split(".");
  return BigInt(whole) * unit + BigInt(fraction.padEnd(decimals, "0"));
}

function formatScaled(value: bigint): string {
  const fraction = (value % unit).toString().padStart(decimals, "0").replace(/0+$/, "");
  const whole = (value / unit).toString();
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
