import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Money } from "../parts/money.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { BillLine } from "./bill.ts";
import { isShown, payers } from "./split-parts.ts";

/** What the slip will say, on screen. The printer's own layout takes the same settlement. */
export function SlipPreview({
  committed,
  state,
  lines,
}: {
  readonly committed: VerbOutput<"commit">;
  /** Where its message stands now. */
  readonly state: VerbOutput<"commit">["messageState"];
  /** The bill that was rung up here, for the names of its items. */
  readonly lines: readonly BillLine[];
}) {
  const { desk, domain } = useWords();
  const { result } = desk;
  const { settlement } = committed;
  const names = new Map(lines.map(({ id, item }) => [id, item.name]));
  return (
    <div className="slip" role="region" aria-label={result.slip} tabIndex={0}>
      <dl className="slip-facts">
        <dt>{result.number}</dt>
        <dd className="mono">{committed.settlementId}</dd>
        <dt>{result.time}</dt>
        <dd>{committed.committedAt.slice(0, 19).replace("T", " ")}</dd>
        <dt>{result.message}</dt>
        <dd>{wordOf(domain.messageStates, state)}</dd>
      </dl>
      <ul className="slip-lines">
        {settlement.lines.map(({ id, amount }) => (
          <li key={id}>
            <span>{names.get(id) ?? id}</span>
            <Money amount={amount} />
          </li>
        ))}
      </ul>
      <ul className="slip-lines slip-split">
        <li>
          <span>{domain.split.total}</span>
          <Money amount={settlement.split.total} />
        </li>
        {payers
          .filter(({ part }) => isShown(part, settlement.split))
          .map(({ part }) => (
            <li key={part}>
              <span>{domain.split[part]}</span>
              <Money amount={settlement.split[part]} />
            </li>
          ))}
      </ul>
      {settlement.notes.map((note) => (
        <p key={note} className="slip-note">
          {wordOf(domain.notes, note)}
        </p>
      ))}
    </div>
  );
}
