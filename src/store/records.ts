import type { AccountMovementRow } from "./account-movements.ts";
import type { FundingRow } from "./funding.ts";
import type { LineRow } from "./lines.ts";
import type { Store } from "./open-store.ts";
import type { PostingRow } from "./postings.ts";
import type { SettlementRow } from "./settlements.ts";
import type { TenderRow } from "./tenders.ts";

/** A settlement with everything that its commit wrote beside it. */
export interface SettlementRecord {
  readonly row: SettlementRow;
  readonly lines: readonly LineRow[];
  readonly funding: readonly FundingRow[];
  readonly postings: readonly PostingRow[];
  readonly accountMovements: readonly AccountMovementRow[];
  readonly tenders: readonly TenderRow[];
}

type Tables = Pick<Store, "settlements" | "lines" | "funding" | "postings" | "accountMovements" | "tenders">;

/** The record of one settlement. */
export function recordOf(store: Tables, row: SettlementRow): SettlementRecord {
  const { number } = row;
  return {
    row,
    lines: store.lines.between(number, number),
    funding: store.funding.between(number, number),
    postings: store.postings.between(number, number),
    accountMovements: store.accountMovements.between(number, number),
    tenders: store.tenders.between(number, number),
  };
}

/** The records of settlements `from` to `to` in order, each table asked once; numbers without a settlement are left out. */
export function recordsBetween(store: Tables, from: number, to: number): readonly SettlementRecord[] {
  const lines = takeFrom(store.lines.between(from, to));
  const funding = takeFrom(store.funding.between(from, to));
  const postings = takeFrom(store.postings.between(from, to));
  const accountMovements = takeFrom(store.accountMovements.between(from, to));
  const tenders = takeFrom(store.tenders.between(from, to));
  return store.settlements.between(from, to).map((row) => ({
    row,
    lines: lines(row.number),
    funding: funding(row.number),
    postings: postings(row.number),
    accountMovements: accountMovements(row.number),
    tenders: tenders(row.number),
  }));
}

/** Rows in order of their numbers, handed out number by number. */
export function takeFrom<Row extends { readonly number: number | null }>(
  rows: readonly Row[],
): (number: number) => readonly Row[] {
  let at = 0;
  return (number) => {
    while (at < rows.length && (rows[at]?.number ?? 0) < number) at += 1;
    const from = at;
    while (at < rows.length && rows[at]?.number === number) at += 1;
    return rows.slice(from, at);
  };
}
