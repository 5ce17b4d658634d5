import type { Framing } from "../../src/scan/framing.ts";
import type { Words } from "../words/words.ts";
import { readableBytes } from "./bytes-text.ts";

/** A framing as people say it: what begins a code, what ends it. */
export function framingWords({ prefix, ends, idleMs }: Framing, words: Words["devices"]["framing"]): string {
  const silence = idleMs === null ? [] : [ends.length > 0 ? words.idle(idleMs) : words.idleOnly(idleMs)];
  return [
    ...(prefix === "" ? [] : [words.begins(readableBytes(prefix))]),
    ...(ends.length === 0 ? [] : [words.ends(ends.map(readableBytes).join(words.or))]),
    ...silence,
  ].join(" · ");
}
