import type { z } from "zod";

/** One thing wrong with an input: where, what was there (shortened), and why it cannot be taken. */
export interface Fault {
  readonly path: string;
  readonly value: string;
  readonly reason: string;
}

/** More than this many faults help nobody; the rest is counted. */
const faultsMax = 200;
const valueLengthMax = 80;

type Issue = z.core.$ZodIssue;

/**
 * Turns what zod found into faults with a path, the value and a reason in Chinese, all at once.
 *
 * @param input  the very value that was parsed
 */
export function faultsOf(issues: readonly Issue[], input: unknown): Fault[] {
  const faults: Fault[] = [];
  for (const issue of issues) collect(issue, [], input, faults);
  if (faults.length <= faultsMax) return faults;
  return [
    ...faults.slice(0, faultsMax),
    { path: "", value: "", reason: `另有 ${faults.length - faultsMax} 处错误未列出` },
  ];
}

/** Writes a path the way people read it: items[0].price. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else text += text === "" ? String(key) : `.${String(key)}`;
  }
  return text;
}

/** Shows a value in a message without letting a huge or odd one through. */
export function shorten(value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? JSON.stringify(value) : describe(value);
  return text.length <= valueLengthMax ? text : `${text.slice(0, valueLengthMax)}…`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `列表（${value.length} 项）`;
  if (value !== null && typeof value === "object") return "对象";
  return String(value);
}

function collect(issue: Issue, before: readonly PropertyKey[], input: unknown, into: Fault[]): void {
  const path = [...before, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      into.push({ path: formatPath([...path, key]), value: shorten(at(input, [...path, key])), reason: "未知字段" });
    }
    return;
  }
  if (issue.code === "invalid_union") {
    // A union's own message says nothing: the branch that got furthest is the one that was meant.
    const branches = issue.errors.filter((branch) => branch.length > 0);
    branches.sort((a, b) => depth(b) - depth(a) || a.length - b.length);
    const best = branches[0];
    if (best !== undefined) {
      for (const inner of best) collect(inner, path, input, into);
      return;
    }
  }
  into.push({ path: formatPath(path), value: shorten(at(input, path)), reason: reasonOf(issue, at(input, path)) });
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length));
}

function reasonOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "custom":
      return issue.message;
    case "invalid_type":
      return value === undefined ? "缺少必填字段" : `类型应为 ${issue.expected}`;
    case "invalid_value":
      return `只能是 ${issue.values.map((one) => JSON.stringify(one)).join(" / ")}`;
    case "invalid_format":
      return issue.message;
    case "too_small":
      return `不得少于 ${String(issue.minimum)}`;
    case "too_big":
      return `不得多于 ${String(issue.maximum)}`;
    case "unrecognized_keys":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
      return issue.message;
  }
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input;
  for (const key of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
