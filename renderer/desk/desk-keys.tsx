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
      if (isDue(desk)) open({ is: "mixed" });
    },
    F9: desk.switchCash,
  };
  usePressedKeys(withShift, true);
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
        ...(phase.is === "done" ? [] : [paymentKey(desk, keys.payment, focusGiven)]),
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

/** Not there once a bill is settled: nothing is due any more, and the key is that of the slip, which stands at the slip. */
function paymentKey(desk: Desk, label: string, run: () => void): FunctionKey {
  return { key: "F8", label, run, isDisabled: !isDue(desk) || desk.bill.tender.kind !== "cash" };
}

function isDue({ bill, phase, due }: Desk): boolean {
  return phase.is === "open" && bill.lines.length > 0 && due !== null && due !== "0.00";
}
