import type { LedgerEntry, PeriodTotal } from "../app/terminal.ts";
import type { ClearingRow, PersonRow, PostingRow, RelativeRow, SettlementRow } from "./store/tables.ts";
import type { Want } from "./want.ts";
import { keyOfWant, NotRead } from "./want.ts";

/** Who asks, about whom. An empty number: about nobody, as a sign-in or a statement. */
export interface Scope {
  readonly institution: string;
  readonly psnNo: string;
}

/** Of the books what a message needs, read under the lock of its person. */
export interface ReadBooks {
  readonly scope: Scope;
  /** The person and the relatives whose accounts may help, by number. */
  readonly people: ReadonlyMap<string, PersonRow>;
  readonly relatives: readonly RelativeRow[];
  /** By plan, period and id. */
  readonly accumulators: ReadonlyMap<string, number>;
  /** What has been asked for so far, by `keyOfWant`; null: there is no such thing. */
  readonly states: Map<string, string | null>;
  /** In the order in which they were first kept. */
  readonly owned: Map<string, readonly OwnedState[]>;
  readonly settlements: Map<string, FoundSettlement | null>;
  readonly later: Map<string, Later>;
  readonly traceCodes: Map<string, { readonly psnNo: string; readonly number: number } | null>;
  readonly totals: Map<string, readonly PeriodTotal[]>;
  readonly entries: Map<string, readonly LedgerEntry[]>;
  readonly clearings: Map<string, readonly ClearingRow[]>;
}

export interface OwnedState {
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

/** A settlement with the numbers of those that it takes back or that took it back. */
export interface FoundSettlement extends SettlementRow {
  readonly reverses_id: string | null;
  readonly reversed_by: string | null;
}

export interface Later {
  readonly settlements: readonly SettlementRow[];
  readonly postings: readonly PostingRow[];
}

/** What was read for a want. @throws NotRead when it has not been read yet */
export function readOf<T>(shelf: ReadonlyMap<string, T>, want: Want): T {
  const key = keyOfWant(want);
  const found = shelf.get(key);
  if (found === undefined) throw new NotRead([want]);
  return found;
}

/** Under which an accumulator stands in `ReadBooks`. */
export function accumulatorKey(plan: string, period: string, id: string): string {
  return `${plan} ${period} ${id}`;
}
