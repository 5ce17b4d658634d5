import type { Database } from "better-sqlite3";

/**
 * How many characters stand together in the index of the names. Three are rare enough that the index alone tells the few
 * names that have a phrase; one or two are looked up as the beginning of three.
 */
const width = 3;

/** What a name is found by: neither blanks nor punctuation, neither case, accents nor the width of letters count. */
function foldName(text: string): string {
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

/** What the index holds of a name: from each of its characters on so many as stand together, parted by blanks. */
export function partsOfName(name: string): string {
  const characters = Array.from(foldName(name));
  return characters.map((_, at) => characters.slice(at, at + width).join("")).join(" ");
}

/** The question to the index for names that have a phrase in them; null when there is nothing to look for. */
export function matchOfPhrase(phrase: string): string | null {
  const characters = Array.from(foldName(phrase));
  if (characters.length === 0) return null;
  if (characters.length < width) return `"${characters.join("")}"*`;
  const whole = characters.length - width + 1;
  return `"${partsOfName(phrase).split(" ").slice(0, whole).join(" ")}"`;
}

/** Lets the migrations make the parts of names that are there already. */
export function definePartsOfName(db: Database): void {
  db.function("parts_of_name", { deterministic: true }, (name: unknown) => partsOfName(String(name)));
}
