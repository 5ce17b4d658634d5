import { useState } from "react";
import { Form } from "react-aria-components";

import { quantityPattern } from "../../src/base/money.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { useWords } from "../words/words.ts";
import { withLine, withoutLine } from "./bill.ts";
import type { Desk } from "./use-desk.ts";

/** How many of the chosen line, and whether out of an opened pack. */
export function QuantitySheet({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) {
  const { common, desk: words } = useWords();
  const { quantity } = words;
  const line = desk.bill.lines.find(({ id }) => id === desk.bill.chosen);
  const [qty, setQty] = useState(line?.qty ?? "1");
  const [splitPack, setSplitPack] = useState(line?.splitPack ?? false);
  if (line === undefined) return null;
  const isRight = quantityPattern.test(qty) && Number(qty) > 0;
  const submit = (): void => {
    if (!isRight) return;
    desk.change((bill) => withLine(bill, line.id, { qty, splitPack }));
    onClose();
  };
  return (
    <Sheet
      title={quantity.title}
      onClose={onClose}
      actions={
        <>
          <Button
            look="danger"
            onPress={() => {
              desk.change((bill) => withoutLine(bill, line.id));
              onClose();
            }}
          >
            {quantity.remove}
          </Button>
          <Button look="accent" keyName="Enter" onPress={submit} isDisabled={!isRight}>
            {common.confirm}
          </Button>
        </>
      }
    >
      <Form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="sheet-lead">{line.item.name}</p>
        <Field
          label={quantity.qty}
          value={qty}
          onChange={setQty}
          inputMode="decimal"
          autoFocus
          error={isRight ? null : quantity.wrong}
        />
        {line.item.kind === "drug" ? (
          <Tick label={quantity.split} isOn={splitPack} onChange={setSplitPack} />
        ) : null}
      </Form>
    </Sheet>
  );
}
