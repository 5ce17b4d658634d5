import { useWords } from "../words/words.ts";
import type { RuleValue } from "./status-mark.tsx";
import { valueLines } from "./value-lines.ts";

/** Of an open point: how it is read here and how else it could be, each with what the rule would then say. */
export function OtherReadings({ value: { path, clause, value, readings } }: { readonly value: RuleValue }) {
  const { readings: words } = useWords().rules;
  if (readings.length === 0) return null;
  return (
    <details className="rules-readings">
      <summary>{words.title(readings.length)}</summary>
      <dl>
        <Reading title={words.ours} path={path} clause={clause} value={value} />
        {readings.map((other, at) => (
          <Reading key={other.clause} title={words.other(at + 1)} path={path} {...other} />
        ))}
      </dl>
      <p className="page-hint">{words.hint}</p>
    </details>
  );
}

function Reading({
  title,
  path,
  clause,
  value,
}: Pick<RuleValue, "path" | "clause" | "value"> & { readonly title: string }) {
  const words = useWords();
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <ul className="rules-lines">
          {valueLines(path, value, words).map((line, at) => (
            <li key={`${at} ${line}`}>{line}</li>
          ))}
        </ul>
        <span className="page-small">{clause}</span>
      </dd>
    </div>
  );
}
