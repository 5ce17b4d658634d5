import type { Cells, Column } from "./data-set.ts";
import type { Encoder } from "./encoder.ts";

const nothing = new Uint8Array();

/** An object a line. Amounts are text, as everywhere in the contract: no reader makes a float of them unasked. */
export function jsonEncoder(columns: readonly Column[]): Encoder {
  const names = columns.map(({ key }) => `${JSON.stringify(key)}:`);
  const line = (cells: Cells): string => {
    const fields = columns.map(({ kind }, at) => `${names[at] ?? ""}${valueOf(kind, cells[at] ?? "")}`);
    return `{${fields.join(",")}}\n`;
  };
  return {
    begin: () => nothing,
    rows: (rows) => Buffer.from(rows.map(line).join(""), "utf8"),
    end: () => nothing,
  };
}

function valueOf(kind: Column["kind"], cell: string): string {
  if (cell === "") return "null";
  return kind === "count" ? cell : JSON.stringify(cell);
}
