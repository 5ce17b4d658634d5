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
}: {
  readonly desk: Desk;
  readonly givenRef: Ref<HTMLInputElement>;
  readonly onExplain: (part: SplitPart) => void;
}) {
  const { pay: words, unknown } = useWords().desk;
  const { preview, phase, bill } = desk;
  const settlement = bill.lines.length === 0 ? undefined : preview.value?.settlement;
  return (
    <section
      className="pay"
      aria-label={words.title}
      data-settling={phase.is === "settling" ? "" : undefined}
    >
      {settlement === undefined ? (
        <p className="pay-waiting">{words.waiting}</p>
      ) : (
        <>
          <SplitList settlement={settlement} isCurrent={preview.isCurrent} onExplain={onExplain} />
          <PaymentForm desk={desk} cash={settlement.split.cash} givenRef={givenRef} />
        </>
      )}
      <div className="pay-foot">
        {phase.is === "unknown" ? (
          <>
            <h2 className="pay-unknown">{unknown.title}</h2>
            <Trouble refusal={phase.refusal} safe={unknown.lead} />
          </>
        ) : null}
        <Button
          look="accent"
          keyName="F9"
          onPress={desk.confirm}
          isDisabled={phase.is === "settling" || bill.person === null || bill.lines.length === 0}
        >
          {phase.is === "settling" ? words.settling : phase.is === "unknown" ? unknown.retry : words.settle}
        </Button>
      </div>
    </section>
  );
}
