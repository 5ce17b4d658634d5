import { formatFen, parseFen } from "../../src/base/money.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Money } from "../parts/money.tsx";
import { useWords } from "../words/words.ts";
import { changeOf } from "./tender.ts";
import { ResultPrint } from "./result-print.tsx";
import { SlipPreview } from "./slip-preview.tsx";
import type { Desk } from "./use-desk.ts";
import "./result-panel.css";

/** A bill that is in the books: what came of it, what goes back over the counter, and the way to the next. */
export function ResultPanel({
  desk,
  phase,
}: {
  readonly desk: Desk;
  readonly phase: Extract<Desk["phase"], { readonly is: "done" }>;
}) {
  const words = useWords();
  const { result } = words.desk;
  const { committed, how, given } = phase;
  const { split } = committed.settlement;
  const change = changeOf(given, split.cash);
  const title = { now: result.title, elsewhere: result.elsewhere, earlier: result.earlier }[how];
  const hint = { now: null, elsewhere: result.elsewhereHint, earlier: result.earlierHint }[how];
  return (
    <section className="result" aria-labelledby="result-title">
      <div className="result-head" role="status">
        <span className="result-mark">
          <Icon name="check" />
        </span>
        <h2 id="result-title">{title}</h2>
        {hint === null ? null : <p>{hint}</p>}
      </div>
      <dl className="result-amounts">
        <dt>{result.cash}</dt>
        <dd>
          <Money amount={split.cash} size="huge" sign />
        </dd>
        {change === null ? null : (
          <>
            <dt>{result.given}</dt>
            <dd>
              <Money amount={formatFen(parseFen(given))} size="large" sign />
            </dd>
            <dt>{result.change}</dt>
            <dd className="result-change">
              <Money amount={change} size="huge" sign />
            </dd>
          </>
        )}
      </dl>
      <SlipPreview committed={committed} lines={how === "now" ? desk.bill.lines : []} />
      <ResultPrint settlementId={committed.settlementId} />
      <div className="pay-foot">
        <Button look="accent" keyName="Enter" onPress={desk.next}>
          {result.next}
        </Button>
        <p className="result-hint">{result.nextHint}</p>
      </div>
    </section>
  );
}
