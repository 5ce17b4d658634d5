import { gs } from "./gs1.ts";

/** A keydown as window and browser tell it; the fields of the DOM's event that matter, by their names there. */
export interface WedgeKey {
  readonly key: string;
  readonly code: string;
  /** ms; true even when the window was busy, unlike the time at which it is handled. */
  readonly timeStamp: number;
  readonly isComposing: boolean;
  readonly repeat: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** Only needed under an input method, where the key no longer says its case. */
  readonly capsLock: boolean;
}

/** What the keys beside letters and digits give on the keyboard that scanners pretend to be: US, plain and with shift. */
const signs: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Space: [" ", " "],
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Backslash: ["\\", "|"],
  Semicolon: [";", ":"],
  Quote: ["'", '"'],
  Backquote: ["`", "~"],
  Comma: [",", "<"],
  Period: [".", ">"],
  Slash: ["/", "?"],
  NumpadDecimal: [".", "."],
  NumpadAdd: ["+", "+"],
  NumpadSubtract: ["-", "-"],
  NumpadMultiply: ["*", "*"],
  NumpadDivide: ["/", "/"],
};
const shiftedDigits = ")!@#$%^&*(";

/**
 * The character a key stands for, also under an input method: it hides the key (`Process`) or turns it into another
 * sign, while the place on the keyboard stays true.
 *
 * @returns null for a key that writes nothing
 */
export function charOf(key: WedgeKey): string | null {
  // How scanners type the separator of GS1 fields.
  if (key.ctrlKey && !key.altKey && !key.metaKey) return key.code === "BracketRight" ? gs : null;
  if (key.altKey || key.metaKey) return null;
  if (/^[ -~]$/.test(key.key)) return key.key;
  if (key.key !== "Process" && Array.from(key.key).length !== 1) return null;
  return charAt(key) ?? (key.key === "Process" ? null : key.key);
}

/** Whether an input method has the key already: it cannot be held back, only taken back. */
export function isTakenByInputMethod(key: WedgeKey): boolean {
  return key.key === "Process" || key.isComposing;
}

/** Whether the key is Enter or Tab, of whichever part of the keyboard, input method or not. */
export function suffixOf(key: WedgeKey): "Enter" | "Tab" | null {
  if (key.ctrlKey || key.altKey || key.metaKey || key.shiftKey) return null;
  if (key.key === "Enter" || key.code === "Enter" || key.code === "NumpadEnter") return "Enter";
  return key.key === "Tab" || key.code === "Tab" ? "Tab" : null;
}

/** Keys that only change what others write. */
export function isModifier({ key, code }: WedgeKey): boolean {
  return (
    /^(?:Shift|Control|Alt|Meta|CapsLock|AltGraph|NumLock)$/.test(key) ||
    /^(?:Shift|Control|Alt|Meta)(?:Left|Right)$/.test(code)
  );
}

function charAt({ code, shiftKey, capsLock }: WedgeKey): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shiftKey === capsLock ? letter.toLowerCase() : letter;
  const digit = /^(Digit|Numpad)(\d)$/.exec(code);
  if (digit !== null)
    return digit[1] === "Digit" && shiftKey ? (shiftedDigits[Number(digit[2])] ?? null) : (digit[2] ?? null);
  const sign = Object.hasOwn(signs, code) ? signs[code] : undefined;
  return sign?.[shiftKey ? 1 : 0] ?? null;
}
