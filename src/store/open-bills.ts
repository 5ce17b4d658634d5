import type { Database } from "better-sqlite3";

/** A bill that a desk has begun and not finished; it names a person, so it is sealed. */
export interface OpenBillRow {
  readonly bill_key: Buffer;
  readonly desk: string;
  readonly kept_at: string;
  readonly sealed: Buffer;
}

export interface OpenBills {
  /** Adds a bill, or what it has become. */
  readonly put: (row: OpenBillRow) => void;
  /** A desk's bills, the one that was touched last first. */
  readonly of: (desk: string) => readonly OpenBillRow[];
  readonly drop: (billKey: Buffer) => void;
  readonly countByDesk: () => readonly { readonly desk: string; readonly count: number }[];
}

export const openBillQueries = {
  of: `SELECT bill_key, desk, kept_at, sealed FROM open_bills WHERE desk = +? ORDER BY kept_at DESC`,
} as const;

export function openBills(db: Database): OpenBills {
  const put = db.prepare<[OpenBillRow]>(
    `INSERT INTO open_bills (bill_key, desk, kept_at, sealed) VALUES (@bill_key, @desk, @kept_at, @sealed)
     ON CONFLICT (bill_key) DO UPDATE SET kept_at = excluded.kept_at, sealed = excluded.sealed`,
  );
  const of = db.prepare<[string], OpenBillRow>(openBillQueries.of);
  const drop = db.prepare<[Buffer]>("DELETE FROM open_bills WHERE bill_key = ?");
  const countByDesk = db.prepare<[], { desk: string; count: number }>(
    "SELECT desk, COUNT(*) AS count FROM open_bills GROUP BY desk ORDER BY desk",
  );
  return {
    put: (row) => {
      put.run(row);
    },
    of: (desk) => of.all(desk),
    drop: (billKey) => {
      drop.run(billKey);
    },
    countByDesk: () => countByDesk.all(),
  };
}
