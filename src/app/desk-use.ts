import type { Terminal } from "./terminal.ts";

/** Whether somebody is being served here, so that work beside that can give way. */
export interface DeskUse {
  /** A desk or a system asked for something a moment ago. */
  readonly isInUse: () => boolean;
}

/** What is asked with somebody waiting at a desk. */
const asked: ReadonlySet<PropertyKey> = new Set<keyof Terminal>([
  "identify",
  "personByNo",
  "findItem",
  "searchItems",
  "preview",
  "commit",
  "commitCash",
  "reverse",
  "refund",
  "restore",
  "resettlePreview",
  "resettle",
]);
/** Who has asked will ask again within this: as long as a cashier takes from one key to the next. */
const usedMs = 1000;

/** @returns `use`, and what is to be told of every verb that is called */
export function deskUseOf(): { readonly use: DeskUse; readonly called: (verb: PropertyKey) => void } {
  let askedMs = -Infinity;
  return {
    use: { isInUse: () => performance.now() - askedMs < usedMs },
    called: (verb) => {
      if (asked.has(verb)) askedMs = performance.now();
    },
  };
}
