import type { Database } from "better-sqlite3";

import { inChunks } from "./rows.ts";

export type CounterName =
  "msgidSecond" | "msgidLast" | "clockFloorMs" | "keyGeneration" | "institutionEntry" | "rulesDueMs";

export type CounterValues = Partial<Readonly<Record<CounterName, number>>>;

/** Numbers that must survive a restart. */
export interface Counters {
  readonly read: (name: CounterName) => number | undefined;
  /** All that there are, by one query. */
  readonly all: () => CounterValues;
  readonly write: (values: CounterValues) => void;
}

export function counters(db: Database): Counters {
  const read = db.prepare<[string], { value: number }>("SELECT value FROM counters WHERE name = ?");
  const all = db.prepare<[], [CounterName, number]>("SELECT name, value FROM counters").raw(true);
  const write = inChunks((size) => {
    const places = Array.from({ length: size }, () => "(?, ?)").join(", ");
    const statement = db.prepare(
      `INSERT INTO counters (name, value) VALUES ${places} ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    return (pairs: readonly (readonly [string, number])[]) => statement.run(pairs.flat()).changes;
  });
  return {
    read: (name) => read.get(name)?.value,
    all: () => Object.fromEntries(all.all()),
    write: (values) => {
      write(Object.entries(values));
    },
  };
}
