/** The word for a code of the engine; a code that has none yet is shown as it is rather than hidden. */
export function wordOf(table: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(table, code) ? (table[code] ?? code) : code;
}
