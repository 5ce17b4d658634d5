import { useWords } from "../words/words.ts";
import type { RuleValue } from "./status-mark.tsx";
import { valueLines } from "./value-lines.ts";

/** A value in words, a line for each row; of an unknown one whom to ask. */
export function ValueCell({ value }: { readonly value: RuleValue }) {
  const words = useWords();
  const { rules } = words;
  if (value.status === "unknown")
    return (
      <span className="rules-unknown">
        {value.ask === null ? rules.notKnownAtAll : rules.notKnown(value.ask)}
      </span>
    );
  return (
    <ul className="rules-lines">
      {valueLines(value.path, value.value, words).map((line, at) => (
        <li key={`${at} ${line}`}>{line}</li>
      ))}
    </ul>
  );
}
