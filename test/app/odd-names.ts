import { randomFrom } from "../oracle/random.ts";

/** Characters of names, each with what it is looked up as: nothing for what is left out. Few, so that parts repeat. */
const lookedUpAs = {
  头: "头",
  孢: "孢",
  呋: "呋",
  𠮷: "𠮷",
  "\u{e000}": "\u{e000}",
  "💊": "💊",
  "🏽": "🏽",
  "×": "×",
  "0": "0",
  "5": "5",
  "５": "5",
  g: "g",
  G: "g",
  Ａ: "a",
  é: "e",
  ß: "ss",
  σ: "σ",
  ς: "σ",
  μ: "μ",
  µ: "μ",
  "㎎": "mg",
  Ⅳ: "iv",
  ".": ".",
  "．": ".",
  "。": "",
  " ": "",
  "\u3000": "",
  "\u0000": "",
  "\u200d": "",
  "\ufe0f": "",
  "\u0301": "",
  "(": "",
  "）": "",
  '"': "",
  "*": "",
  "+": "",
  "-": "",
  "^": "",
  "%": "",
  "'": "",
  "~": "",
} as const;

/** What of a name made of these characters counts when it is looked up; a point counts between digits. */
export function lookedUp(name: string): string {
  const kept = Array.from(name, (one) => lookedUpAs[one as keyof typeof lookedUpAs]).filter(
    (one) => one !== "",
  );
  const counts = (one: string, at: number): boolean =>
    one !== "." || (isDigit(kept[at - 1]) && isDigit(kept[at + 1]));
  return kept.filter(counts).join("");
}

function isDigit(one: string | undefined): boolean {
  return one !== undefined && /[0-9]/.test(one);
}

/** Names as no catalogue should have them. */
export function oddNames(seed: number, count: number): string[] {
  const random = randomFrom(seed);
  const all = Object.keys(lookedUpAs);
  const digits = ["0", "5", "５", "."];
  return Array.from({ length: count }, () =>
    Array.from({ length: random.whole(1, 14) }, () => random.pick(random.chance(0.3) ? digits : all)).join(
      "",
    ),
  );
}
