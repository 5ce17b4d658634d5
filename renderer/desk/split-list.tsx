import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Money } from "../parts/money.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { SplitBar } from "./split-bar.tsx";
import type { SplitPart } from "./split-parts.ts";
import { isShown, payers } from "./split-parts.ts";
import "./split-panel.css";

/** Who pays what of a bill; every amount opens the steps that it comes from. */
export function SplitList({
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
