import type { Database } from "better-sqlite3";

import { inChunks } from "./rows.ts";

export type CounterName =
  "msgidSecond" | "msgidLast" | "clockFloorMs" | "keyGeneration" | "institutionEntry" | "rulesDueMs";

/** Numbers that must survive a restart. */
export interface Counters {
  readonly read: (name: CounterName) => number | undefined;
  readonly write: (values: Partial<Readonly<Record<CounterName, number>>>) => void;
}

export function counters(db: Database): Counters {
  const read = db.prepare<[string], { value: number }>("SELECT value FROM counters WHERE name = ?");
  const write = inChunks((size) => {
    const places = Array.from({ length: size }, () => "(?, ?)").join(", ");
    const statement = db.prepare(
      `INSERT INTO counters (name, value) VALUES ${places} ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    return (pairs: readonly (readonly [string, number])[]) => statement.run(pairs.flat()).changes;
  });
  return {
    read: (name) => read.get(name)?.value,
    write: (values) => {
      write(Object.entries(values));
    },
  };
}
