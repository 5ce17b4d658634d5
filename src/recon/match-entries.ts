import type { Fen } from "../base/money.ts";
import type { Verdict } from "../wire/codes.ts";

interface Amounts {
  readonly total: Fen;
  readonly fundTotal: Fen;
  readonly account: Fen;
}

/** A row of an institution's statement. */
export interface TheirRow extends Amounts {
  /** The settlement's number, or the msgid of one whose answer was lost. */
  readonly settlementId: string;
  readonly visitId: string;
  readonly psnNo: string;
  readonly isRefund: boolean;
}

/** A settlement of the ledger. */
export interface OurEntry extends Amounts {
  readonly settlementId: string;
  readonly msgid: string;
  readonly visitId: string;
  readonly psnNo: string;
  readonly isRefund: boolean;
  /** The settlement that a refund takes back. */
  readonly reverses: string | null;
}

/** Why two sides of a row are not the same. */
export type Difference = "amounts" | "person" | "refundFlag" | "unknown" | "twice" | "missing";

export interface MatchedRow {
  readonly theirs: TheirRow | null;
  readonly ours: OurEntry | null;
  readonly verdict: Verdict;
  readonly difference: Difference | null;
}

/**
 * Puts an institution's rows beside the ledger's. A refund is named by its own number or by that of what it took back.
 *
 * @returns their rows in their order, then what only the ledger has
 * @source 接口规范 3202
 */
export function matchEntries(ours: readonly OurEntry[], theirs: readonly TheirRow[]): readonly MatchedRow[] {
  const byName = new Map<string, OurEntry>();
  const refunds = new Map<string, OurEntry>();
  for (const entry of ours) {
    byName.set(entry.msgid, entry);
    if (entry.reverses !== null) refunds.set(entry.reverses, entry);
  }
  for (const entry of ours) byName.set(entry.settlementId, entry);
  const seen = new Set<OurEntry>();
  const rows = theirs.map((row): MatchedRow => {
    const named = byName.get(row.settlementId) ?? null;
    const found =
      row.isRefund && named?.isRefund !== true
        ? (refunds.get(named?.settlementId ?? row.settlementId) ?? null)
        : named;
    if (found === null) return { theirs: row, ours: null, verdict: "institutionMore", difference: "unknown" };
    if (seen.has(found)) return { theirs: row, ours: null, verdict: "institutionMore", difference: "twice" };
    seen.add(found);
    const difference = differenceOf(found, row);
    return { theirs: row, ours: found, verdict: difference === null ? "equal" : "different", difference };
  });
  const missing = ours
    .filter((entry) => !seen.has(entry))
    .map((entry): MatchedRow => ({
      theirs: null,
      ours: entry,
      verdict: "centreMore",
      difference: "missing",
    }));
  return [...rows, ...missing];
}

function differenceOf(ours: OurEntry, theirs: TheirRow): Difference | null {
  if (ours.psnNo !== theirs.psnNo) return "person";
  if (ours.isRefund !== theirs.isRefund) return "refundFlag";
  const isSame =
    ours.total === theirs.total && ours.fundTotal === theirs.fundTotal && ours.account === theirs.account;
  return isSame ? null : "amounts";
}
