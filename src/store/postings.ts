import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

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
  /** Where an accumulator stands: what its last posting left. */
  readonly valueOf: (personKey: Buffer, plan: string, period: string, accumulator: string) => number;
  readonly standOf: (
    personKey: Buffer,
    plan: string,
    period: string,
  ) => readonly { readonly accumulator: string; readonly after_value: number }[];
  readonly of: (number: number) => readonly PostingRow[];
  /** A person's postings from those of a settlement on, in order; opening balances among them. */
  readonly since: (personKey: Buffer, plan: string, number: number) => readonly PostingRow[];
  readonly all: () => IterableIterator<PostingRow & { readonly id: number }>;
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
  of: `SELECT ${names} FROM postings WHERE number = +? ORDER BY id`,
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
  const of = db.prepare<[number], PostingRow>(postingQueries.of);
  const since = db.prepare<[Buffer, string, number], PostingRow>(postingQueries.since);
  const all = db.prepare<[], PostingRow & { id: number }>(`SELECT id, ${names} FROM postings ORDER BY id`);
  return {
    add: appendTo<PostingRow>(db, "postings", columns),
    valueOf: (personKey, plan, period, accumulator) =>
      valueOf.get(personKey, plan, period, accumulator)?.after_value ?? 0,
    standOf: (personKey, plan, period) => standOf.all(personKey, plan, period),
    of: (number) => of.all(number),
    since: (personKey, plan, number) => since.all(personKey, plan, number),
    all: () => all.iterate(),
  };
}
