import { Form } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Money } from "../parts/money.tsx";
import { useWords } from "../words/words.ts";
import type { Detail } from "./history-detail.tsx";
import { isQuantityBack } from "./refund-items.ts";
import type { Refund } from "./use-refund.ts";

/** How much of each line comes back. Enter works out what that moves. */
export function RefundLines({ detail, refund }: { readonly detail: Detail; readonly refund: Refund }) {
  const { refund: words, detail: names } = useWords().history;
  const { show, deed } = refund;
  // While nobody knows whether it is booked nothing about it may be changed.
  const isOpen = deed.is === "open";
  return (
    <Form
      className="sheet-form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        if (isOpen) inBackground(show());
      }}
    >
      <table className="history-table">
        <caption className="out-of-sight">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{names.item}</th>
            <th scope="col">{words.sold}</th>
            <th scope="col">{names.amount}</th>
            <th scope="col">{words.giveBack}</th>
          </tr>
        </thead>
        <tbody>
          {detail.lines.map((line, at) => (
            <LineRow key={line.id} line={line} refund={refund} isFirst={at === 0} />
          ))}
        </tbody>
      </table>
      {refund.preview === null && isOpen ? (
        <Button type="submit" look="accent" keyName="Enter">
          {words.preview}
        </Button>
      ) : null}
    </Form>
  );
}

function LineRow({
  line,
  refund,
  isFirst,
}: {
  readonly line: Detail["lines"][number];
  readonly refund: Refund;
  readonly isFirst: boolean;
}) {
  const { refund: words } = useWords().history;
  const { id, name, code, qty, amount } = line;
  const typed = refund.quantities[id] ?? "";
  return (
    <tr>
      <td>
        <span className="items-title">{name}</span>
        <span className="history-id mono">{code}</span>
      </td>
      <td>{qty}</td>
      <td>
        <Money amount={amount} />
      </td>
      <td className="history-qty">
        {refund.deed.is === "open" || refund.deed.is === "busy" ? (
          <Field
            label={words.qty(name)}
            value={typed}
            inputMode="decimal"
            autoFocus={isFirst}
            onChange={(changed) => refund.setQuantity(id, changed)}
            error={isQuantityBack(typed, qty) ? null : words.wrong(qty)}
          />
        ) : (
          typed
        )}
      </td>
    </tr>
  );
}
