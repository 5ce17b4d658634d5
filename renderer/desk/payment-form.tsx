import type { Ref } from "react";
import { RadioButton, RadioField, RadioGroup } from "react-aria-components";

import { Field } from "../parts/field.tsx";
import { Money } from "../parts/money.tsx";
import { useWords } from "../words/words.ts";
import type { TenderKind } from "./bill.ts";
import { changeOf, isGivenWrong } from "./tender.ts";
import type { Desk } from "./use-desk.ts";

const kinds: readonly TenderKind[] = ["cash", "wechat", "alipay", "bankCard"];

/** What is due in cash, by which means, what was given and what goes back. */
export function PaymentForm({
  desk,
  cash,
  givenRef,
}: {
  readonly desk: Desk;
  readonly cash: string;
  readonly givenRef: Ref<HTMLInputElement>;
}) {
  const words = useWords();
  const { pay } = words.desk;
  const { tender } = desk.bill;
  const isDue = cash !== "0.00";
  const change = changeOf(tender.given, cash);
  return (
    <div className="payment">
      <p className="payment-due" aria-live="polite">
        <span className="payment-due-label">{isDue ? pay.due : pay.nothingDue}</span>
        <Money amount={cash} size="huge" sign />
      </p>
      {isDue ? (
        <>
          <TenderKinds desk={desk} />
          {tender.kind === "cash" ? (
            <div className="payment-cash">
              <Field
                label={pay.given}
                value={tender.given}
                inputMode="decimal"
                inputRef={givenRef}
                onChange={(given) =>
                  desk.change((bill) => ({ ...bill, tender: { ...bill.tender, given: given.trim() } }))
                }
                suffix={<kbd className="key">F8</kbd>}
              />
              <p className="payment-change">
                <span>{isGivenWrong(tender.given, cash) ? pay.short : pay.change}</span>
                <Money amount={change ?? "0.00"} size="large" sign />
              </p>
            </div>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function TenderKinds({ desk }: { readonly desk: Desk }) {
  const words = useWords();
  return (
    <RadioGroup
      className="payment-kinds"
      aria-label={words.desk.pay.tender}
      orientation="horizontal"
      value={desk.bill.tender.kind}
      onChange={(value) => {
        const kind = kinds.find((one) => one === value);
        if (kind !== undefined) desk.change((bill) => ({ ...bill, tender: { kind, given: "" } }));
      }}
    >
      {kinds.map((kind) => (
        <RadioField key={kind} value={kind}>
          <RadioButton className="payment-kind">{words.domain.tenders[kind]}</RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  );
}
