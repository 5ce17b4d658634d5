/** A name as it may lie on a counter: the first character, and the last of three or more. */
export function maskName(name: string): string {
  const characters = Array.from(name);
  const [first = "", ...rest] = characters;
  if (rest.length === 0) return first === "" ? "" : "*";
  const last = rest.length === 1 ? "" : (rest.at(-1) ?? "");
  return `${first}${"*".repeat(rest.length - Array.from(last).length)}${last}`;
}

/** A number that names a person: what is in the middle is hidden, at least half of it. */
export function maskNumber(number: string): string {
  const characters = Array.from(number);
  const shown = Math.min(4, Math.floor(characters.length / 4));
  const hidden = characters.length - 2 * shown;
  const tail = shown === 0 ? "" : characters.slice(-shown).join("");
  return `${characters.slice(0, shown).join("")}${"*".repeat(hidden)}${tail}`;
}
