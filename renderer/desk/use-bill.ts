import { useCallback, useEffect, useRef, useState } from "react";

import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import { useShift } from "../session/operator.ts";
import type { Bill } from "./bill.ts";
import { isEmpty } from "./bill.ts";
import { keptOf } from "./kept-bill.ts";

const pastMax = 50;
const keepAfterMs = 120;

interface History {
  readonly bill: Bill;
  readonly past: readonly Bill[];
  /** Counts what has changed, undoing included; 0: as it was taken up. */
  readonly changes: number;
}

export interface BillStore {
  readonly bill: Bill;
  readonly canUndo: boolean;
  readonly change: (make: (bill: Bill) => Bill) => void;
  readonly undo: () => void;
  /** Goes on with another bill. */
  readonly start: (bill: Bill) => void;
  /** The same, unless something has been scanned meanwhile. */
  readonly startIfEmpty: (bill: Bill) => void;
  /** Keeps now what is still to be kept, and waits for it: after that nothing of this bill is on its way. */
  readonly settleDown: () => Promise<void>;
}

/** The bill in work: every change can be undone, and is kept by the engine a moment later. */
export function useBill(first: () => Bill): BillStore {
  const ask = useAsk();
  const { desk } = useShift();
  const [{ bill, past, changes }, setHistory] = useState<History>(() => ({
    bill: first(),
    past: [],
    changes: 0,
  }));
  const onItsWay = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef<(() => void) | null>(null);
  useEffect(() => {
    if (changes === 0) return undefined;
    const keep = async (before: Promise<void>): Promise<void> => {
      await before;
      if (isEmpty(bill)) await ask("dropBill", { desk, id: bill.id });
      else await ask("keepBill", { desk, id: bill.id, content: keptOf(bill) });
    };
    const run = (): void => {
      clearTimeout(timer);
      waiting.current = null;
      onItsWay.current = keep(onItsWay.current);
      inBackground(onItsWay.current);
    };
    const timer = setTimeout(run, keepAfterMs);
    waiting.current = run;
    return () => {
      clearTimeout(timer);
      if (waiting.current === run) waiting.current = null;
    };
  }, [ask, bill, changes, desk]);
  useEffect(() => {
    // A page that is loaded again does not wait for the moment.
    const keepNow = (): void => waiting.current?.();
    addEventListener("pagehide", keepNow);
    return () => removeEventListener("pagehide", keepNow);
  }, []);
  const change = useCallback((make: (bill: Bill) => Bill) => {
    setHistory((now) => {
      const after = make(now.bill);
      if (after === now.bill) return now;
      return { bill: after, past: [...now.past, now.bill].slice(-pastMax), changes: now.changes + 1 };
    });
  }, []);
  const undo = useCallback(() => {
    setHistory((now) => {
      const before = now.past.at(-1);
      if (before === undefined) return now;
      return { bill: before, past: now.past.slice(0, -1), changes: now.changes + 1 };
    });
  }, []);
  const start = useCallback((next: Bill) => setHistory({ bill: next, past: [], changes: 0 }), []);
  const startIfEmpty = useCallback((next: Bill) => {
    setHistory((now) => (isEmpty(now.bill) ? { bill: next, past: [], changes: 0 } : now));
  }, []);
  const settleDown = useCallback(async () => {
    waiting.current?.();
    await onItsWay.current;
  }, []);
  return { bill, canUndo: past.length > 0, change, undo, start, startIfEmpty, settleDown };
}
