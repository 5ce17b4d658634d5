import type { Ref } from "react";

import { Button } from "../parts/button.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useWords } from "../words/words.ts";
import { PaymentForm } from "./payment-form.tsx";
import { SplitList } from "./split-list.tsx";
import type { SplitPart } from "./split-parts.ts";
import type { Desk } from "./use-desk.ts";
import "./split-panel.css";

/** Who pays what, as it stands with every item; what the cashier takes; the one key that settles. */
export function SplitPanel({
  desk,
  givenRef,
  onExplain,
  onMix,
}: {
  readonly desk: Desk;
  readonly givenRef: Ref<HTMLInputElement>;
  readonly onExplain: (part: SplitPart) => void;
  readonly onMix: () => void;
}) {
  const { desk: words, counter } = useWords();
  const { pay, unknown } = words;
  const { phase, takesCash } = desk;
  return (
    <section className="pay" aria-label={pay.title} data-settling={phase.is === "settling" ? "" : undefined}>
      {takesCash ? <CashSale desk={desk} /> : <Insured desk={desk} onExplain={onExplain} />}
      {desk.due === null || desk.bill.lines.length === 0 ? null : (
        <PaymentForm desk={desk} cash={desk.due} givenRef={givenRef} onMix={onMix} />
      )}
      <div className="pay-foot">
        {phase.is === "unknown" ? (
          <>
            <h2 className="pay-unknown">{unknown.title}</h2>
            <Trouble refusal={phase.refusal} safe={unknown.lead} />
          </>
        ) : null}
        <Button look="accent" keyName="F9" onPress={desk.confirm} isDisabled={!desk.mayConfirm}>
          {phase.is === "settling"
            ? pay.settling
            : phase.is === "unknown"
              ? unknown.retry
              : takesCash
                ? counter.cash.settle
                : pay.settle}
        </Button>
      </div>
    </section>
  );
}

function Insured({
  desk,
  onExplain,
}: {
  readonly desk: Desk;
  readonly onExplain: (part: SplitPart) => void;
}) {
  const { desk: words, counter } = useWords();
  const { preview, bill } = desk;
  const settlement = bill.lines.length === 0 ? undefined : preview.value?.settlement;
  if (settlement !== undefined)
    return <SplitList settlement={settlement} isCurrent={preview.isCurrent} onExplain={onExplain} />;
  const isRefused = bill.lines.length > 0 && preview.refusal !== null;
  const lacksPerson = bill.lines.length > 0 && bill.person === null;
  return (
    <div className="pay-waiting">
      <p>{isRefused ? counter.cash.refused : lacksPerson ? counter.cash.noPerson : words.pay.waiting}</p>
      {isRefused || lacksPerson ? (
        <Button keyName="⇧F9" onPress={desk.switchCash}>
          {counter.cash.turnOn}
        </Button>
      ) : null}
    </div>
  );
}

/** In words and colour: what is taken now is no settlement with the insurance. */
function CashSale({ desk }: { readonly desk: Desk }) {
  const { cash } = useWords().counter;
  const { bill } = desk;
  return (
    <div className="cash-sale" role="status">
      <h2>{cash.title}</h2>
      <p>{cash.lead}</p>
      {bill.person === null ? <p>{cash.anonymous}</p> : null}
      {bill.isCash && desk.phase.is === "open" ? (
        <Button look="quiet" keyName="⇧F9" onPress={desk.switchCash}>
          {cash.turnOff}
        </Button>
      ) : null}
    </div>
  );
}
