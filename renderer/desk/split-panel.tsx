import type { Ref } from "react";

import { Button } from "../parts/button.tsx";
import { Money } from "../parts/money.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { VerbOutput } from "../../src/gateway/contract.ts";
import { PaymentForm } from "./payment-form.tsx";
import { SplitBar } from "./split-bar.tsx";
import type { SplitPart } from "./split-parts.ts";
import { isShown, payers } from "./split-parts.ts";
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
          <Split settlement={settlement} isCurrent={preview.isCurrent} onExplain={onExplain} />
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

function Split({
  settlement,
  isCurrent,
  onExplain,
}: {
  readonly settlement: VerbOutput<"preview">["settlement"];
  readonly isCurrent: boolean;
  readonly onExplain: (part: SplitPart) => void;
}) {
  const { desk, domain } = useWords();
  const { split, notes } = settlement;
  return (
    <div className="split" data-stale={isCurrent ? undefined : ""} aria-busy={!isCurrent}>
      <button type="button" className="split-total" onClick={() => onExplain("total")}>
        <span>{domain.split.total}</span>
        <Money amount={split.total} size="large" sign />
        <span className="out-of-sight">{desk.pay.open}</span>
      </button>
      <SplitBar split={split} />
      <ul className="split-list">
        {payers
          .filter(({ part }) => isShown(part, split))
          .map(({ part, colour }) => (
            <li key={part}>
              <button type="button" className="split-row" onClick={() => onExplain(part)}>
                <svg className="split-swatch" viewBox="0 0 10 10" aria-hidden="true">
                  <rect width="10" height="10" rx="2" fill={colour} />
                </svg>
                <span>{domain.split[part]}</span>
                <Money amount={split[part]} />
                <span className="out-of-sight">{desk.pay.open}</span>
              </button>
            </li>
          ))}
      </ul>
      {notes.length === 0 ? null : (
        <ul className="split-notes" aria-label={desk.notes}>
          {notes.map((note) => (
            <li key={note}>{wordOf(domain.notes, note)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
