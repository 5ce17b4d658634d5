import type { Database } from "better-sqlite3";

export type CounterName = "msgidSecond" | "msgidLast" | "clockFloorMs" | "keyGeneration" | "institutionEntry";

/** Numbers that must survive a restart. */
export interface Counters {
  readonly read: (name: CounterName) => number | undefined;
  readonly write: (name: CounterName, value: number) => void;
}

export function counters(db: Database): Counters {
  const read = db.prepare<[string], { value: number }>("SELECT value FROM counters WHERE name = ?");
  const write = db.prepare<[string, number]>(
    "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  return {
    read: (name) => read.get(name)?.value,
    write: (name, value) => {
      write.run(name, value);
    },
  };
}
