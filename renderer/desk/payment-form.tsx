import type { Ref } from "react";
import { RadioButton, RadioField, RadioGroup } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Money } from "../parts/money.tsx";
import { useWords } from "../words/words.ts";
import type { TenderKind } from "./bill.ts";
import { noParts } from "./bill.ts";
import { cashRest, changeOf, isGivenWrong, isMixed, otherKinds } from "./tender.ts";
import type { Desk } from "./use-desk.ts";

const kinds: readonly TenderKind[] = ["cash", "wechat", "alipay", "bankCard"];

/** What is due in cash, by which means, what was given and what goes back. */
export function PaymentForm({
  desk,
  cash,
  givenRef,
  onMix,
}: {
  readonly desk: Desk;
  readonly cash: string;
  readonly givenRef: Ref<HTMLInputElement>;
  readonly onMix: () => void;
}) {
  const { desk: words, counter } = useWords();
  const { pay } = words;
  const { tender } = desk.bill;
  const isDue = cash !== "0.00";
  const rest = cashRest(tender, cash);
  const isShort = rest === null || isGivenWrong(tender.given, rest);
  return (
    <div className="payment">
      <p className="payment-due" aria-live="polite">
        <span className="payment-due-label">{isDue ? pay.due : pay.nothingDue}</span>
        <Money amount={cash} size="huge" sign />
      </p>
      {isDue ? (
        <>
          <TenderKinds desk={desk} />
          {isMixed(tender) ? <Parts desk={desk} rest={rest} /> : null}
          {tender.kind === "cash" ? (
            <div className="payment-cash">
              <Field
                label={pay.given}
                value={tender.given}
                inputMode="decimal"
                inputRef={givenRef}
                onEnter={desk.confirm}
                onChange={(given) =>
                  desk.change((bill) => ({ ...bill, tender: { ...bill.tender, given: given.trim() } }))
                }
                suffix={<kbd className="key">F8</kbd>}
              />
              <p className="payment-change">
                <span>{isShort ? pay.short : pay.change}</span>
                <Money
                  amount={(rest === null ? null : changeOf(tender.given, rest)) ?? "0.00"}
                  size="large"
                  sign
                />
              </p>
            </div>
          ) : null}
          <Button look="quiet" keyName="⇧F8" onPress={onMix}>
            {counter.mixed.open}
          </Button>
        </>
      ) : null}
    </div>
  );
}

/** What is paid beside cash. */
function Parts({ desk, rest }: { readonly desk: Desk; readonly rest: string | null }) {
  const { domain, counter } = useWords();
  const { parts } = desk.bill.tender;
  return (
    <ul className="payment-parts" aria-label={counter.mixed.title}>
      {otherKinds
        .filter((kind) => parts[kind] !== "")
        .map((kind) => (
          <li key={kind}>
            {domain.tenders[kind]} <Money amount={parts[kind]} sign />
          </li>
        ))}
      <li>{rest === null ? counter.mixed.wrong : <RestInCash rest={rest} />}</li>
    </ul>
  );
}

function RestInCash({ rest }: { readonly rest: string }) {
  const { domain } = useWords();
  return (
    <>
      {domain.tenders.cash} <Money amount={rest} sign />
    </>
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
        if (kind !== undefined)
          desk.change((bill) => ({ ...bill, tender: { kind, given: "", parts: noParts } }));
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
