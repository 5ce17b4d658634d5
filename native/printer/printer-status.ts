/** How a printer is, as far as it says. */
export type PrinterCondition =
  | { readonly state: "ready"; readonly paperLow: boolean }
  | { readonly state: "paperOut" | "coverOpen" | "offline" | "error" | "silent" | "gone" };

/** What a printer has said: its state of this moment, the answer to GS r in its turn, or four bytes it sends by itself. */
export type PrinterAnswer =
  | { readonly kind: "realtime"; readonly byte: number }
  | { readonly kind: "inOrder"; readonly byte: number }
  | { readonly kind: "automatic"; readonly condition: PrinterCondition };

/** DLE EOT n: 1 printer, 2 why offline, 3 which error, 4 paper. */
export type StatusQuestion = 1 | 2 | 3 | 4;

export function statusQuestion(n: StatusQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, n);
}

/** GS r 1: answered when everything before it is done. */
export const inOrderQuestion = Uint8Array.of(0x1d, 0x72, 0x01);

/** ESC p: the drawer's magnet, 50 ms on, 500 ms off. */
export function drawerPulse(pin: 2 | 5): Uint8Array {
  return Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, 25, 250);
}

/**
 * Sorts what a printer sends; the fixed bits of each answer tell which it is. What fits none is line noise or flow
 * control, and is passed over.
 *
 * @returns  takes the next bytes, gives the answers that are complete
 */
export function openAnswerReader(): (piece: Uint8Array) => readonly PrinterAnswer[] {
  let automatic: number[] = [];
  return (piece) => {
    const answers: PrinterAnswer[] = [];
    for (const byte of piece) {
      if (automatic.length > 0 && (byte & 0x90) === 0) {
        automatic.push(byte);
        if (automatic.length === 4) {
          answers.push({ kind: "automatic", condition: automaticCondition(automatic) });
          automatic = [];
        }
        continue;
      }
      automatic = [];
      if ((byte & 0x93) === 0x12) answers.push({ kind: "realtime", byte });
      else if ((byte & 0x93) === 0x10) automatic = [byte];
      else if ((byte & 0x90) === 0) answers.push({ kind: "inOrder", byte });
    }
    return answers;
  };
}

/** What the answers to the four questions mean together; the most helpful word first. */
export function conditionOf(answers: Readonly<Record<StatusQuestion, number>>): PrinterCondition {
  const { 1: printer, 2: offline, 3: error, 4: paper } = answers;
  if ((paper & 0x60) !== 0 || (offline & 0x20) !== 0) return { state: "paperOut" };
  if ((offline & 0x04) !== 0) return { state: "coverOpen" };
  if ((offline & 0x40) !== 0 || (error & 0x6c) !== 0) return { state: "error" };
  if ((printer & 0x08) !== 0) return { state: "offline" };
  return { state: "ready", paperLow: (paper & 0x0c) !== 0 };
}

function automaticCondition([first = 0, second = 0, third = 0]: readonly number[]): PrinterCondition {
  if ((third & 0x0c) !== 0) return { state: "paperOut" };
  if ((first & 0x20) !== 0) return { state: "coverOpen" };
  if ((second & 0x6c) !== 0) return { state: "error" };
  if ((first & 0x08) !== 0) return { state: "offline" };
  return { state: "ready", paperLow: (third & 0x03) !== 0 };
}
