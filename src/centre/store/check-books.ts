import { sql } from "kysely";

import type { Database } from "./open-database.ts";

/** How many of each sort are not what made them; all zero in sound books. */
export interface BooksCheck {
  readonly settlements: number;
  /** Accumulators that are not the fold of their postings. */
  readonly accumulators: number;
  /** Accounts that are not their opening less what was taken. */
  readonly accounts: number;
  /** Reversals that are not the mirror of what they take back. */
  readonly reversals: number;
  /** Postings that do not begin where the one before ended. */
  readonly postings: number;
}

/** Adds the books up again: what is held of everybody against the entries that made it. */
export async function checkBooks(db: Database): Promise<BooksCheck> {
  return await db.transaction().execute(async (work) => {
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(work);
    const count = async (from: ReturnType<typeof sql>): Promise<number> => {
      const found = await sql<{ count: number }>`SELECT count(*) AS count FROM ${from}`.execute(work);
      return found.rows[0]?.count ?? 0;
    };
    return {
      settlements: await count(sql`settlements`),
      accumulators: await count(sql`(
        SELECT 1 FROM accumulators a LEFT JOIN LATERAL (
          SELECT after_value FROM postings p
          WHERE p.psn_no = a.psn_no AND p.plan = a.plan AND p.period = a.period AND p.accumulator = a.accumulator
          ORDER BY p.number DESC LIMIT 1
        ) last ON true WHERE last.after_value IS DISTINCT FROM a.value
      ) wrong`),
      accounts: await count(sql`(
        SELECT 1 FROM persons p WHERE p.balance_fen <> p.opening_fen - coalesce(
          (SELECT sum(amount_fen) FROM account_movements m WHERE m.psn_no = p.psn_no), 0)
      ) wrong`),
      reversals: await count(sql`(
        SELECT 1 FROM settlements r JOIN settlements o ON o.psn_no = r.psn_no AND o.number = r.reverses
        WHERE r.total_fen <> -o.total_fen OR r.fund_total_fen <> -o.fund_total_fen
          OR r.account_fen <> -o.account_fen OR r.family_fen <> -o.family_fen OR r.cash_fen <> -o.cash_fen
      ) wrong`),
      postings: await count(sql`(
        SELECT 1 FROM (
          SELECT before_value, lag(after_value) OVER (
            PARTITION BY psn_no, plan, period, accumulator ORDER BY number, seq) AS last
          FROM postings
        ) p WHERE before_value <> coalesce(last, 0)
      ) wrong`),
    };
  });
}
