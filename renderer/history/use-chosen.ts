import { useState } from "react";

import type { Found } from "./use-search.ts";

/** Which settlement is read: one of the list, or one that another speaks of. Another list begins at its first. */
export function useChosen(rows: readonly Found[]): {
  readonly chosen: string | null;
  readonly choose: (settlementId: string) => void;
  readonly step: (by: 1 | -1) => void;
} {
  const [picked, setPicked] = useState<string | null>(null);
  const [first, setFirst] = useState<string | null>(null);
  const top = rows[0]?.settlementId ?? null;
  if (first !== top) {
    setFirst(top);
    // What was just booked comes in above what is being read.
    if (!rows.some(({ settlementId }) => settlementId === picked)) setPicked(top);
  }
  const at = rows.findIndex(({ settlementId }) => settlementId === picked);
  return {
    chosen: picked,
    choose: setPicked,
    step: (by) => {
      const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
      if (next === undefined) return;
      setPicked(next.settlementId);
      const shown = document.querySelectorAll(".history tbody tr");
      shown[rows.indexOf(next)]?.scrollIntoView({ block: "nearest" });
    },
  };
}
