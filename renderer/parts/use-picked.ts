import type { KeyboardEvent } from "react";
import { useState } from "react";

export interface Picked<Row> {
  readonly row: Row | undefined;
  readonly key: string | null;
  readonly pick: (row: Row) => void;
  /** To be given to what holds the list: arrows go through it where nothing else wants them. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Which row of a list is read: the first, until another is picked or the picked one is gone. */
export function usePicked<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Picked<Row> {
  const [wanted, setWanted] = useState<string | null>(null);
  const found = rows.findIndex((row) => keyOf(row) === wanted);
  const at = found === -1 ? 0 : found;
  const row = rows[at];
  return {
    row,
    key: row === undefined ? null : keyOf(row),
    pick: (picked) => setWanted(keyOf(picked)),
    onKeyDown: (event) => {
      const { key, target, currentTarget } = event;
      if (
        target instanceof HTMLSelectElement ||
        (target instanceof HTMLInputElement && target.type === "date")
      )
        return;
      if (key !== "ArrowDown" && key !== "ArrowUp") return;
      event.preventDefault();
      const to = Math.min(Math.max(at + (key === "ArrowDown" ? 1 : -1), 0), rows.length - 1);
      const next = rows[to];
      if (next === undefined) return;
      setWanted(keyOf(next));
      currentTarget.querySelectorAll("tbody tr")[to]?.scrollIntoView({ block: "nearest" });
    },
  };
}
