import type { Database } from "better-sqlite3";

/**
 * How many characters stand together in the index of the names. Three are rare enough that the index alone tells the few
 * names that have a phrase; one or two are looked up as the beginning of three.
 */
const width = 3;

/** What a name is found by: neither blanks nor punctuation, neither case, accents nor the width of letters count. */
export function foldName(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replace(dropped, "")
      .replace(noDecimalPoint, "")
      // Upper case, as lower case of a sigma depends on what comes after it.
      .toUpperCase()
  );
}

/** The ASCII symbols are named, as the index would part words at them; private characters are rare ones of names. */
const dropped = /(?!\.)[\p{P}\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}$+<=>^`|~]/gu;
/** 1.5 is not 15; any other point is punctuation. */
const noDecimalPoint = /(?<!\d)\.|\.(?!\d)/g;

/** What the index holds of a name: from each of its characters on so many as stand together. */
export function partsOfName(name: string): readonly string[] {
  const characters = Array.from(foldName(name));
  return characters.map((_, at) => characters.slice(at, at + width).join(""));
}

/** The parts that a name with a phrase in it has one after the other; of a short phrase the beginning of one part. */
export function partsOfPhrase(phrase: string): readonly string[] {
  const parts = partsOfName(phrase);
  return parts.slice(0, Math.max(1, parts.length - width + 1));
}

/** Whether a part has all its characters: one that is shorter ends its name. */
export function isWholePart(part: string): boolean {
  return Array.from(part).length === width;
}

/** Lets the migrations make the parts of names that are there already. */
export function definePartsOfName(db: Database): void {
  db.function("parts_of_name", { deterministic: true }, (name: unknown) =>
    partsOfName(String(name)).join(" "),
  );
}
