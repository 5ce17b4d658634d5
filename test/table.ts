/** A row of a table: its cells by the name of their column. */
export type Row = Readonly<Record<string, string>>;

/**
 * Reads a table that is laid out for the eye: cells stand apart by two blanks or more, the first line names the columns.
 *
 * @throws when a row has not a cell for each column
 */
export function table(text: string): Row[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const [names = [], ...rows] = lines.map((line) => line.trim().split(/\s{2,}/));
  return rows.map((cells) => {
    if (cells.length !== names.length)
      throw new Error(`${cells.length} cells, ${names.length} columns: ${cells.join("  ")}`);
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""]));
  });
}
