import { DifferenceTable } from "../parts/difference-table.tsx";
import { Facts } from "../parts/facts.tsx";
import { Money } from "../parts/money.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { LineState } from "./line-banner.tsx";
import { timeOf } from "./line-banner.tsx";
import type { QueueRow } from "./queue-row.ts";

/** What is told beside the list: the difference that was picked, what is under way, what may still be sold without the centre. */
export function LineSide({ state, row }: { readonly state: LineState; readonly row: QueueRow | undefined }) {
  const { line: words } = useWords();
  return (
    <section className="page-side" tabIndex={0} aria-label={words.sideTitle}>
      {row?.is === "finding" ? <FindingCard finding={row.finding} /> : null}
      <Traffic state={state} />
      <Provisional state={state} />
    </section>
  );
}

function FindingCard({ finding }: { readonly finding: Extract<QueueRow, { is: "finding" }>["finding"] }) {
  const { line: words } = useWords();
  const { kind, differences, code, message, reversedBy } = finding;
  return (
    <div>
      <h2 className="page-title">{words.finding[kind].title}</h2>
      <p className="page-hint">{words.finding[kind].hint}</p>
      {kind === "rejected" ? (
        <Facts
          of={[
            [words.finding.said, message === "" ? code : `${message}（${code}）`],
            [words.finding.takenBack, reversedBy],
          ]}
        />
      ) : (
        <DifferenceTable label={words.finding.different.title} of={differences} />
      )}
    </div>
  );
}

function Traffic({ state }: { readonly state: LineState }) {
  const { line: words } = useWords();
  const { facts } = words;
  const { stop, clockOffsetMs } = state;
  const seconds = clockOffsetMs === null ? null : String(Math.round(clockOffsetMs / 1000));
  return (
    <div>
      <h2 className="page-title">{facts.title}</h2>
      <Facts
        of={[
          [facts.pending, facts.count(state.pending)],
          [facts.unknown, facts.count(state.unknown)],
          [facts.reached, timeOf(state.reachedAt, true)],
          [facts.failure, state.lastFailure === null ? null : wordOf(words.failures, state.lastFailure)],
          [facts.clock, seconds === null ? null : facts.seconds(seconds)],
          [
            facts.stop,
            stop === null
              ? facts.noStop
              : facts.stopOf(words.classes[stop.class], timeOf(stop.from), timeOf(stop.until)),
          ],
        ]}
      />
    </div>
  );
}

function Provisional({ state }: { readonly state: LineState }) {
  const { line: words } = useWords();
  const { provisional: own } = words;
  const { agreement, provisional } = state;
  return (
    <div>
      <h2 className="page-title">{own.title}</h2>
      <p className="page-hint">{agreement === null ? own.none : own.hint}</p>
      <Facts
        of={[
          [own.out, own.outOf(provisional.count)],
          [own.amount, <Money amount={provisional.amount} sign />],
          [
            own.leftAmount,
            provisional.left === null ? null : <Money amount={provisional.left.perDesk} sign />,
          ],
          [own.leftCount, provisional.left === null ? null : words.facts.count(provisional.left.count)],
          [own.perSale, agreement === null ? null : <Money amount={agreement.fresh.perSale} sign />],
          [
            own.perPersonDay,
            agreement === null ? null : <Money amount={agreement.fresh.perPersonDay} sign />,
          ],
          [own.ages, agreement === null ? null : own.agesOf(agreement.freshDays, agreement.oldDays)],
        ]}
      />
    </div>
  );
}
