import type { Column } from "./data-set.ts";
import type { Encoder } from "./encoder.ts";

const nothing = new Uint8Array();

/** An object a line. Amounts are text, as everywhere in the contract: no reader makes a float of them unasked. */
export function jsonEncoder(columns: readonly Column[]): Encoder {
  return {
    begin: () => nothing,
    rows: (rows) =>
      Buffer.from(
        rows
          .map((cells) => {
            const fields = columns.map(({ key, kind }, at) => {
              const cell = cells[at] ?? "";
              if (cell === "") return [key, null];
              return [key, kind === "count" ? Number(cell) : cell];
            });
            return `${JSON.stringify(Object.fromEntries(fields))}\n`;
          })
          .join(""),
        "utf8",
      ),
    end: () => nothing,
  };
}
