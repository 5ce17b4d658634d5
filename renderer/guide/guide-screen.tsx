import type { RefObject } from "react";
import { useDeferredValue, useRef, useState } from "react";

import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { FunctionKeys } from "../parts/function-keys.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { usePicked } from "../parts/use-picked.ts";
import { useWords } from "../words/words.ts";
import { ChronicSheet } from "./chronic-sheet.tsx";
import { EntrySheet } from "./entry-sheet.tsx";
import { groups } from "./service-item.ts";
import type { Entry } from "./use-guide.ts";
import { findEntries } from "./use-guide.ts";
import "../parts/page.css";
import "./guide.css";

const kinds: readonly Entry["is"][] = ["item", "measure", "contact"];

/** What people have to bring where, who answers the telephone, and the form for chronic diseases. */
export function GuideScreen() {
  const { guide: words } = useWords();
  const [text, setText] = useState("");
  const [kind, setKind] = useState<Entry["is"] | "">("");
  const [isFormOpen, setFormOpen] = useState(false);
  const rows = findEntries(useDeferredValue(text), kind);
  const picked = usePicked(rows, ({ key }) => key);
  const textField = useRef<HTMLInputElement>(null);
  return (
    <div className="page">
      <h1 className="out-of-sight">{words.title}</h1>
      <div className="page-halves">
        <section className="page-list" aria-label={words.list.section} onKeyDown={picked.onKeyDown}>
          <GuideSearch text={text} kind={kind} onText={setText} onKind={setKind} textField={textField} />
          <EntryTable rows={rows} picked={picked} />
        </section>
        <section className="page-side guide-printing" tabIndex={0} aria-label={words.sideTitle}>
          {picked.row === undefined ? <p>{words.list.none}</p> : <EntrySheet entry={picked.row} />}
        </section>
      </div>
      <FunctionKeys
        label={words.keysTitle}
        keys={[
          {
            key: "F2",
            label: words.keys.find,
            run: () => {
              textField.current?.focus();
              textField.current?.select();
            },
          },
          {
            key: "F4",
            label: words.keys.print,
            run: () => window.print(),
            isDisabled: picked.row === undefined,
          },
          { key: "F6", label: words.keys.form, run: () => setFormOpen(true) },
        ]}
      />
      {isFormOpen ? <ChronicSheet onClose={() => setFormOpen(false)} /> : null}
    </div>
  );
}

function GuideSearch({
  text,
  kind,
  onText,
  onKind,
  textField,
}: {
  readonly text: string;
  readonly kind: Entry["is"] | "";
  readonly onText: (text: string) => void;
  readonly onKind: (kind: Entry["is"] | "") => void;
  readonly textField: RefObject<HTMLInputElement | null>;
}) {
  const { guide: words } = useWords();
  return (
    <div className="guide-search" role="search">
      <Field
        label={words.search}
        type="search"
        value={text}
        onChange={onText}
        autoFocus
        inputRef={textField}
        suffix={<kbd className="key">F2</kbd>}
      />
      <Choice
        label={words.kind}
        value={kind}
        onChange={(value) => onKind(kinds.find((one) => one === value) ?? "")}
        options={[
          { value: "", name: words.all },
          ...kinds.map((value) => ({ value, name: words.kinds[value] })),
        ]}
      />
    </div>
  );
}

function EntryTable({
  rows,
  picked,
}: {
  readonly rows: readonly Entry[];
  readonly picked: ReturnType<typeof usePicked<Entry>>;
}) {
  const { guide: words } = useWords();
  const { list } = words;
  const columns: readonly Column<Entry>[] = [
    {
      id: "kind",
      title: list.kind,
      cell: ({ is }) => <span className="tag">{words.kinds[is]}</span>,
    },
    { id: "name", title: list.name, cell: (entry) => <EntryName entry={entry} /> },
  ];
  return (
    <PlainTable
      label={list.title}
      columns={columns}
      rows={rows}
      keyOf={({ key }) => key}
      chosen={picked.key}
      onChoose={picked.pick}
      empty={list.none}
    />
  );
}

function EntryName({ entry }: { readonly entry: Entry }) {
  const { guide: words } = useWords();
  switch (entry.is) {
    case "item":
      return (
        <>
          {words.isEnglish ? `${entry.item.en} · ${entry.item.name}` : entry.item.name}
          <span className="page-small">{groups[entry.item.group]}</span>
        </>
      );
    case "measure":
      return (
        <>
          {entry.measure.name}
          <span className="page-small">{entry.measure.text}</span>
        </>
      );
    case "contact":
      return (
        <>
          {entry.contact.name}
          <span className="page-small">
            {entry.contact.offices.flatMap(({ phones }) => phones).join(" ")}
          </span>
        </>
      );
  }
}
