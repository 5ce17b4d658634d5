import { visit } from "jsonc-parser";

import type { Fault } from "./faults.ts";
import { formatPath, shorten } from "./faults.ts";

export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Nothing we read nests deeper; a text that does is an attack on whoever walks it. */
const depthMax = 32;
const forbiddenKey = "__proto__";

/**
 * Reads JSON and refuses what JSON.parse takes in silence: a key that stands twice in one object (the second would win),
 * and nesting without end.
 */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, faults: [{ path: "", value: shorten(text), reason: "不是有效的 JSON" }] };
  }
  const keys = countKeys(value);
  if (keys === null) return { ok: false, faults: [{ path: "", value: "", reason: `嵌套超过 ${depthMax} 层` }] };
  if (Number.isNaN(keys)) {
    return { ok: false, faults: [{ path: "", value: shorten(forbiddenKey), reason: "不允许的字段名" }] };
  }
  // Every key of valid JSON is followed by one colon, so a colon too many is a key that got lost in parsing.
  if (keys === countColons(text)) return { ok: true, value };
  return { ok: false, faults: findDuplicates(text) };
}

/** Keys of all objects inside; null when they nest too deep, NaN when one is the forbidden key. */
function countKeys(value: unknown): number | null {
  let count = 0;
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return null;
    const next: unknown[] = [];
    for (const one of level) {
      if (one === null || typeof one !== "object") continue;
      // Libraries that copy objects drop this key in silence, or worse, take it at its word.
      if (Object.hasOwn(one, forbiddenKey)) return Number.NaN;
      const inner = Object.values(one);
      if (!Array.isArray(one)) count += inner.length;
      for (const child of inner) if (child !== null && typeof child === "object") next.push(child);
    }
    level = next;
  }
  return count;
}

function countColons(text: string): number {
  let count = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x3a) count += 1;
  }
  return count;
}

function findDuplicates(text: string): Fault[] {
  const faults: Fault[] = [];
  const seen: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      seen.push(new Set());
    },
    onObjectEnd: () => {
      seen.pop();
    },
    onObjectProperty: (key, _offset, _length, _line, _column, path) => {
      const keys = seen.at(-1);
      if (keys?.has(key) === true) {
        faults.push({ path: formatPath([...path(), key]), value: "", reason: "字段重复出现" });
      }
      keys?.add(key);
    },
  });
  return faults;
}
