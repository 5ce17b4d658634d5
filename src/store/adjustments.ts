import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import type { AccountMovementRow } from "./account-movements.ts";
import { appendTo } from "./rows.ts";
import type { AmountColumn } from "./settlements.ts";
import { amountColumns } from "./settlements.ts";
import type { TenderRow } from "./tenders.ts";

/** By how much a settlement is paid otherwise than it was written: the centre's amounts less ours, accepted. */
export interface AdjustmentRow extends Readonly<Record<AmountColumn, Fen>> {
  readonly number: number;
  readonly operator: string;
  readonly desk: string;
  readonly adjusted_at: string;
  /** In whose sums it counts: that of the acceptance, or where that one is sealed the next. */
  readonly adjusted_day: string;
}

type AccountRow = Omit<AccountMovementRow, "number" | "seq">;
type PaidRow = Pick<TenderRow, "kind" | "amount_fen">;

/** An adjustment with the accounts that have it and the ways in which it was paid. */
export interface Adjustment {
  readonly id: number;
  readonly row: AdjustmentRow;
  readonly accounts: readonly AccountRow[];
  readonly tenders: readonly PaidRow[];
}

export interface Adjustments {
  /** @returns its id */
  readonly add: (adjustment: Omit<Adjustment, "id">) => number;
  /** Of a settlement, oldest first. */
  readonly of: (number: number) => readonly Adjustment[];
  /** Which of a stretch of settlements have any. */
  readonly adjustedBetween: (from: number, to: number) => ReadonlySet<number>;
  readonly lastId: () => number;
  /** After an id, so many at the most. */
  readonly next: (after: number, limit: number) => readonly Adjustment[];
}

const columns = ["number", ...amountColumns, "operator", "desk", "adjusted_at", "adjusted_day"] as const;
const select = `SELECT id, ${columns.join(", ")} FROM adjustments`;

export const adjustmentQueries = {
  of: `${select} WHERE number = +? ORDER BY id`,
  between: "SELECT DISTINCT number FROM adjustments WHERE number BETWEEN +? AND +?",
  lastId: "SELECT COALESCE(MAX(id), 0) AS id FROM adjustments",
  next: `${select} WHERE id > +? ORDER BY id LIMIT ?`,
  accounts: `SELECT person_key, member, relation, amount_fen FROM adjusted_accounts
    WHERE adjustment = +? ORDER BY seq`,
  tenders: "SELECT kind, amount_fen FROM adjusted_tenders WHERE adjustment = +? ORDER BY kind",
} as const;

export function adjustments(db: Database): Adjustments {
  const q = adjustmentQueries;
  const addRow = appendTo<AdjustmentRow>(db, "adjustments", columns);
  const addAccount = appendTo<AccountMovementRow & { readonly adjustment: number }>(db, "adjusted_accounts", [
    "adjustment",
    "seq",
    "number",
    "person_key",
    "member",
    "relation",
    "amount_fen",
  ]);
  const addTender = appendTo<PaidRow & { readonly adjustment: number }>(db, "adjusted_tenders", [
    "adjustment",
    "kind",
    "amount_fen",
  ]);
  type Read = AdjustmentRow & { readonly id: number };
  const of = db.prepare<[number], Read>(q.of);
  const between = db.prepare<[number, number], { number: number }>(q.between);
  const lastId = db.prepare<[], { id: number }>(q.lastId);
  const next = db.prepare<[number, number], Read>(q.next);
  const accounts = db.prepare<[number], AccountRow>(q.accounts);
  const tenders = db.prepare<[number], PaidRow>(q.tenders);
  const whole = ({ id, ...row }: Read): Adjustment => ({
    id,
    row,
    accounts: accounts.all(id),
    tenders: tenders.all(id),
  });
  return {
    add: ({ row, accounts: held, tenders: paid }) => {
      const id = addRow(row);
      for (const [seq, one] of held.entries())
        addAccount({ ...one, adjustment: id, seq, number: row.number });
      for (const one of paid) addTender({ ...one, adjustment: id });
      return id;
    },
    of: (number) => of.all(number).map(whole),
    adjustedBetween: (from, to) => new Set(between.all(from, to).map(({ number }) => number)),
    lastId: () => lastId.get()?.id ?? 0,
    next: (after, limit) => next.all(after, limit).map(whole),
  };
}
