import type { FunctionKey } from "../parts/function-keys.tsx";
import { FunctionKeys } from "../parts/function-keys.tsx";
import { useWords } from "../words/words.ts";
import { isEmpty } from "./bill.ts";
import { usePressedKeys } from "./use-pressed-keys.ts";
import type { SheetName } from "./desk-sheet.tsx";
import type { Desk } from "./use-desk.ts";

/** The row of keys at the foot of the desk. */
export function DeskKeys({
  desk,
  open,
  focusScan,
  focusGiven,
}: {
  readonly desk: Desk;
  readonly open: (sheet: SheetName) => void;
  readonly focusScan: () => void;
  readonly focusGiven: () => void;
}) {
  const { desk: words, counter } = useWords();
  const { keys, keysTitle } = words;
  const { bill, phase } = desk;
  const isOpen = phase.is === "open";
  const isDue = isOpen && bill.lines.length > 0 && desk.due !== null && desk.due !== "0.00";
  const hasLine = isOpen && bill.chosen !== null;
  const last: FunctionKey =
    phase.is === "done"
      ? { key: "Enter", label: keys.next, run: desk.next, look: "accent" }
      : {
          key: "F9",
          label: desk.takesCash ? counter.cash.settle : keys.settle,
          run: desk.confirm,
          isDisabled: !desk.mayConfirm,
          look: "accent",
        };
  const withShift = {
    F8: () => {
      if (isDue) open({ is: "mixed" });
    },
    F9: desk.switchCash,
  };
  usePressedKeys(withShift, true);
  // Of a bill that is settled nothing is due: the key is that of its slip, which stands at the slip.
  const payment: readonly FunctionKey[] =
    phase.is === "done"
      ? []
      : [
          {
            key: "F8",
            label: keys.payment,
            run: focusGiven,
            isDisabled: !isDue || bill.tender.kind !== "cash",
          },
        ];
  return (
    <FunctionKeys
      label={keysTitle}
      keys={[
        { key: "F1", label: keys.help, run: () => open({ is: "help" }) },
        { key: "F2", label: keys.find, run: focusScan },
        { key: "F3", label: keys.visit, run: () => open({ is: "visit" }), isDisabled: !isOpen },
        { key: "F4", label: keys.quantity, run: () => open({ is: "quantity" }), isDisabled: !hasLine },
        { key: "F6", label: keys.prescription, run: () => open({ is: "prescription" }), isDisabled: !isOpen },
        { key: "F7", label: keys.trace, run: () => open({ is: "trace" }), isDisabled: !hasLine },
        ...payment,
        {
          key: "F10",
          label: keys.park,
          run: () => (isEmpty(bill) ? open({ is: "parked" }) : desk.park()),
          isDisabled: !isOpen,
        },
        last,
      ]}
    />
  );
}
