import { formatFen, maxFen, negateFen, parseFen, subtractFen } from "../../src/base/money.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Money } from "../parts/money.tsx";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import type { Told } from "./centre-panel.tsx";
import { CentrePanel, stateBy, toldBy } from "./centre-panel.tsx";
import { ResultPrint } from "./result-print.tsx";
import { SlipPreview } from "./slip-preview.tsx";
import { changeOf } from "./tender.ts";
import type { Desk } from "./use-desk.ts";
import { useOutcome } from "./use-outcome.ts";
import "./result-panel.css";

type Done = Extract<Desk["phase"], { readonly is: "done" }>;

/** A bill that is in the books: what came of it, what goes back over the counter, and the way to the next. */
export function ResultPanel({ desk, phase }: { readonly desk: Desk; readonly phase: Done }) {
  const { result } = useWords().desk;
  const { operator, desk: place } = useShift();
  const actor = { operator: operator.id, pharmacist: null, desk: place };
  const { committed, how } = phase;
  const isCash = committed.mode === "cash";
  const answer = useOutcome(committed, actor);
  // Without a centre there is nothing to wait for, not even for a moment.
  const told = desk.line?.state === "none" ? null : toldBy(answer);
  return (
    <section className="result" aria-labelledby="result-title">
      <Head phase={phase} told={told} />
      {isCash ? (
        <ResettleCode code={committed.resettleCode} />
      ) : (
        <CentrePanel told={told} answer={answer} onCash={how === "now" ? desk.cashAgain : null} />
      )}
      <Amounts phase={phase} paid={answer.paid} />
      <SlipPreview
        committed={answer.paid ?? committed}
        state={stateBy(told, committed.messageState)}
        lines={how === "now" ? desk.bill.lines : []}
      />
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

/** Success is said only where nothing is left to be answered. */
function Head({ phase, told }: { readonly phase: Done; readonly told: Told | null }) {
  const { desk, counter } = useWords();
  const { result } = desk;
  const { committed, how } = phase;
  const isCash = committed.mode === "cash";
  const isCertain = !isCash && (told === null || told === "final" || told === "accepted");
  const booked = isCash
    ? counter.cash.done
    : isCertain
      ? result.title
      : told === "rejected"
        ? counter.centre.notDone
        : counter.centre.booked;
  const title = { now: booked, elsewhere: result.elsewhere, earlier: result.earlier }[how];
  const hint = { now: null, elsewhere: result.elsewhereHint, earlier: result.earlierHint }[how];
  return (
    <div className="result-head" role="status">
      <span className={isCertain ? "result-mark" : "result-mark result-mark-open"}>
        <Icon name={isCertain ? "check" : "warn"} />
      </span>
      <h2 id="result-title">{title}</h2>
      {hint === null ? null : <p>{hint}</p>}
    </div>
  );
}

/** What the customer takes home instead of a settlement. */
function ResettleCode({ code }: { readonly code: string | null }) {
  const { cash } = useWords().counter;
  if (code === null) return null;
  return (
    <div className="resettle-code" role="status">
      <p>{cash.lead}</p>
      <p>
        {cash.code} <strong>{code}</strong>
      </p>
      <p>{cash.handOut}</p>
    </div>
  );
}

/** What is still to be settled with the person, where they pay the centre's amount instead of the desk's. */
function Settled({ before, now }: { readonly before: string; readonly now: string }) {
  const { counter } = useWords();
  const { centre: words } = counter;
  const difference = subtractFen(parseFen(now), parseFen(before));
  if (difference === 0) return null;
  return (
    <>
      <dt>{words.cashNow}</dt>
      <dd>
        <Money amount={now} size="large" sign />
      </dd>
      <dt>{difference < 0 ? words.handBack : words.collect}</dt>
      <dd className="result-change">
        <Money amount={formatFen(maxFen(difference, negateFen(difference)))} size="huge" sign />
      </dd>
    </>
  );
}

/** What was paid, by which means, and what goes back of the cash. */
function Amounts({
  phase: { committed, given, tenders },
  paid,
}: {
  readonly phase: Done;
  /** As it is paid since the centre's amounts were accepted. */
  readonly paid: Done["committed"] | null;
}) {
  const { desk, domain } = useWords();
  const { result } = desk;
  const { split } = committed.settlement;
  const inCash = tenders.find(({ kind }) => kind === "cash")?.amount;
  const change = inCash === undefined ? null : changeOf(given, inCash);
  const isOnlyCash = tenders.every(({ kind }) => kind === "cash");
  return (
    <dl className="result-amounts">
      <dt>{result.cash}</dt>
      <dd>
        {/* Once it is settled anew, what goes over the counter is the large figure. */}
        <Money amount={split.cash} size={paid === null ? "huge" : "large"} sign />
      </dd>
      {paid === null ? null : <Settled before={split.cash} now={paid.settlement.split.cash} />}
      {isOnlyCash
        ? null
        : tenders.map(({ kind, amount }) => (
            <div key={kind} className="result-tender">
              <dt>{domain.tenders[kind]}</dt>
              <dd>
                <Money amount={formatFen(parseFen(amount))} size="large" sign />
              </dd>
            </div>
          ))}
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
  );
}
