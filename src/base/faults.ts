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

/** A list that keeps the first faults and counts the others. */
export interface FaultList {
  /** @param make  called only while the list has room */
  readonly add: (make: () => Fault) => void;
  readonly list: () => Fault[];
}

/** An empty list of faults: an input of megabytes may have millions, and nobody reads more than the first. */
export function openFaults(): FaultList {
  const faults: Fault[] = [];
  let unlisted = 0;
  return {
    add: (make) => {
      if (faults.length < faultsMax) faults.push(make());
      else unlisted += 1;
    },
    list: () =>
      unlisted === 0 ? faults : [...faults, { path: "", value: "", reason: `另有 ${unlisted} 处错误未列出` }],
  };
}

/** The first of many faults, with the number of the others. */
export function firstFaults(all: readonly Fault[]): Fault[] {
  const faults = openFaults();
  for (const fault of all) faults.add(() => fault);
  return faults.list();
}

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { code: "invalid_union" }>;
type PlainIssue = Exclude<Issue, UnionIssue | { code: "unrecognized_keys" }>;

/**
 * Turns what zod found into faults with a path, the value and a reason in Chinese, all at once.
 *
 * @param input  the very value that was parsed
 */
export function faultsOf(issues: readonly Issue[], input: unknown): Fault[] {
  const faults = openFaults();
  for (const issue of issues) collect(issue, [], { input, faults });
  return faults.list();
}

/** Writes a path the way people read it: items[0].price. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else text += text === "" ? cut(String(key)) : `.${cut(String(key))}`;
  }
  return text;
}

/** Shows a value in a message without letting a huge or odd one through. */
export function shorten(value: unknown): string {
  if (value === undefined) return "";
  // Cut first: to quote a text of megabytes for its first line would copy all of it.
  return cut(
    typeof value === "string" ? JSON.stringify(value.slice(0, valueLengthMax + 1)) : describe(value),
  );
}

/** The first characters of a text, never half of one that takes two code units. */
function cut(text: string): string {
  if (text.length <= valueLengthMax) return text;
  const start = text.slice(0, valueLengthMax);
  return `${start.isWellFormed() ? start : start.slice(0, -1)}…`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `列表（${value.length} 项）`;
  if (value !== null && typeof value === "object") return "对象";
  return String(value);
}

interface Found {
  readonly input: unknown;
  readonly faults: FaultList;
}

function collect(issue: Issue, before: readonly PropertyKey[], found: Found): void {
  const path = [...before, ...issue.path];
  const add = (key: readonly PropertyKey[], reason: (value: unknown) => string): void => {
    found.faults.add(() => {
      const value = at(found.input, key);
      return { path: formatPath(key), value: shorten(value), reason: reason(value) };
    });
  };
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) add([...path, key], () => "未知字段");
    return;
  }
  if (issue.code !== "invalid_union") {
    add(path, (value) => reasonOf(issue, value));
    return;
  }
  // A union's own message says nothing: the branch that got furthest is the one that was meant.
  const [meant] = issue.errors.toSorted(byDepth);
  if (meant === undefined) add(path, (value) => (value === undefined ? missing : reasonOfUnion(issue)));
  else for (const inner of meant) collect(inner, path, found);
}

/** Deepest first, of equals the one with fewer faults. */
function byDepth(a: readonly Issue[], b: readonly Issue[]): number {
  const deeper = depth(b) - depth(a);
  return deeper === 0 ? a.length - b.length : deeper;
}

function depth(issues: readonly Issue[]): number {
  return issues.reduce((deepest, issue) => Math.max(deepest, issue.path.length), 0);
}

/** Words for what a file can hold; zod's own names stand for the rest. */
const typeNames: Readonly<Record<string, string>> = {
  string: "带引号的文本",
  number: "数字",
  int: "整数",
  boolean: "true 或 false",
  array: "列表",
  tuple: "列表",
  object: "对象",
  record: "对象",
};

const missing = "缺少必填字段";

function reasonOf(issue: PlainIssue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined ? missing : `类型应为${typeNames[issue.expected] ?? ` ${issue.expected}`}`;
    case "invalid_value":
      return value === undefined ? missing : oneOf(issue.values);
    case "too_small":
      return `不得少于 ${String(issue.minimum)}`;
    case "too_big":
      return `不得多于 ${String(issue.maximum)}`;
    case "custom":
    case "invalid_format":
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
      return issue.message;
  }
}

/** No branch says more: the word that chooses between them is none of theirs. */
function reasonOfUnion(issue: UnionIssue): string {
  const options = "options" in issue ? issue.options : undefined;
  return options === undefined ? issue.message : oneOf(options);
}

function oneOf(values: readonly z.core.util.Primitive[]): string {
  return `只能是 ${values.map(shorten).join(" / ")}`;
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input;
  for (const key of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
