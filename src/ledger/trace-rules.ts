import { civilDate } from "../base/civil-date.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import { openBill } from "../settle/bill.ts";
import type { Claim } from "../settle/claim.ts";

/**
 * From this service date drug trace codes are scanned before a fund pays.
 *
 * @source 医保发〔2025〕7 号：2025 年 7 月 1 日起，销售、使用药品须扫药品追溯码后方可医保基金结算
 */
const scannedFrom = civilDate("2025-07-01");

/**
 * Lines that need a trace code and have none: drugs of a benefit that a fund pays, in whole packs, not exempt.
 *
 * @returns item ids in the order of the claim
 * @source domain §10
 */
export function linesWithoutTraceCode(claim: Claim, rules: RulesInForce): readonly string[] {
  if (claim.serviceDate < scannedFrom) return [];
  return openBill(claim, rules).lines.flatMap(({ item, benefit }) => {
    if (item.kind !== "drug" || item.class === "C" || benefit === "accountOnly") return [];
    const exempt = item.splitPack === true || (item.traceExempt ?? null) !== null;
    return exempt || (item.traceCodes ?? []).length > 0 ? [] : [item.id];
  });
}

/** Every trace code of a claim with its line; one that stands twice is listed twice. */
export function traceCodesOf(claim: Claim): readonly { readonly code: string; readonly line: string }[] {
  return claim.items.flatMap((item) => (item.traceCodes ?? []).map((code) => ({ code, line: item.id })));
}
