/** The lines of a paper as they were meant, from its markup. */
export function linesOf(source: string): string[] {
  return source
    .split("\n")
    .filter((line) => !line.startsWith("{"))
    .map((line) =>
      line
        .replace(/^\|/, "")
        .replaceAll(/\\(.)|([~"`^])/g, (_all, sign: string | undefined, style: string | undefined) => {
          if (sign !== undefined) return sign;
          return style === "~" ? " " : "";
        })
        .trim(),
    );
}

/** Every amount of money on a paper, in its order; prices stand before a × and are none. */
export function amountsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    Array.from(line.matchAll(/(?<![\d.-])-?\d+\.\d{2}(?![\d.×])/g), ([amount]) => amount),
  );
}

/** The amount beside a word that stands alone on its side of a line. */
export function besideWord(lines: readonly string[], word: string): string | null {
  const line = lines.find((one) => one.startsWith(word) && /^\s+-?\d+\.\d{2}$/.test(one.slice(word.length)));
  return line === undefined ? null : line.slice(word.length).trim();
}
