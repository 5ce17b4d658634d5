import type { Cells } from "./data-set.ts";

/** Writes rows in one form; what it gives goes to the file as it comes. */
export interface Encoder {
  readonly begin: () => Uint8Array;
  readonly rows: (rows: readonly Cells[]) => Uint8Array;
  readonly end: () => Uint8Array;
}
