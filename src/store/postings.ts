import type { Database } from "better-sqlite3";

import { appendAllTo, appendTo } from "./rows.ts";

/** An accumulator moved: by a settlement, by what a claim named of its person, or by an opening balance. */
export interface PostingRow {
  readonly number: number | null;
  readonly kind: "settlement" | "named" | "opening";
  readonly person_key: Buffer;
  readonly plan: string;
  readonly period: string;
  readonly accumulator: string;
  readonly before_value: number;
  readonly after_value: number;
  readonly posted_at: string;
}

export interface Postings {
  readonly add: (row: PostingRow) => number;
  /** In the order given. */
  readonly addAll: (rows: readonly PostingRow[]) => unknown;
  /** Where an accumulator stands: what its last posting left. */
  readonly valueOf: (personKey: Buffer, plan: string, period: string, accumulator: string) => number;
  readonly standOf: (
    personKey: Buffer,
    plan: string,
    period: string,
  ) => readonly { readonly accumulator: string; readonly after_value: number }[];
  /** Those of settlements `from` to `to`, in order. */
  readonly between: (from: number, to: number) => readonly PostingRow[];
  /** A person's postings from those of a settlement on, in order; opening balances among them. */
  readonly since: (personKey: Buffer, plan: string, number: number) => readonly PostingRow[];
  /** In order after the one with this id, some at a time. */
  readonly next: (afterId: number, limit: number) => readonly (PostingRow & { readonly id: number })[];
}

const columns = [
  "number",
  "kind",
  "person_key",
  "plan",
  "period",
  "accumulator",
  "before_value",
  "after_value",
  "posted_at",
] as const;
const names = columns.join(", ");

export const postingQueries = {
  valueOf: `SELECT after_value FROM postings
    WHERE person_key = +? AND plan = +? AND period = +? AND accumulator = +? ORDER BY id DESC LIMIT 1`,
  standOf: `SELECT accumulator, after_value, MAX(id) FROM postings
    WHERE person_key = +? AND plan = +? AND period = +? GROUP BY accumulator`,
  between: `SELECT ${names} FROM postings WHERE number BETWEEN +? AND +? ORDER BY number, id`,
  since: `SELECT ${names} FROM postings WHERE person_key = +? AND plan = +?
    AND id >= (SELECT MIN(id) FROM postings WHERE number = +?) ORDER BY id`,
} as const;

export function postings(db: Database): Postings {
  const valueOf = db.prepare<[Buffer, string, string, string], { after_value: number }>(
    postingQueries.valueOf,
  );
  const standOf = db.prepare<[Buffer, string, string], { accumulator: string; after_value: number }>(
    postingQueries.standOf,
  );
  const between = db.prepare<[number, number], PostingRow>(postingQueries.between);
  const since = db.prepare<[Buffer, string, number], PostingRow>(postingQueries.since);
  const next = db.prepare<[number, number], PostingRow & { id: number }>(
    `SELECT id, ${names} FROM postings WHERE id > +? ORDER BY id LIMIT ?`,
  );
  return {
    add: appendTo<PostingRow>(db, "postings", columns),
    addAll: appendAllTo<PostingRow>(db, "postings", columns),
    valueOf: (personKey, plan, period, accumulator) =>
      valueOf.get(personKey, plan, period, accumulator)?.after_value ?? 0,
    standOf: (personKey, plan, period) => standOf.all(personKey, plan, period),
    between: (from, to) => between.all(from, to),
    since: (personKey, plan, number) => since.all(personKey, plan, number),
    next: (afterId, limit) => next.all(afterId, limit),
  };
}
