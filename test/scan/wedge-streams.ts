import { gs } from "../../src/scan/gs1.ts";
import type { WedgeKey } from "../../src/scan/wedge-key.ts";
import type { Random } from "../oracle/random.ts";

/** A stream of keys, and what was meant by it. */
export interface Stream {
  readonly keys: readonly WedgeKey[];
  /** What people typed, Enter as \n and Backspace as \b, in order. */
  readonly typed: string;
  readonly scans: readonly string[];
}

export interface StreamShape {
  readonly inputMethod: boolean;
  /** Whether the scanner sends Enter. */
  readonly enter: boolean;
  readonly wordsPerMinute: number;
}

const plainKey: Omit<WedgeKey, "key" | "code" | "timeStamp"> = {
  isComposing: false,
  repeat: false,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  capsLock: false,
};

const shiftedSigns: Readonly<Record<string, string>> = {
  "|": "Backslash",
  "(": "Digit9",
  ")": "Digit0",
  ":": "Semicolon",
};
const plainSigns: Readonly<Record<string, string>> = {
  "]": "BracketRight",
  "-": "Minus",
  " ": "Space",
  ".": "Period",
};

/** The keys of one character, as a scanner or a person types it; under an input method without its name. */
export function keysOf(char: string, timeStamp: number, inputMethod = false): WedgeKey[] {
  const named = (code: string, more: Partial<WedgeKey> = {}): WedgeKey => {
    const key = inputMethod && !/^(?:Enter|Tab|Backspace)$/.test(code) ? "Process" : char;
    return { ...plainKey, key, code, timeStamp, ...more };
  };
  if (char === "\n") return [named("Enter", { key: "Enter" })];
  if (char === "\b") return [named("Backspace", { key: "Backspace" })];
  if (char === gs) return [{ ...plainKey, key: "]", code: "BracketRight", ctrlKey: true, timeStamp }];
  const shift: WedgeKey = { ...plainKey, key: "Shift", code: "ShiftLeft", shiftKey: true, timeStamp };
  if (/[A-Z]/.test(char)) return [shift, named(`Key${char}`, { shiftKey: true })];
  if (/[a-z]/.test(char)) return [named(`Key${char.toUpperCase()}`)];
  if (/\d/.test(char)) return [named(`Digit${char}`)];
  const shifted = shiftedSigns[char];
  if (shifted !== undefined) return [shift, named(shifted, { shiftKey: true })];
  return [named(plainSigns[char] ?? "")];
}

/** Some minutes at a counter: words typed, codes scanned, one after the other. */
export function makeStream(random: Random, shape: StreamShape): Stream {
  const keys: WedgeKey[] = [];
  const scans: string[] = [];
  let typed = "";
  let now = random.whole(0, 10_000);
  for (let part = random.whole(3, 10); part > 0; part -= 1) {
    if (random.chance(0.5)) {
      const text = typing(random);
      typed += text;
      for (const char of text) {
        keys.push(...keysOf(char, now, shape.inputMethod));
        now += typistGap(random, shape.wordsPerMinute);
      }
      // A hand goes from the keys to the scanner.
      now += random.whole(50, 1500);
    } else {
      // Several in a row now and then.
      for (let scan = random.chance(0.3) ? random.whole(2, 4) : 1; scan > 0; scan -= 1) {
        const code = codeOf(random);
        scans.push(code);
        now = scanInto(keys, `${code}${shape.enter ? "\n" : ""}`, now, { random, shape });
        now += random.whole(130, 900);
      }
    }
  }
  return { keys, typed, scans };
}

function scanInto(
  keys: WedgeKey[],
  text: string,
  from: number,
  { random, shape }: { readonly random: Random; readonly shape: StreamShape },
): number {
  // Each scanner has its pace; the bus makes one key in fifty late.
  const pace = random.whole(1, 20);
  let now = from;
  for (const char of text) {
    keys.push(...keysOf(char, now, shape.inputMethod));
    now += pace * (0.8 + random.whole(0, 400) / 1000) + (random.chance(0.02) ? random.whole(5, 16) : 0);
  }
  return now;
}

/** A log-normal wait around the pace, as measured of typists; the fastest pairs roll over each other. */
function typistGap(random: Random, wordsPerMinute: number): number {
  const mean = 60_000 / (wordsPerMinute * 5);
  let normal = -6;
  for (let at = 0; at < 12; at += 1) normal += random.whole(0, 1_000_000) / 1_000_000;
  return Math.max(22, mean * Math.exp(normal * 0.35));
}

function typing(random: Random): string {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const pieces = Array.from({ length: random.whole(1, 5) }, () => {
    const size = random.whole(1, 9);
    if (random.chance(0.3)) return digits(random, size);
    return Array.from({ length: size }, () => letters[random.whole(0, 25)] ?? "a").join("");
  });
  const text = pieces.join(" ");
  const corrected = random.chance(0.2) ? `${text}\b` : text;
  return random.chance(0.4) ? `${corrected}\n` : corrected;
}

function digits(random: Random, size: number): string {
  return Array.from({ length: size }, () => String(random.whole(0, 9))).join("");
}

function withCheckDigit(body: string): string {
  let sum = 0;
  for (let at = 0; at < body.length; at += 1)
    sum += Number(body[body.length - 1 - at]) * (at % 2 === 0 ? 3 : 1);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Codes of a counter, leading zeros among them; also some whose shape says nothing. */
export function codeOf(random: Random): string {
  const gtin = withCheckDigit(`069${digits(random, 10)}`);
  const serial = digits(random, random.whole(6, 12));
  return random.weighed<() => string>([
    [5, () => withCheckDigit(`69${digits(random, 10)}`)],
    [2, () => withCheckDigit(`00${digits(random, 10)}`)],
    [2, () => withCheckDigit(digits(random, 7))],
    [3, () => `8${digits(random, 19)}`],
    [3, () => digits(random, 28)],
    [2, () => `01${gtin}1726123110B${digits(random, 4)}${gs}21${serial}`],
    [
      1,
      () => `420300|990300199001010000|C${digits(random, 8)}|0123|ZHANG SAN|00|3.00|20200101|20300101|T1|D1|`,
    ],
    [2, () => `CF-${digits(random, random.whole(8, 20))}`],
  ])();
}
