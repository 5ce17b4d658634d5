import { useWords } from "../words/words.ts";
import type { Printing } from "./use-printing.ts";
import "./printed-told.css";

/** What is known of the copy that went to the desk's printer, and what to do. */
export function PrintedTold({ told }: { readonly told: NonNullable<Printing["told"]> }) {
  const { slip: words } = useWords().history;
  return (
    <p role="status" className="printed-told" data-outcome={told.outcome}>
      <strong>
        {words.copy(told.copy)} · {words.outcomes[told.outcome]}
        {told.simulated ? ` · ${words.simulated}` : null}
      </strong>
      <span>{told.message}</span>
    </p>
  );
}
