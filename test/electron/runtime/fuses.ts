import { readFileSync, writeFileSync } from "node:fs";

/** What comes before the fuses in the program itself, then a byte for their version and one for their number. */
const sentinel = Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX", "latin1");

/** In the order in which they stand there. */
const names = [
  "runAsNode",
  "cookieEncryption",
  "nodeOptions",
  "nodeCliInspect",
  "asarIntegrity",
  "onlyLoadAppFromAsar",
  "browserV8Snapshot",
  "fileProtocolPrivileges",
] as const;

export type Fuses = Readonly<Partial<Record<(typeof names)[number], boolean>>>;

/** The switches that an Electron program has been built with; one that it does not know is left out. */
export function readFuses(program: string): Fuses {
  const bytes = readFileSync(program);
  const { at, count } = fusesIn(bytes);
  const known = names.slice(0, count).map((name, index) => [name, bytes[at + index] === 0x31] as const);
  return Object.fromEntries(known);
}

export function writeFuses(program: string, fuses: Fuses): void {
  const bytes = readFileSync(program);
  const { at, count } = fusesIn(bytes);
  for (const [index, name] of names.slice(0, count).entries()) {
    const on = fuses[name];
    if (on !== undefined) bytes[at + index] = on ? 0x31 : 0x30;
  }
  writeFileSync(program, bytes);
}

function fusesIn(bytes: Buffer): { readonly at: number; readonly count: number } {
  const start = bytes.indexOf(sentinel);
  if (start < 0) throw new Error("no fuses in this program");
  const version = start + sentinel.length;
  if (bytes[version] !== 1) throw new Error("fuses of a version that is not known");
  return { at: version + 2, count: bytes[version + 1] ?? 0 };
}
