/** What the engine found wrong with a file. */
interface Fault {
  readonly path: string;
  readonly reason: string;
}

/** Names that the form has for what stands in the file under another. */
const namesInFile: Readonly<Record<string, string>> = { percent: "ratio", capMust: "cap" };

/**
 * What is wrong at one place of the form; null where nothing is.
 *
 * @param row   the row of a table; without a cell: of the row as a whole
 */
export function faultAt(faults: readonly Fault[], rule: string, row?: number, cell?: string): string | null {
  const name = cell === undefined ? undefined : (namesInFile[cell] ?? cell);
  const found = faults.find(({ path }) => {
    if (row === undefined) return path.endsWith(`.${rule}`) || path === rule;
    const at = new RegExp(`(?:^|[. ])${rule}\\[\\d+\\]\\.value(?:\\[\\d+\\])?\\.rows\\[${row}\\](.*)$`).exec(
      path,
    );
    if (at === null) return false;
    const rest =
      (at[1] ?? "")
        .replace(/\[\d+\]/g, "")
        .split(".")
        .at(-1) ?? "";
    return name === undefined ? rest === "" : rest === name;
  });
  return found?.reason ?? null;
}
