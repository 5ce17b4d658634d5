import type { Ref } from "react";
import { useId } from "react";

import { Icon } from "../parts/icon.tsx";
import { useWords } from "../words/words.ts";
import { codesMissing } from "./bill.ts";
import { ResultList } from "./result-list.tsx";
import type { Desk } from "./use-desk.ts";
import { useScanField } from "./use-scan-field.ts";
import "./scan-bar.css";

/** The one field of the desk: it takes scans, finds items, and steers the table below while it is empty. */
export function ScanBar({
  desk,
  inputRef,
}: {
  readonly desk: Desk;
  readonly inputRef: Ref<HTMLInputElement>;
}) {
  const { scan: words } = useWords().desk;
  const { bill } = desk;
  const listId = useId();
  const field = useScanField(desk);
  const { items } = field;
  const missing = bill.lines.reduce((sum, line) => sum + codesMissing(line), 0);
  const prompt =
    bill.person === null ? words.forPerson : missing > 0 ? words.forCodes(missing) : words.forItems;
  return (
    <div className="scan">
      <div className="scan-box">
        <Icon name="scan" />
        <input
          ref={inputRef}
          className="scan-input"
          value={field.text}
          onChange={(event) => field.type(event.target.value)}
          onKeyDown={field.onKeyDown}
          role="combobox"
          aria-label={words.label}
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={items.length > 0 ? `${listId}-${field.active}` : undefined}
          placeholder={prompt}
          autoComplete="off"
          spellCheck={false}
          // The desk begins here: a scanner types into whatever has the focus.
          autoFocus
        />
        <kbd className="key">F2</kbd>
      </div>
      <ResultList
        id={listId}
        items={items}
        active={field.active}
        onAdd={field.add}
        title={desk.choice.length > 0 ? words.choose : null}
        nothing={field.isAnswered && items.length === 0 ? words.nothing(field.text) : null}
      />
    </div>
  );
}
