import { visit } from "jsonc-parser";

import { present } from "./assert.ts";
import type { Fault } from "./faults.ts";
import { formatPath, openFaults, shorten } from "./faults.ts";

export type StrictJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Nothing we read nests deeper; a text that does is an attack on whoever walks it. */
const depthMax = 32;
/** Libraries that copy objects drop this key in silence, or worse, take it at its word. */
const forbiddenKey = "__proto__";

/**
 * Reads JSON and refuses what JSON.parse takes in silence: a key that stands twice in one object (the second would win),
 * a key that names the prototype, and nesting without end.
 *
 * @returns the value, or every such key with its path; never throws, whatever the text
 */
export function parseStrictJson(text: string): StrictJson {
  // First, and on the text: what a repeated key hides nests as deep as it likes, and the walk for its path would follow.
  const { colons, depth } = measure(text);
  if (depth > depthMax) return refuse({ path: "", value: "", reason: `嵌套超过 ${depthMax} 层` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse({ path: "", value: shorten(text), reason: "不是有效的 JSON" });
  }
  // Every key of valid JSON is followed by one colon, so a colon too many is a key that got lost in parsing.
  if (countKeys(value) === colons) return { ok: true, value };
  return { ok: false, faults: findBadKeys(text) };
}

function refuse(fault: Fault): StrictJson {
  return { ok: false, faults: [fault] };
}

/** Colons outside of strings, and how deep brackets nest. */
function measure(text: string): { readonly colons: number; readonly depth: number } {
  let colons = 0;
  let depth = 0;
  let open = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x3a) colons += 1;
    else if (code === 0x7b || code === 0x5b) {
      open += 1;
      if (open > depth) depth = open;
    } else if (code === 0x7d || code === 0x5d) open -= 1;
  }
  return { colons, depth };
}

/** Keys of all objects inside; NaN, which equals no count, when one is the forbidden key. */
function countKeys(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  if (Object.hasOwn(value, forbiddenKey)) return Number.NaN;
  const inner: readonly unknown[] = Object.values(value);
  let count = Array.isArray(value) ? 0 : inner.length;
  for (const one of inner) count += countKeys(one);
  return count;
}

function findBadKeys(text: string): Fault[] {
  const faults = openFaults();
  const seen: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      seen.push(new Set());
    },
    onObjectEnd: () => {
      seen.pop();
    },
    onObjectProperty: (key, _offset, _length, _line, _column, path) => {
      const add = (reason: string): void => {
        faults.add(() => ({ path: formatPath([...path(), key]), value: "", reason }));
      };
      const keys = present(seen.at(-1), "the object of a key");
      if (keys.has(key)) add("字段重复出现");
      else if (key === forbiddenKey) add("不允许的字段名");
      keys.add(key);
    },
  });
  return faults.list();
}
