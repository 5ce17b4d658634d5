import { z } from "zod";

import type { Stretch } from "../../store/export-pages.ts";
import type { MaskedByKey } from "./masked-people.ts";
import { ledgerSorts } from "./ledger-tables.ts";
import { textFormats } from "./text-encoder.ts";

/* What passes between an export and the threads that write its rows. Keys go in as bytes; rows come out as they stand in the file. */

/** Of which books a thread writes rows, and how. */
export type RowsPlace = z.output<typeof rowsPlaceShape>;
export const rowsPlaceShape = z.object({
  dir: z.string(),
  dataKeys: z.array(z.instanceof(Uint8Array)),
  sort: z.enum(ledgerSorts),
  format: z.enum(textFormats),
});

const people = z.map(
  z.string(),
  z.object({ name: z.string(), psnNo: z.string() }),
) satisfies z.ZodType<MaskedByKey>;

/** What a thread is asked to write, and whom the others have found; it does one after the other. */
export type RowsOrder = z.output<typeof rowsOrderShape>;
export const rowsOrderShape = z.object({
  stretch: z.object({ day: z.string(), after: z.int(), upTo: z.int() }) satisfies z.ZodType<Stretch>,
  people,
});

export type RowsWritten = z.output<typeof rowsWrittenShape>;
export const rowsWrittenShape = z.object({
  rows: z.int(),
  bytes: z.instanceof(Uint8Array),
  /** Whom it has found for these rows. */
  people,
});
