import type { KeyboardEvent } from "react";
import { useEffect, useState } from "react";

import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { CatalogueItem } from "./bill.ts";
import { withChosenMoved, withLine, withoutLine } from "./bill.ts";
import type { Desk } from "./use-desk.ts";

/** The field of the desk: what is in it, what it has found, and what its keys do. */
export interface ScanField {
  readonly text: string;
  readonly type: (text: string) => void;
  readonly items: readonly CatalogueItem[];
  /** The item that Enter would add. */
  readonly active: number;
  /** The engine has answered for just this text. */
  readonly isAnswered: boolean;
  readonly add: (item: CatalogueItem) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function useScanField(desk: Desk): ScanField {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const { found, isAnswered } = useSearch(text);
  // What was half typed when a bill was settled belongs to nothing any more.
  const isDone = desk.phase.is === "done";
  useEffect(() => {
    if (isDone) setText("");
  }, [isDone]);
  const items = desk.choice.length > 0 ? desk.choice : found;
  const active = Math.min(chosen, items.length - 1);
  const type = (typed: string): void => {
    setText(typed);
    setChosen(0);
  };
  const add = (item: CatalogueItem): void => {
    type("");
    desk.add(item);
  };
  const run: Readonly<Record<Act, () => void>> = {
    enter: () => {
      const item = items[active];
      if (item !== undefined) return add(item);
      if (!setQuantity(desk, text)) desk.take(text.trim());
      return type("");
    },
    up: () => (items.length > 0 ? setChosen((active - 1 + items.length) % items.length) : move(desk, -1)),
    down: () => (items.length > 0 ? setChosen((active + 1) % items.length) : move(desk, 1)),
    remove: () => desk.change((bill) => (bill.chosen === null ? bill : withoutLine(bill, bill.chosen))),
    undo: desk.undo,
    clear: () => {
      type("");
      desk.dismiss();
    },
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = actionOf(event, { isEmpty: text === "", hasItems: items.length > 0 });
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (act !== "enter" || !event.repeat) run[act]();
  };
  return { text, type, items, active, isAnswered, add, onKeyDown };
}

/** "*3": the chosen line becomes three. @returns whether it was that */
function setQuantity(desk: Desk, text: string): boolean {
  const qty = /^\*(\d{1,10}(?:\.\d{1,4})?)$/.exec(text)?.[1];
  if (qty === undefined) return false;
  if (Number(qty) > 0)
    desk.change((bill) => (bill.chosen === null ? bill : withLine(bill, bill.chosen, { qty })));
  return true;
}

function move(desk: Desk, by: -1 | 1): void {
  desk.change((bill) => withChosenMoved(bill, by));
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
