import type { RollWidth } from "./roll-text.ts";
import { literal, placesOf, spread, wrap } from "./roll-text.ts";

/** A paper in the making, line by line: the markup that printer and preview are both made from. */
export interface Roll {
  readonly width: RollWidth;
  /** In the middle, twice as wide and high where it fits. */
  readonly title: (text: string) => void;
  /** In the middle, white on black: what must not be overlooked. */
  readonly mark: (text: string) => void;
  readonly centred: (text: string) => void;
  readonly text: (text: string, style?: Style) => void;
  readonly pair: (left: string, right: string, style?: Style) => void;
  /** A sum that is read from across the counter. */
  readonly sum: (left: string, right: string) => void;
  readonly rule: () => void;
  readonly gap: () => void;
  readonly qr: (data: string) => void;
  readonly source: () => string;
}

export interface Style {
  readonly strong?: boolean;
  /** Places before the text. */
  readonly indent?: number;
}

/** Begins a paper of so many places a line. */
export function openRoll(width: RollWidth): Roll {
  const lines: string[] = ["{border:none;text:nowrap}"];
  const put = (text: string, { strong = false, indent = 0 }: Style): void => {
    const shown = `${" ".repeat(indent)}${text}`;
    lines.push(`|${strong ? `"${literal(shown)}"` : literal(shown)}`);
  };
  return {
    width,
    title: (text) => {
      for (const line of wrap(text, width / 2)) lines.push(`"^^^${literal(line)}"`);
    },
    mark: (text) => {
      for (const line of wrap(text, width - 2)) lines.push(`^^\`~${literal(line)}~\``);
    },
    centred: (text) => {
      for (const line of wrap(text, width)) lines.push(literal(line));
    },
    text: (text, style = {}) => {
      for (const line of wrap(text, width - (style.indent ?? 0))) put(line, style);
    },
    pair: (left, right, style = {}) => {
      for (const line of spread(left, right, width - (style.indent ?? 0))) put(line, style);
    },
    sum: (left, right) => {
      lines.push(sumLine(left, right, width));
    },
    rule: () => lines.push("-"),
    gap: () => lines.push(""),
    qr: (data) => lines.push(`{code:${data};option:qrcode,4,m;align:center}`),
    source: () => `${lines.join("\n")}\n`,
  };
}

/** The amount twice as wide where there is room, else only twice as high; nothing of it is ever cut off. */
function sumLine(left: string, right: string, width: RollWidth): string {
  const room = width - placesOf(left);
  const isWide = placesOf(right) * 2 < room;
  const size = isWide ? "^^^" : "^^";
  const gap = Math.max(1, room - placesOf(right) * (isWide ? 2 : 1));
  return `|"^^${literal(left)}^^${literal(" ".repeat(gap))}${size}${literal(right)}${size}"`;
}
