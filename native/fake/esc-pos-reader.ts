/** What stands on the paper after some bytes, and what else they asked for. */
export interface PrintedPaper {
  /** Its lines, cut off at the last feed. */
  readonly text: string;
  readonly cuts: number;
  readonly pictures: number;
  /** Times the drawer was opened. */
  readonly pulses: number;
  /** Questions that are answered in their turn: GS r. */
  readonly questions: number;
  /** Commands that this reader does not know, in hex. */
  readonly unknown: readonly string[];
}

/** Where a reader is in a stream of bytes. */
interface Reading {
  readonly bytes: Uint8Array;
  at: number;
  text: number[];
  cuts: number;
  pictures: number;
  pulses: number;
  questions: number;
  readonly unknown: string[];
}

/** Arguments of the ESC commands that are used, by their letter: how many bytes follow. */
const escape: Readonly<Record<string, number>> = {
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
const group: Readonly<Record<string, number>> = { a: 1, L: 2, W: 2, B: 1, "!": 1, r: 1 };
const kanji: Readonly<Record<string, number>> = { S: 2, ".": 0, "&": 0, "-": 1 };

/** Reads ESC/POS as a printer for Chinese does, from the first byte; a command that is cut off ends it. */
export function readEscPos(bytes: Uint8Array): PrintedPaper {
  const reading: Reading = {
    bytes,
    at: 0,
    text: [],
    cuts: 0,
    pictures: 0,
    pulses: 0,
    questions: 0,
    unknown: [],
  };
  while (reading.at < bytes.length) readOne(reading);
  const { cuts, pictures, pulses, questions, unknown } = reading;
  const text = new TextDecoder("gb18030").decode(Uint8Array.from(reading.text));
  return { text, cuts, pictures, pulses, questions, unknown };
}

function readOne(reading: Reading): void {
  const byte = take(reading);
  switch (byte) {
    case 0x1b:
      return command(reading, escape, "1b");
    case 0x1d:
      return groupCommand(reading);
    case 0x1c:
      return command(reading, kanji, "1c");
    case 0x10:
      // DLE EOT n is answered at once, wherever it stands.
      reading.at += 2;
      return undefined;
    default:
      if (byte >= 0x80) return character(reading, byte);
      reading.text.push(byte);
      return undefined;
  }
}

/** Two bytes, or four where the second is a digit: a byte of a character is no command. */
function character(reading: Reading, first: number): void {
  const second = take(reading);
  reading.text.push(first, second);
  if (second >= 0x30 && second <= 0x39) reading.text.push(take(reading), take(reading));
}

function command(reading: Reading, known: Readonly<Record<string, number>>, prefix: string): void {
  const letter = String.fromCodePoint(take(reading));
  const count = known[letter];
  if (count === undefined) {
    reading.unknown.push(`${prefix} ${letter}`);
    return;
  }
  if (prefix === "1b" && letter === "p") reading.pulses += 1;
  if (prefix === "1d" && letter === "r") reading.questions += 1;
  reading.at += count;
}

function groupCommand(reading: Reading): void {
  const letter = String.fromCodePoint(reading.bytes[reading.at] ?? 0);
  if (letter === "V") {
    reading.at += 1;
    // GS V 66 n feeds first; the others have no second number.
    const mode = take(reading);
    if (mode === 65 || mode === 66) reading.at += 1;
    reading.cuts += 1;
    return;
  }
  if (letter === "v") {
    const [, , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = reading.bytes.subarray(reading.at);
    reading.at += 7 + (xLow + xHigh * 256) * (yLow + yHigh * 256);
    reading.pictures += 1;
    return;
  }
  command(reading, group, "1d");
}

function take(reading: Reading): number {
  const byte = reading.bytes[reading.at] ?? 0;
  reading.at += 1;
  return byte;
}
