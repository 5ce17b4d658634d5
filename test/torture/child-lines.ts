import { readFileSync, writeSync } from "node:fs";

import type { Answer, Deed, Standing } from "./deeds.ts";

/** What a storm child is told, in a file. */
export interface StormOrder {
  readonly dir: string;
  readonly seed: number;
  /** Makes the keys of this storm its own. */
  readonly name: string;
  /** Deeds before it closes by itself. */
  readonly deeds: number;
  /** How often the log is moved into the file after a deed. */
  readonly tidyShare: number;
  readonly standing: readonly Standing[];
}

/** What a child to be killed in one long step is told. */
export type StepOrder =
  | { readonly does: "migrate"; readonly dir: string }
  | { readonly does: "backup"; readonly dir: string; readonly file: string }
  | { readonly does: "restore"; readonly dir: string; readonly file: string };

/** What a child says, a line each, before and after everything it does. */
export type Line =
  | { readonly says: "ready" | "open" | "tidies" | "tidied" | "closes" | "closed" }
  | { readonly says: "asks"; readonly key: string; readonly deed: Deed }
  | { readonly says: "answers"; readonly answer: Answer };

/** A deed that was asked for, with its answer; null: the child did not live to say it. */
export interface HeardDeed {
  readonly key: string;
  readonly deed: Deed;
  readonly answer: Answer | null;
}

/** Says a line whole before anything else happens: what has been heard has been done. */
export function say(line: Line): void {
  let rest = Buffer.from(`${JSON.stringify(line)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
}

/** What the parent of this process wrote for it. */
export function readOrder(file: string | undefined): unknown {
  return JSON.parse(readFileSync(file ?? "", "utf8"));
}

/** The lines of a text that were said whole; what is none of ours (a console has other voices) is passed over. */
export function linesIn(text: string): Line[] {
  return text
    .split("\n")
    .slice(0, -1)
    .flatMap((line) => {
      const at = line.indexOf('{"says":');
      return at === -1 ? [] : [JSON.parse(line.slice(at)) as Line];
    });
}

export function deedsIn(lines: readonly Line[]): HeardDeed[] {
  return lines.flatMap((line, at) => {
    if (line.says !== "asks") return [];
    const next = lines[at + 1];
    return [{ key: line.key, deed: line.deed, answer: next?.says === "answers" ? next.answer : null }];
  });
}

export type Phase = "load" | "start" | "commit" | "between" | "checkpoint" | "close" | "ended";

/** What a child was doing when it was killed. */
export function phaseOf(lines: readonly Line[]): Phase {
  const last = lines.at(-1)?.says;
  switch (last) {
    case undefined:
      return "load";
    case "ready":
      return "start";
    case "asks":
      return "commit";
    case "open":
    case "answers":
    case "tidied":
      return "between";
    case "tidies":
      return "checkpoint";
    case "closes":
      return "close";
    case "closed":
      return "ended";
  }
}
