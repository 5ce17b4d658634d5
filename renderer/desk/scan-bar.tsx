import type { KeyboardEvent, Ref } from "react";
import { useEffect, useId, useState } from "react";

import { Icon } from "../parts/icon.tsx";
import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import { useWords } from "../words/words.ts";
import type { CatalogueItem } from "./bill.ts";
import { codesMissing, withChosenMoved, withLine, withoutLine } from "./bill.ts";
import { ResultList } from "./result-list.tsx";
import type { Desk } from "./use-desk.ts";
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
  const { bill, choice } = desk;
  const listId = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const { found, isAnswered } = useSearch(text);
  // What was half typed when a bill was settled belongs to nothing any more.
  const isDone = desk.phase.is === "done";
  useEffect(() => {
    if (isDone) setText("");
  }, [isDone]);
  const items = choice.length > 0 ? choice : found;
  const shown = Math.min(active, items.length - 1);
  const add = (item: CatalogueItem): void => {
    setText("");
    setActive(0);
    desk.add(item);
  };
  const enter = (): void => {
    const quantity = /^\*(\d{1,10}(?:\.\d{1,4})?)$/.exec(text)?.[1];
    const item = items[shown];
    if (quantity !== undefined) {
      if (bill.chosen !== null && Number(quantity) > 0)
        desk.change((now) => (now.chosen === null ? now : withLine(now, now.chosen, { qty: quantity })));
    } else if (item !== undefined) return add(item);
    else desk.take(text.trim());
    return setText("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = actionOf(event, { isEmpty: text === "", hasItems: items.length > 0 });
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (act === "enter" && !event.repeat) enter();
    if (act === "up" || act === "down") {
      const by = act === "up" ? -1 : 1;
      if (items.length > 0) setActive((shown + by + items.length) % items.length);
      else desk.change((now) => withChosenMoved(now, by));
    }
    if (act === "remove") desk.change((now) => (now.chosen === null ? now : withoutLine(now, now.chosen)));
    if (act === "undo") desk.undo();
    if (act === "clear") {
      setText("");
      desk.dismiss();
    }
  };
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
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          role="combobox"
          aria-label={words.label}
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={items.length > 0 ? `${listId}-${shown}` : undefined}
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
        active={shown}
        onAdd={add}
        title={choice.length > 0 ? words.choose : null}
        nothing={isAnswered && text.trim() !== "" && items.length === 0 ? words.nothing(text) : null}
      />
    </div>
  );
}

type Act = "enter" | "up" | "down" | "remove" | "undo" | "clear";

function actionOf(
  event: KeyboardEvent,
  { isEmpty, hasItems }: { readonly isEmpty: boolean; readonly hasItems: boolean },
): Act | null {
  switch (event.key) {
    case "Enter":
      return isEmpty && !hasItems ? null : "enter";
    case "ArrowUp":
      return "up";
    case "ArrowDown":
      return "down";
    case "Delete":
      return isEmpty ? "remove" : null;
    case "Escape":
      return "clear";
    case "z":
      return event.ctrlKey && isEmpty ? "undo" : null;
    default:
      return null;
  }
}

const resultsMax = 8;

/** Items for what is typed: the latest question wins. Digits alone are a code on its way. */
function useSearch(text: string): { readonly found: readonly CatalogueItem[]; readonly isAnswered: boolean } {
  const ask = useAsk();
  const query = text.trim();
  const [answer, setAnswer] = useState<{ readonly query: string; readonly found: readonly CatalogueItem[] }>({
    query: "",
    found: [],
  });
  useEffect(() => {
    if (query === "" || query.startsWith("*")) {
      setAnswer({ query: "", found: [] });
      return undefined;
    }
    const stop = new AbortController();
    const search = async (): Promise<void> => {
      try {
        const found = await ask("searchItems", { query, limit: resultsMax }, stop.signal);
        if (!stop.signal.aborted) setAnswer({ query, found: found.ok ? found.value : [] });
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      }
    };
    const timer = setTimeout(() => inBackground(search()), 30);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [ask, query]);
  const isAnswered = answer.query === query && query !== "";
  return { found: isAnswered ? answer.found : [], isAnswered };
}
