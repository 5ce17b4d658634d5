import { CORE_SCHEMA, load } from "js-yaml";

import type { Fault } from "../base/faults.ts";

export type ReadYaml =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly faults: readonly Fault[] };

/** The longest file we ship has 30,000 characters; what is far longer is no pack. */
const charactersMax = 500_000;
const depthMax = 32;
/** What a file stands for once every reference is written out. */
const nodesMax = 200_000;

/**
 * Reads YAML 1.2 without tags of its own: texts, numbers, true, false, null, lists, maps. A key that stands twice is an
 * error, and so is a text that unfolds by references (`*name`) into something without measure.
 *
 * @returns the value, or one fault; never throws, whatever the text
 */
export function readYaml(text: string): ReadYaml {
  if (text.length > charactersMax) return refuse(`文件超过 ${charactersMax} 个字符`);
  let value: unknown;
  try {
    value = load(text, { schema: CORE_SCHEMA, maxDepth: depthMax });
  } catch (error) {
    return refuse(`YAML 语法错误：${firstLine(String(error))}`);
  }
  return countNodes(value, new Map()) > nodesMax ? refuse("引用（*）展开后过大或循环") : { ok: true, value };
}

function refuse(reason: string): ReadYaml {
  return { ok: false, faults: [{ path: "", value: "", reason }] };
}

/**
 * Nodes of a value with every reference written out; infinite when one refers to itself.
 *
 * @param counted  what is known by now, so that each node is walked once however often it is referred to
 */
function countNodes(value: unknown, counted: Map<object, number>): number {
  if (value === null || typeof value !== "object") return 1;
  const known = counted.get(value);
  if (known !== undefined) return known;
  // A node that is met again before it is counted contains itself.
  counted.set(value, Number.POSITIVE_INFINITY);
  let count = 1;
  for (const inner of Object.values(value)) count += countNodes(inner, counted);
  counted.set(value, count);
  return count;
}

function firstLine(text: string): string {
  return text.replace(/\n[^]*/, "").replace("YAMLException: ", "");
}
