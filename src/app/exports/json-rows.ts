import type { ColumnBytes } from "./byte-rows.ts";
import { byteRows, rememberedBytes } from "./byte-rows.ts";
import type { Column } from "./data-set.ts";
import type { Encoder } from "./encoder.ts";

const nothing = new Uint8Array();
const quote = Uint8Array.of(0x22);
const lineEnd = Buffer.from("}\n");

/** An object a line. Amounts are text, as everywhere in the contract: no reader makes a float of them unasked. */
export function jsonEncoder(columns: readonly Column[]): Encoder {
  const columnBytes = columns.map(({ key, kind }, at): ColumnBytes => ({
    before: Buffer.from(`${at === 0 ? "{" : ","}${JSON.stringify(key)}:`),
    around: kind === "count" ? nothing : quote,
    empty: Buffer.from("null"),
    bytesOf: rememberedBytes((cell) => Buffer.from(kind === "count" ? cell : JSON.stringify(cell), "utf8")),
    isWords: false,
  }));
  return {
    begin: () => nothing,
    rows: (rows) => byteRows(rows, columnBytes, lineEnd),
    end: () => nothing,
  };
}
