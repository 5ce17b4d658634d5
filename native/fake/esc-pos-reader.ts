/** One thing that a printer is told, as far as it matters what stands on the paper. */
export type EscPosToken =
  | { readonly kind: "text"; readonly bytes: readonly number[] }
  | { readonly kind: "feed" | "cut" | "picture" | "pulse" | "question" | "setting" }
  /** DLE EOT n: answered at once, past everything that waits. */
  | { readonly kind: "realtime"; readonly n: number }
  | { readonly kind: "unknown"; readonly command: string };

/** What stands on the paper after some bytes, and what else they asked for. */
export interface PrintedPaper {
  readonly text: string;
  readonly cuts: number;
  readonly pictures: number;
  /** Times the drawer was opened. */
  readonly pulses: number;
  /** Questions that are answered in their turn: GS r. */
  readonly questions: number;
  /** Commands that this reader does not know. */
  readonly unknown: readonly string[];
}

/** How many bytes follow a command, by its letter. */
type Lengths = Readonly<Record<string, number>>;

const esc: Lengths = {
  "@": 0,
  M: 1,
  " ": 1,
  "2": 0,
  "3": 1,
  "{": 1,
  a: 1,
  $: 2,
  "\\": 2,
  "-": 1,
  E: 1,
  t: 1,
  p: 3,
};
const gs: Lengths = { a: 1, L: 2, W: 2, B: 1, "!": 1, r: 1 };
const fs: Lengths = { S: 2, ".": 0, "&": 0, "-": 1 };

interface Read {
  readonly token: EscPosToken;
  readonly length: number;
}

/**
 * Reads ESC/POS as a printer for Chinese does, whatever pieces the bytes come in.
 *
 * @returns  takes the next piece, gives what is complete
 */
export function openEscPosReader(): (piece: Uint8Array) => readonly EscPosToken[] {
  let rest: readonly number[] = [];
  return (piece) => {
    const bytes = [...rest, ...piece];
    const tokens: EscPosToken[] = [];
    let at = 0;
    for (;;) {
      const read = readOne(bytes, at);
      if (read === null) break;
      tokens.push(read.token);
      at += read.length;
    }
    rest = bytes.slice(at);
    return tokens;
  };
}

/** The whole of a paper at once. */
export function readEscPos(bytes: Uint8Array): PrintedPaper {
  return paperOf(openEscPosReader()(bytes));
}

/** What stands on the paper after these commands. */
export function paperOf(tokens: readonly EscPosToken[]): PrintedPaper {
  const count = (kind: EscPosToken["kind"]): number => tokens.filter((token) => token.kind === kind).length;
  const written = tokens.flatMap((token) => {
    if (token.kind === "feed") return [0x0a];
    return token.kind === "text" ? token.bytes : [];
  });
  return {
    text: new TextDecoder("gb18030").decode(Uint8Array.from(written)),
    cuts: count("cut"),
    pictures: count("picture"),
    pulses: count("pulse"),
    questions: count("question"),
    unknown: tokens.flatMap((token) => (token.kind === "unknown" ? [token.command] : [])),
  };
}

/** The command or character at a place; null when it is not complete yet. */
function readOne(bytes: readonly number[], at: number): Read | null {
  const byte = bytes[at];
  if (byte === undefined) return null;
  const read = readWhole(bytes, at, byte);
  return at + read.length > bytes.length ? null : read;
}

function readWhole(bytes: readonly number[], at: number, byte: number): Read {
  const next = bytes[at + 1] ?? 0;
  switch (byte) {
    case 0x0a:
      return { token: { kind: "feed" }, length: 1 };
    case 0x10:
      return { token: { kind: "realtime", n: bytes[at + 2] ?? 0 }, length: 3 };
    case 0x1b:
      return command(esc, "ESC", next);
    case 0x1c:
      return command(fs, "FS", next);
    case 0x1d:
      return groupCommand(bytes, at, next);
    default: {
      // A character has two bytes, or four where the second is a digit.
      const isFour = next >= 0x30 && next <= 0x39;
      const length = byte < 0x80 ? 1 : 2 + (isFour ? 2 : 0);
      return { token: { kind: "text", bytes: bytes.slice(at, at + length) }, length };
    }
  }
}

function command(lengths: Lengths, prefix: string, code: number): Read {
  const letter = String.fromCodePoint(code);
  const following = lengths[letter];
  if (following === undefined)
    return { token: { kind: "unknown", command: `${prefix} ${letter}` }, length: 2 };
  const length = 2 + following;
  if (prefix === "ESC" && letter === "p") return { token: { kind: "pulse" }, length };
  if (prefix === "GS" && letter === "r") return { token: { kind: "question" }, length };
  return { token: { kind: "setting" }, length };
}

function groupCommand(bytes: readonly number[], at: number, code: number): Read {
  // GS V 65 and 66 feed first and say how far; the others have no second number.
  if (code === 0x56) return { token: { kind: "cut" }, length: [65, 66].includes(bytes[at + 2] ?? 0) ? 4 : 3 };
  if (code === 0x76) {
    const [xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = bytes.slice(at + 4, at + 8);
    const dots = (xLow + xHigh * 256) * (yLow + yHigh * 256);
    // Until its head is here it cannot be known how long it is.
    return { token: { kind: "picture" }, length: at + 8 > bytes.length ? 8 : 8 + dots };
  }
  return command(gs, "GS", code);
}
