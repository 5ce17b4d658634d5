import type {
  AccountMovementRow,
  AccumulatorRow,
  ClearingRow,
  PostingRow,
  SettlementRow,
  TraceCodeRow,
} from "./store/tables.ts";

export interface ChangedState {
  readonly kind: string;
  readonly id: string;
  readonly owner: string | null;
  /** What JSON can hold; becomes text once, when it is written. Undefined: dropped. */
  readonly value: unknown;
}

/** What an answer leaves in the books, gathered while it is made and written once it is. */
export interface Changes {
  /** By kind and id. */
  readonly states: Map<string, ChangedState>;
  readonly settlements: SettlementRow[];
  readonly postings: PostingRow[];
  /** Where an accumulator stands now, by plan, period and id. */
  readonly accumulators: Map<string, AccumulatorRow>;
  /** What is left on an account, by its holder. */
  readonly balances: Map<string, number>;
  readonly accountMovements: AccountMovementRow[];
  readonly traceCodes: TraceCodeRow[];
  /** Settlements of the person whose trace codes may be sold again. */
  readonly freed: number[];
  /** Trace codes of cash sales that came back. */
  readonly freedCodes: string[];
  readonly clearings: ClearingRow[];
  readonly withdrawn: string[];
  /** What is on file of the person from now on; null: as it was. */
  onFile: { readonly facts: string; readonly filings: string } | null;
}

export function noChanges(): Changes {
  return {
    states: new Map(),
    settlements: [],
    postings: [],
    accumulators: new Map(),
    balances: new Map(),
    accountMovements: [],
    traceCodes: [],
    freed: [],
    freedCodes: [],
    clearings: [],
    withdrawn: [],
    onFile: null,
  };
}
