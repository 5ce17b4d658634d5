import type { Cells } from "./data-set.ts";

/*
 * A year's table is millions of cells, and most of them are numbers, days, times and codes: their characters are their
 * bytes in every encoding, and nothing in them means anything to a file. They are copied letter by letter; of any other
 * cell the bytes are found once and kept, because a column of words says the same few again and again.
 */

/** How a character is taken: as it is; as it is, but not at the beginning of words; else not by itself. */
const free = 1;
const inside = 2;
const never = 3;
const takenAs = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[0-9A-Za-z]/.test(character)) return free;
  return ".:@_+-".includes(character) ? inside : never;
});

/** Cells whose bytes are kept. */
const keptMax = 20_000;

/** How the cells of a column become bytes. */
export interface ColumnBytes {
  /** What stands before each of them, and on both sides of one that is copied. */
  readonly before: Uint8Array;
  readonly around: Uint8Array;
  readonly empty: Uint8Array;
  /** Of a cell that cannot be copied. */
  readonly bytesOf: (cell: string) => Uint8Array;
  /** Whether a sign at the beginning means something: words that begin with one may be a formula. */
  readonly isWords: boolean;
}

/** @param write  the bytes of a cell as they stand in the file */
export function rememberedBytes(write: (cell: string) => Uint8Array): ColumnBytes["bytesOf"] {
  const kept = new Map<string, Uint8Array>();
  return (cell) => {
    const known = kept.get(cell);
    if (known !== undefined) return known;
    const bytes = write(cell);
    if (kept.size >= keptMax) kept.clear();
    kept.set(cell, bytes);
    return bytes;
  };
}

/** Rows as they stand in a file, in bytes of their own. @param end  of each row */
export function byteRows(
  rows: readonly Cells[],
  columns: readonly ColumnBytes[],
  end: Uint8Array,
): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(rows.length * rowBytes);
  let length = 0;
  for (const cells of rows) {
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at];
      if (column === undefined) break;
      const cell = cells[at] ?? "";
      const copiedMost = column.before.length + 2 * column.around.length + cell.length;
      if (length + copiedMost > bytes.length) bytes = wider(bytes, length + copiedMost);
      length = put(column.before, bytes, length);
      const copied = cell === "" ? null : copy(cell, column, bytes, length);
      if (copied === null) {
        const written = cell === "" ? column.empty : column.bytesOf(cell);
        if (length + written.length > bytes.length) bytes = wider(bytes, length + written.length);
        length = put(written, bytes, length);
      } else length = copied;
    }
    if (length + end.length > bytes.length) bytes = wider(bytes, length + end.length);
    length = put(end, bytes, length);
  }
  return bytes.slice(0, length);
}

/** Room that most rows need. */
const rowBytes = 512;

function wider(bytes: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(Math.max(2 * bytes.length, least));
  more.set(bytes);
  return more;
}

/** A few bytes: a loop is quicker than a call. @returns where they end */
function put(some: Uint8Array, bytes: Uint8Array, from: number): number {
  for (let at = 0; at < some.length; at += 1) bytes[from + at] = some[at] ?? 0;
  return from + some.length;
}

/** @returns where the cell ends; null when it cannot be copied */
function copy(
  cell: string,
  { around, isWords }: ColumnBytes,
  bytes: Uint8Array,
  from: number,
): number | null {
  const start = put(around, bytes, from);
  let most = isWords ? free : inside;
  for (let at = 0; at < cell.length; at += 1) {
    const code = cell.charCodeAt(at);
    if (code >= 128 || (takenAs[code] ?? never) > most) return null;
    bytes[start + at] = code;
    most = inside;
  }
  return put(around, bytes, start + cell.length);
}
