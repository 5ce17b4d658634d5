import { useState } from "react";
import { Form } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Money } from "../parts/money.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useWords } from "../words/words.ts";
import type { Tender } from "./bill.ts";
import { noParts } from "./bill.ts";
import { cashRest, otherKinds } from "./tender.ts";
import type { Desk } from "./use-desk.ts";

/** One bill paid by several means: what is not told is cash. */
export function MixedSheet({
  desk,
  due,
  onClose,
}: {
  readonly desk: Desk;
  readonly due: string;
  readonly onClose: () => void;
}) {
  const { common, counter } = useWords();
  const { mixed } = counter;
  const [parts, setParts] = useState(desk.bill.tender.parts);
  const rest = cashRest({ ...desk.bill.tender, parts }, due);
  const take = (taken: typeof parts): void => {
    desk.change((bill) => ({ ...bill, tender: { kind: "cash", given: bill.tender.given, parts: taken } }));
    onClose();
  };
  const submit = (): void => {
    if (rest !== null) take(parts);
  };
  return (
    <Sheet
      title={mixed.title}
      onClose={onClose}
      actions={
        <>
          <Button onPress={() => take(noParts)}>{mixed.clear}</Button>
          <Button look="accent" keyName="Enter" onPress={submit} isDisabled={rest === null}>
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
        <p className="sheet-lead">{mixed.lead}</p>
        <p className="payment-due">
          <span>{mixed.due}</span>
          <Money amount={due} size="large" sign />
        </p>
        <Parts parts={parts} onChange={setParts} />
        <p className="payment-due" role="status">
          <span>{rest === null ? mixed.wrong : mixed.rest}</span>
          {rest === null ? null : <Money amount={rest} size="large" sign />}
        </p>
        {/* Enter in a field of several confirms as well. */}
        <input type="submit" hidden />
      </Form>
    </Sheet>
  );
}

function Parts({
  parts,
  onChange,
}: {
  readonly parts: Tender["parts"];
  readonly onChange: (parts: Tender["parts"]) => void;
}) {
  const { domain } = useWords();
  return (
    <div className="sheet-columns">
      {otherKinds.map((kind, at) => (
        <Field
          key={kind}
          label={domain.tenders[kind]}
          value={parts[kind]}
          inputMode="decimal"
          autoFocus={at === 0}
          onChange={(amount) => onChange({ ...parts, [kind]: amount.trim() })}
        />
      ))}
    </div>
  );
}
