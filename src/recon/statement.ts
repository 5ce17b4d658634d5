import type { Fen } from "../base/money.ts";
import { addFen, subtractFen, zeroFen } from "../base/money.ts";
import type { MessageState } from "../upload/message-state.ts";
import type { Verdict } from "../wire/codes.ts";
import type { Sums } from "./compare-sums.ts";

/** The amounts that a statement compares. */
export type Amounts = Omit<Sums, "count">;

/** To which total a settlement belongs. */
export interface GroupName {
  readonly insutype: string;
  readonly clearingType: string;
  readonly office: string;
}

/** A settlement as the desk tells it in the statement of a day. */
export interface StatementEntry extends Amounts, GroupName {
  readonly settlementId: string;
  readonly cash: Fen;
  /** Not in these books, but at the centre and taken back there: told so that both sides count the same. */
  readonly isForeign: boolean;
  /** The centre's number for it; where that is not known its message's. */
  readonly told: string;
  readonly msgid: string;
  readonly visitId: string;
  readonly psnNo: string;
  readonly isRefund: boolean;
  /** As the statement flags it: the centre may have it otherwise. */
  readonly toldAsRefund: boolean;
  /** The settlement of these books that it takes back. */
  readonly reverses: string | null;
  /** Of the ledger. */
  readonly day: string;
  readonly state: MessageState;
  readonly centreSettlementId: string | null;
  readonly isProvisional: boolean;
}

/** A row of the centre's answer to a statement. */
export interface TheirRow {
  readonly settlementId: string;
  readonly visitId: string;
  readonly psnNo: string;
  /** Of the centre's settlement; empty where it has none. */
  readonly msgid: string;
  readonly isRefund: boolean;
  readonly verdict: Verdict;
  /** The centre's; null: it has no such settlement. */
  readonly amounts: Amounts | null;
}

/** One total of the day, with what the centre says of it. */
export interface ComparedGroup extends GroupName {
  readonly sums: Sums;
  readonly verdict: Verdict;
  /** The centre's own sums, where it tells them. */
  readonly theirs: Sums | null;
}

export const nothing: Amounts = { total: zeroFen, fundTotal: zeroFen, account: zeroFen };

/** A total by its name. @returns the same text for the same total (domain §9) */
export function groupKey({ insutype, clearingType, office }: GroupName): string {
  return `${insutype} ${clearingType} ${office}`;
}

/** The sum, amount by amount. @param other  is added to `one` @returns all three (domain §9) */
export function plus(one: Amounts, other: Amounts): Amounts {
  return combine(one, other, addFen);
}

/** The difference, amount by amount. @param other  is taken from `one` @returns all three (domain §9) */
export function minus(one: Amounts, other: Amounts): Amounts {
  return combine(one, other, subtractFen);
}

function combine(one: Amounts, other: Amounts, by: (a: Fen, b: Fen) => Fen): Amounts {
  return {
    total: by(one.total, other.total),
    fundTotal: by(one.fundTotal, other.fundTotal),
    account: by(one.account, other.account),
  };
}

/** Equal to the fen. @param other  beside `one` @returns whether all three are (domain §9) */
export function isSame(one: Amounts, other: Amounts): boolean {
  return one.total === other.total && one.fundTotal === other.fundTotal && one.account === other.account;
}

/** Whether two settlements come to nothing together. */
export function isMirror(one: Amounts, other: Amounts): boolean {
  return isSame(plus(one, other), nothing);
}

/** What some settlements come to. @param entries  refunds below zero @returns their number and sums (domain §9) */
export function sumsOf(entries: readonly Amounts[]): Sums {
  return { count: entries.length, ...entries.reduce(plus, nothing) };
}

/** The totals that a day is compared by: those of the desk, and those that only the centre may have anything in. */
export function groupsOf(
  entries: readonly StatementEntry[],
  others: readonly GroupName[],
): readonly (GroupName & { readonly sums: Sums })[] {
  const byKey = new Map<string, { readonly name: GroupName; readonly entries: StatementEntry[] }>();
  for (const { insutype, clearingType, office } of [...others, ...entries]) {
    const name = { insutype, clearingType, office };
    if (!byKey.has(groupKey(name))) byKey.set(groupKey(name), { name, entries: [] });
  }
  for (const entry of entries) byKey.get(groupKey(entry))?.entries.push(entry);
  return [...byKey.values()].map(({ name, entries: own }) => ({ ...name, sums: sumsOf(own) }));
}
