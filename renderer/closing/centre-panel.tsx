import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import type { Picked } from "../parts/use-picked.ts";
import { Money } from "../parts/money.tsx";
import { useWords } from "../words/words.ts";
import { DifferenceDetail } from "./difference-detail.tsx";
import { DifferenceList } from "./difference-list.tsx";
import { GroupList } from "./group-list.tsx";
import type { Stand } from "./stand.ts";
import type { ClosingState, Comparison, Difference, Undone } from "./use-comparison.ts";

/** What the comparison has found: differences, or that there are none. */
export function CentrePanel({
  comparison,
  stand,
  picked,
  undone,
}: {
  readonly comparison: Comparison;
  readonly stand: Stand;
  readonly picked: Picked<Difference>;
  readonly undone: Undone;
}) {
  const { closing: words } = useWords();
  const closing = comparison.state?.closing ?? null;
  const refusal = comparison.refusal ?? comparison.repairing.refusal;
  return (
    <>
      {refusal === null ? null : <Trouble refusal={refusal} safe={words.nothingDone} />}
      {undone.length === 0 ? null : <NotDone undone={undone} />}
      {closing === null ? null : (
        <>
          {closing.unnamed.length === 0 ? null : <Unnamed of={closing.unnamed} />}
          {closing.step === "balanced" && stand !== "stale" ? <Zero count={closing.count} /> : null}
          {closing.differences.length > 0 ? (
            <>
              <DifferenceList differences={closing.differences} picked={picked} />
              <p className="closing-sum">
                {words.list.sum} <Money amount={closing.open.total} size="large" />
                <span className="page-hint">
                  {words.list.fund} <Money amount={closing.open.fundTotal} /> · {words.list.account}{" "}
                  <Money amount={closing.open.account} />
                </span>
              </p>
            </>
          ) : (
            <GroupList groups={closing.groups} />
          )}
        </>
      )}
    </>
  );
}

/** Balanced: the one figure that everybody waits for. */
function Zero({ count }: { readonly count: number }) {
  const { closing: words } = useWords();
  return (
    <div className="closing-zero">
      <p className="closing-zero-name">{words.zero}</p>
      <Money amount="0.00" size="huge" />
      <p className="page-hint">{words.zeroHint(count)}</p>
    </div>
  );
}

function Unnamed({ of }: { readonly of: readonly string[] }) {
  const { closing: words } = useWords();
  return (
    <section className="trouble">
      <h2 className="trouble-title">{words.unnamedTitle}</h2>
      <ul>
        {of.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </section>
  );
}

function NotDone({ undone }: { readonly undone: Undone }) {
  const { undone: words } = useWords().closing;
  return (
    <Said look="bad">
      {words.title(undone.length)}
      {undone.map(({ id, message }) => (
        <span key={id} className="closing-line">
          {words.of(id.split(" ").at(-1) ?? id, message)}
        </span>
      ))}
    </Said>
  );
}

/** Beside it: the difference that was picked, and what earlier days have left open. */
export function CentreSide({
  difference,
  carried,
}: {
  readonly difference: Difference | undefined;
  readonly carried: ClosingState["carried"];
}) {
  const { carried: words } = useWords().closing;
  return (
    <>
      {difference === undefined ? null : <DifferenceDetail difference={difference} />}
      <div>
        <h2 className="page-title">{words.title}</h2>
        {carried.length === 0 ? <p className="page-hint">{words.none}</p> : null}
        <ul className="closing-carried">
          {carried.map(({ day, count, delta }) => (
            <li key={day}>
              <span>
                {day} · {words.of(count)}
              </span>
              <Money amount={delta.total} />
            </li>
          ))}
        </ul>
        {carried.length === 0 ? null : <p className="page-hint">{words.hint}</p>}
      </div>
    </>
  );
}
