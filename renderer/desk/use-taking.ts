import { useState } from "react";

import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Reading } from "../scan/readings.ts";
import { readingsOf } from "../scan/readings.ts";
import type { Bill, CatalogueItem } from "./bill.ts";
import { lineForCode, lineWithCode, withItem, withLine, withPerson } from "./bill.ts";
import type { Notice } from "./notice.ts";
import type { Taken } from "./take-text.ts";
import { takeText } from "./take-text.ts";
import type { BillStore } from "./use-bill.ts";

export interface Taking {
  readonly notice: Notice | null;
  /** Several packs under one barcode. */
  readonly choice: readonly CatalogueItem[];
  /** @param readings  what it may be, where whoever read it knows more than its text says */
  readonly take: (text: string, readings?: readonly Reading[]) => void;
  readonly add: (item: CatalogueItem) => void;
  readonly tell: (notice: Notice | null) => void;
}

/**
 * What is scanned or typed comes onto the bill. @param makeWay  called before it does: leaves a result that is still
 * shown; false when nothing may change now
 */
export function useTaking(store: BillStore, makeWay: () => boolean): Taking {
  const ask = useAsk();
  const [notice, setNotice] = useState<Notice | null>(null);
  const [choice, setChoice] = useState<readonly CatalogueItem[]>([]);
  const tell = (next: Notice | null): void => {
    setNotice(next);
    setChoice([]);
  };
  const change = (make: (bill: Bill) => Bill): void => {
    if (makeWay()) store.change(make);
  };
  const put = (taken: Taken, text: string): void => {
    switch (taken.is) {
      case "person":
        return change((bill) => withPerson(bill, taken.person));
      case "item":
        return change((bill) => withItem(bill, taken.item));
      case "choice":
        return setChoice(taken.items);
      case "traceCode":
        return takeCode(taken.code);
      case "nothing": {
        const { refusal } = taken;
        const isUnheard = refusal.code === "ITEM_NOT_FOUND" || refusal.code === "PERSON_NOT_FOUND";
        return tell(isUnheard ? { is: "notFound", text } : { is: "refusal", refusal });
      }
    }
  };
  const takeCode = (code: string): void => {
    // Decided on the bill as it is by then: two codes may come within one frame.
    change((bill) => {
      const line = lineForCode(bill);
      if (lineWithCode(bill, code) !== null || line === null) return bill;
      return withLine(bill, line.id, { traceCodes: [...line.traceCodes, code] });
    });
    if (lineWithCode(store.bill, code) !== null) tell({ is: "codeTwice", code });
    else if (lineForCode(store.bill) === null) tell({ is: "codeUnasked", code });
  };
  return {
    notice,
    choice,
    take: (text, readings) => {
      const run = async (): Promise<void> => {
        const taken = await takeText(ask, readings ?? readingsOf(text));
        tell(null);
        put(taken, text);
      };
      inBackground(run());
    },
    add: (item) => {
      tell(null);
      change((bill) => withItem(bill, item));
    },
    tell,
  };
}
