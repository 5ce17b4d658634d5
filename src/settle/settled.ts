import type { Refusal } from "./refusal.ts";
import type { Settlement } from "./settlement.ts";

/** What a claim came to. */
export type Settled =
  { readonly ok: true; readonly settlement: Settlement } | { readonly ok: false; readonly refusal: Refusal };
