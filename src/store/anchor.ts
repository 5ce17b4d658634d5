import { hash as digest } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

import { StoreError } from "./store-error.ts";

/** The last entry of the audit chain that was committed. */
export interface Tail {
  readonly number: number;
  readonly hash: Buffer;
}

/**
 * The tail of the chain, kept beside the books. A log that lost its end looks to SQLite like one that ended earlier:
 * only something outside of it can tell that commits are gone.
 */
export interface Anchor {
  /** Call after COMMIT has returned: the anchor may be behind the books, never ahead of them. */
  readonly note: (tail: Tail) => void;
  readonly close: () => void;
}

const format = "onestop-anchor/1";
const numberDigits = 15;

/** Where the anchor of a directory lies. */
function anchorOf(dir: string): string {
  return join(dir, "onestop.anchor");
}

export function openAnchor(dir: string): Anchor {
  const file = anchorOf(dir);
  const descriptor = existsSync(file) ? openSync(file, "r+") : openSync(file, "wx", 0o600);
  const open = new Set([descriptor]);
  return {
    note: (tail) => {
      try {
        writeSync(descriptor, textOf(tail), 0);
      } catch {
        // The commit is durable without it; an anchor that stays behind still tells of everything before.
      }
    },
    close: () => {
      // A second close would close whatever has the number by then.
      if (open.delete(descriptor)) closeSync(descriptor);
    },
  };
}

/** What was noted last; null where nothing has been. @throws StoreError DAMAGED when the note is not ours */
export function readAnchor(dir: string): Tail | null {
  const file = anchorOf(dir);
  const text = existsSync(file) ? readFileSync(file, "latin1") : "";
  if (text === "") return null;
  const [, number = "", hash = ""] = text.split(" ");
  const tail = { number: Number(number), hash: Buffer.from(hash, "hex") };
  if (!Number.isSafeInteger(tail.number) || textOf(tail) !== text)
    throw new StoreError("DAMAGED", "审计锚点文件已损坏，请用 onestop salvage 检查账本并转入新目录");
  return tail;
}

/** Books from elsewhere come into this directory: what was noted of others says nothing about them. */
export function dropAnchor(dir: string): void {
  rmSync(anchorOf(dir), { force: true });
}

/** One line of one length: written over in one call, it is the old line or the new one. */
function textOf({ number, hash }: Tail): string {
  const body = `${format} ${String(number).padStart(numberDigits, "0")} ${hash.toString("hex")}`;
  return `${body} ${digest("sha256", body).slice(0, 16)}\n`;
}
