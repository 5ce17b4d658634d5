import { Choice } from "../parts/choice.tsx";
import { Facts } from "../parts/facts.tsx";
import { Field } from "../parts/field.tsx";
import { Money } from "../parts/money.tsx";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { Month } from "./use-month.ts";

/** The month's totals as they were told to the centre, and whether clearing can be applied for. */
export function MonthPanel({
  month,
  isOnline,
  applied,
}: {
  readonly month: Month;
  readonly isOnline: boolean;
  /** The centre's number of an application that has just been taken in. */
  readonly applied: string | null;
}) {
  const { closing } = useWords();
  const { month: words, clearingTypes, apply } = closing;
  const { totals, refusal } = month;
  return (
    <section className="closing-month" aria-label={words.title}>
      <div className="page-row">
        <Field
          label={words.month}
          value={month.text}
          onChange={month.setText}
          inputMode="numeric"
          error={month.isRight ? null : words.monthWrong}
        />
        <Choice
          label={words.sort}
          value={month.sort}
          onChange={month.setSort}
          options={month.sorts.map((value) => ({ value, name: wordOf(clearingTypes, value) }))}
        />
      </div>
      {applied === null ? null : <Said look="good">{apply.done(applied)}</Said>}
      {refusal === null ? null : <Trouble refusal={refusal} safe={closing.unchanged} />}
      {totals === undefined ? null : (
        <>
          <Facts
            of={[
              [words.period, words.periodOf(totals.from, totals.to)],
              [words.visits, totals.visits],
              [words.total, <Money amount={totals.total} sign />],
              [words.fund, <Money amount={totals.fund} sign size="large" />],
              [words.account, <Money amount={totals.account} sign />],
              [words.cash, <Money amount={totals.cash} sign />],
              [words.openDays, totals.openDays.join("、")],
            ]}
          />
          <Readiness openDays={totals.openDays.length} isOnline={isOnline} />
        </>
      )}
    </section>
  );
}

function Readiness({ openDays, isOnline }: { readonly openDays: number; readonly isOnline: boolean }) {
  const { month: words } = useWords().closing;
  if (openDays > 0) return <Said look="warn">{words.notReady(openDays)}</Said>;
  if (!isOnline) return <Said look="warn">{words.noCentre}</Said>;
  return <Said look="good">{words.ready}</Said>;
}
