import type { Messages, OpenMessageRow } from "../store/messages.ts";

/**
 * Whose turn it is among what waits: the oldest open message of each person, found without walking what is behind it.
 * Only numbers are held in memory, and the books have the last word on each: what a rolled back or another hand did to
 * a message is seen when its turn comes.
 */
export interface OpenQueue {
  /**
   * In the order of the ledger, at most one of a person. Not to be called within a transaction that may still be undone.
   *
   * @param isWanted  a message that is passed over is not read
   */
  readonly heads: (limit: number, isWanted: (msgid: string) => boolean) => readonly OpenMessageRow[];
}

interface Waiting {
  readonly number: number;
  readonly msgid: string;
}

/** What waits of one person, in order; what stands before `at` is done. */
interface Line {
  waiting: Waiting[];
  at: number;
}

/** More than these are passed over only by whoever asks for as many. */
const passedMax = 1000;

export function openQueueOf(messages: () => Pick<Messages, "openAfter" | "openAt">): OpenQueue {
  const byPerson = new Map<string, Line>();
  const heap: string[] = [];
  let seen = 0;
  const headOf = (person: string): number => {
    const line = byPerson.get(person);
    return line?.waiting[line.at]?.number ?? Infinity;
  };
  const refresh = (): void => {
    for (const { number, msgid, person_key: key } of messages().openAfter(seen)) {
      seen = number;
      const person = key.toString("hex");
      const line = byPerson.get(person);
      if (line !== undefined) {
        line.waiting.push({ number, msgid });
        continue;
      }
      byPerson.set(person, { waiting: [{ number, msgid }], at: 0 });
      push(heap, person, headOf);
    }
  };
  /** Leaves what is answered behind; what is behind is forgotten by halves, so that nobody's line grows for ever. */
  const moveOn = (line: Line): void => {
    line.at += 1;
    if (line.at * 2 <= line.waiting.length) return;
    line.waiting = line.waiting.slice(line.at);
    line.at = 0;
  };
  return {
    heads: (limit, isWanted) => {
      refresh();
      const found: OpenMessageRow[] = [];
      const looked: string[] = [];
      while (heap.length > 0 && found.length < limit && looked.length < limit + passedMax) {
        const person = pop(heap, headOf);
        const line = byPerson.get(person);
        const head = line?.waiting[line.at];
        if (line === undefined || head === undefined) {
          byPerson.delete(person);
          continue;
        }
        if (!isWanted(head.msgid)) {
          looked.push(person);
          continue;
        }
        const row = messages().openAt(head.number);
        if (row === undefined) {
          moveOn(line);
          push(heap, person, headOf);
          continue;
        }
        looked.push(person);
        found.push(row);
      }
      for (const person of looked) push(heap, person, headOf);
      return found;
    },
  };
}

type KeyOf = (person: string) => number;

function push(heap: string[], person: string, keyOf: KeyOf): void {
  heap.push(person);
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (keyOf(heap[parent] ?? "") <= keyOf(heap[at] ?? "")) return;
    swap(heap, parent, at);
    at = parent;
  }
}

function pop(heap: string[], keyOf: KeyOf): string {
  const top = heap[0] ?? "";
  const last = heap.pop();
  if (heap.length === 0 || last === undefined) return top;
  heap[0] = last;
  let at = 0;
  for (;;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    let least = at;
    for (const child of [left, right])
      if (child < heap.length && keyOf(heap[child] ?? "") < keyOf(heap[least] ?? "")) least = child;
    if (least === at) return top;
    swap(heap, at, least);
    at = least;
  }
}

function swap(heap: string[], one: number, other: number): void {
  const held = heap[one] ?? "";
  heap[one] = heap[other] ?? "";
  heap[other] = held;
}
