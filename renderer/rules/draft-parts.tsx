import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Tick } from "../parts/tick.tsx";
import { wordOf } from "../words/word-of.ts";
import type { Words } from "../words/words.ts";
import { useWords } from "../words/words.ts";
import type { CellKind, Condition, Part, Row, ValueDraft } from "./draft-shape.ts";
import { partsOf } from "./draft-shape.ts";
import { isWrong, rowsOf } from "./draft-value.ts";
import { faultAt } from "./fault-place.ts";
import type { RuleValue } from "./status-mark.tsx";

export type Faults = VerbOutput<"draftSupplement">["faults"];

/** The form of a rule: what it asks depends on what has been chosen so far. */
export function DraftParts({
  value,
  draft,
  faults,
  change,
}: {
  readonly value: RuleValue;
  readonly draft: ValueDraft;
  readonly faults: Faults;
  readonly change: (draft: ValueDraft) => void;
}) {
  const setField = (name: string, text: string): void =>
    change({ ...draft, fields: { ...draft.fields, [name]: text } });
  const setRows = (name: string, rows: readonly Row[]): void =>
    change({ ...draft, tables: { ...draft.tables, [name]: rows } });
  return partsOf(value, draft).map((part) => (
    <DraftPart key={part.name} part={part} draft={draft} faults={faults} on={{ setField, setRows }} />
  ));
}

interface Setters {
  readonly setField: (name: string, text: string) => void;
  readonly setRows: (name: string, rows: readonly Row[]) => void;
}

function DraftPart({
  part,
  draft,
  faults,
  on,
}: {
  readonly part: Part;
  readonly draft: ValueDraft;
  readonly faults: Faults;
  readonly on: Setters;
}) {
  const words = useWords();
  const { editor } = words.rules;
  const typed = draft.fields[part.name] ?? "";
  const label = wordOf({ ...words.rules.says.benefits, ...editor.names }, part.name);
  switch (part.is) {
    case "choice":
      return (
        <Choice
          label={label}
          value={typed === "" ? (part.options[0] ?? "") : typed}
          onChange={(text) => on.setField(part.name, text)}
          options={part.options.map((value) => ({ value, name: wordOf(editor.options, value) }))}
        />
      );
    case "tick":
      return (
        <Tick
          label={label}
          isOn={typed === "yes"}
          onChange={(isOn) => on.setField(part.name, isOn ? "yes" : "")}
        />
      );
    case "field":
      return (
        <Field
          label={label}
          inputMode={part.kind === "count" ? "numeric" : "decimal"}
          value={typed}
          onChange={(text) => on.setField(part.name, text.trim())}
          error={wrongOf(part.kind, typed, words) ?? faultAt(faults, part.name)}
        />
      );
    case "table":
      return <DraftTable part={part} label={label} rows={rowsOf(draft, part.name)} faults={faults} on={on} />;
  }
}

type TablePart = Extract<Part, { is: "table" }>;

function DraftTable({
  part,
  label,
  rows,
  faults,
  on,
}: {
  readonly part: TablePart;
  readonly label: string;
  readonly rows: readonly Row[];
  readonly faults: Faults;
  readonly on: Setters;
}) {
  const { editor } = useWords().rules;
  const set = (at: number, row: Row): void =>
    on.setRows(
      part.name,
      rows.map((one, place) => (place === at ? row : one)),
    );
  return (
    <fieldset className="rules-draft-table">
      <legend>{label}</legend>
      {rows.map((row, at) => (
        <div className="rules-draft-row" role="group" aria-label={editor.row(at + 1)} key={at}>
          <DraftRow part={part} row={row} at={at} faults={faults} change={(changed) => set(at, changed)} />
          {rows.length === 1 ? null : (
            <Button
              look="quiet"
              label={editor.removeRow(at + 1)}
              onPress={() => on.setRows(part.name, rows.toSpliced(at, 1))}
            >
              {editor.removeWord}
            </Button>
          )}
        </div>
      ))}
      {part.conditions.length === 0 ? null : (
        <Button
          look="quiet"
          onPress={() => on.setRows(part.name, [...rows, {}])}
          label={`${editor.addRow} ${label}`}
        >
          {editor.addRow}
        </Button>
      )}
    </fieldset>
  );
}

function DraftRow({
  part,
  row,
  at,
  faults,
  change,
}: {
  readonly part: TablePart;
  readonly row: Row;
  readonly at: number;
  readonly faults: Faults;
  readonly change: (row: Row) => void;
}) {
  const words = useWords();
  const { editor } = words.rules;
  return (
    <>
      {part.conditions.map((name) => (
        <ConditionField
          key={name}
          name={name}
          value={row[name] ?? ""}
          onChange={(text) => change({ ...row, [name]: text })}
          error={faultAt(faults, part.name, at, name)}
        />
      ))}
      {part.cells.map(({ name, kind }, place) => (
        <Field
          key={name}
          label={wordOf(editor.names, name)}
          inputMode="decimal"
          value={row[name] ?? ""}
          onChange={(text) => change({ ...row, [name]: text.trim() })}
          error={
            wrongOf(kind, row[name] ?? "", words) ??
            faultAt(faults, part.name, at, name) ??
            (place === 0 ? faultAt(faults, part.name, at) : null)
          }
        />
      ))}
    </>
  );
}

function ConditionField({
  name,
  value,
  onChange,
  error,
}: {
  readonly name: Condition;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | null;
}) {
  const words = useWords();
  const { editor } = words.rules;
  const label = name === "assistance" ? editor.assistanceClass : wordOf(editor.names, name);
  const options = optionsOf(name, words);
  if (options === null)
    return <Field label={label} value={value} onChange={(text) => onChange(text.trim())} error={error} />;
  return (
    <Choice
      label={label}
      value={value}
      onChange={onChange}
      options={[
        { value: "", name: editor.any },
        ...Object.entries(options).map(([code, title]) => ({ value: code, name: title })),
      ]}
    />
  );
}

/** What a condition is chosen from; null where it is typed. */
function optionsOf(name: Condition, { domain, rules }: Words): Readonly<Record<string, string>> | null {
  switch (name) {
    case "level":
      return domain.levels;
    case "personStatus":
      return domain.statuses;
    case "institution":
      return rules.says.institutions;
    case "population":
      return domain.populations;
    case "operation":
      return rules.says.operations;
    case "assistance":
      return domain.assistance;
    case "disease":
    case "employer":
      return null;
  }
}

function wrongOf(kind: CellKind, text: string, { rules }: Words): string | null {
  if (!isWrong(kind, text)) return null;
  if (kind === "count") return rules.editor.countWrong;
  return kind === "percent" ? rules.editor.percentWrong : rules.editor.moneyWrong;
}
