/** A scan without the identifier that a scanner may set before it. */
export interface AimRead {
  readonly text: string;
  /** Code letter and modifier (`E0`, `d2`), null when the scanner sends none. */
  readonly symbology: string | null;
}

/** Symbologies whose FNC1 says that the text is GS1: GS1-128, DataBar, DataMatrix, QR, DotCode. */
const gs1Symbologies = ["C1", "e0", "e1", "e2", "d2", "d5", "Q3", "Q4", "J1", "J4"];

/**
 * Takes the AIM identifier off (ISO/IEC 15424: `]`, a letter, a modifier). A text that merely begins with a bracket
 * stays as it is.
 */
export function readAim(text: string): AimRead {
  const found = /^\]([A-Za-z][0-9A-Za-z])/.exec(text);
  if (found === null) return { text, symbology: null };
  return { text: text.slice(3), symbology: found[1] ?? null };
}

/** Whether the symbology itself promises a GS1 element string. */
export function saysGs1(symbology: string | null): boolean {
  return symbology !== null && gs1Symbologies.includes(symbology);
}
