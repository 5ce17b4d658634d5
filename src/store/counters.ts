import type { Database } from "better-sqlite3";

import { inChunks } from "./rows.ts";

export type CounterName =
  "msgidSecond" | "msgidLast" | "clockFloorMs" | "keyGeneration" | "institutionEntry" | "rulesDueMs";

export type CounterValues = Partial<Readonly<Record<CounterName, number>>>;

/** Numbers that must survive a restart. */
export interface Counters {
  readonly read: (name: CounterName) => number | undefined;
  /** Two of them by one query. */
  readonly pair: (
    first: CounterName,
    second: CounterName,
  ) => readonly [number | undefined, number | undefined];
  readonly write: (values: CounterValues) => void;
}

export function counters(db: Database): Counters {
  const read = db.prepare<[string], { value: number }>("SELECT value FROM counters WHERE name = ?");
  const pair = db
    .prepare<[string, string], [number | null, number | null]>(
      `SELECT (SELECT value FROM counters WHERE name = ?), (SELECT value FROM counters WHERE name = ?)`,
    )
    .raw(true);
  const write = inChunks((size) => {
    const places = Array.from({ length: size }, () => "(?, ?)").join(", ");
    const statement = db.prepare(
      `INSERT INTO counters (name, value) VALUES ${places} ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    return (pairs: readonly (readonly [string, number])[]) => statement.run(pairs.flat()).changes;
  });
  return {
    read: (name) => read.get(name)?.value,
    pair: (first, second) => {
      const [one, other] = pair.get(first, second) ?? [null, null];
      return [one ?? undefined, other ?? undefined];
    },
    write: (values) => {
      write(Object.entries(values));
    },
  };
}
