/** Characters in a line of paper: 58 mm and 80 mm wide. */
export type RollWidth = 32 | 48;

/** Places that a text takes in a fixed pitch: a Chinese character takes two. */
export function placesOf(text: string): number {
  let places = 0;
  for (const character of text) places += placesOfCharacter(character);
  return places;
}

function placesOfCharacter(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 || code === 0xa0 ? 1 : 2;
}

/** A text cut into lines of at most so many places; words and numbers stay whole where they fit. */
export function wrap(text: string, places: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of partsOf(text, places)) {
    if (placesOf(line) + placesOf(part) > places) {
      lines.push(line.trimEnd());
      line = part.trimStart();
    } else {
      line += part;
    }
  }
  if (line.trim() !== "" || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Runs of Latin letters and digits, and every other character by itself; what is longer than a line is cut. */
function partsOf(text: string, places: number): string[] {
  const clean = text.replaceAll(/\p{C}/gu, "").replaceAll(/\s+/gu, " ").trim();
  // Closing punctuation stays with what it closes.
  const parts = clean.match(/[!-~]+[，。；：、）》”]*|.[，。；：、）》”]*/gu) ?? [];
  return parts.flatMap((part) => cut(part, places));
}

function cut(part: string, places: number): string[] {
  if (placesOf(part) <= places) return [part];
  const pieces: string[] = [];
  let piece = "";
  for (const character of part) {
    if (placesOf(piece) + placesOfCharacter(character) > places) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** A text at the left and one at the right edge; on lines of their own where they do not fit beside each other. */
export function spread(left: string, right: string, places: number): string[] {
  const lines = wrap(left, places);
  const last = lines.at(-1) ?? "";
  const gap = places - placesOf(last) - placesOf(right);
  if (gap >= 1) return [...lines.slice(0, -1), `${last}${" ".repeat(gap)}${right}`];
  const ends = wrap(right, places).map((end) => `${" ".repeat(places - placesOf(end))}${end}`);
  return [...lines, ...ends];
}

/** A text as the markup of a receipt takes it literally: its signs mean nothing, its blanks stay. */
export function literal(text: string): string {
  return text
    .replaceAll(/\p{C}/gu, "")
    .replaceAll(/[\\|{}~_"`^=-]/g, (sign) => `\\${sign}`)
    .replaceAll(" ", "~");
}
