import { parseSync, visitorKeys } from "oxc-parser";
import type { Comment, Node, Program } from "oxc-parser";

/** One fault found in one place, printed as `path:line rule — reason`. */
export type Finding = {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly reason: string;
};

/** A file of the repository as the rules see it. */
export type Source = {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The syntax tree, or null when the file is not TypeScript or JavaScript. */
  readonly code: Code | null;
  /** The line, from 1, on which an offset into the text lies. */
  readonly lineAt: (offset: number) => number;
};

export type Code = {
  readonly program: Program;
  readonly comments: readonly Comment[];
  /** What the parser could not read: a file of which the rules saw nothing must not look clean. */
  readonly faults: readonly { readonly offset: number; readonly message: string }[];
};

const parsedName = /\.[cm]?[jt]sx?$/;

/** Makes a source from a path and its text. The tree is read when a rule first asks for it. */
export function makeSource(path: string, text: string): Source {
  const lineStarts = startsOfLines(text);
  let code: Code | null | undefined;
  return {
    path,
    text,
    get code() {
      if (code === undefined) code = parsedName.test(path) ? parse(path, text) : null;
      return code;
    },
    lineAt: (offset) => lineOf(lineStarts, offset),
  };
}

function parse(path: string, text: string): Code {
  const { program, comments, errors } = parseSync(path, text, { preserveParens: false });
  return {
    program,
    comments,
    faults: errors.map((error) => ({ offset: error.labels[0]?.start ?? 0, message: error.message })),
  };
}

/** Visits every node below `node` from the outside in. `parents` are the nodes around it, the nearest last. */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => void): void {
  const parents: Node[] = [];
  const step = (current: Node): void => {
    visit(current, parents);
    parents.push(current);
    for (const child of children(current)) step(child);
    parents.pop();
  };
  step(node);
}

function* children(node: Node): Generator<Node> {
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key);
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield child;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The constant text of a string literal or of a template, its holes shown as "…"; null for any other node. */
export function constantText(node: Node): string | null {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : null;
  if (node.type === "TemplateLiteral")
    return node.quasis.map((part) => part.value.cooked ?? part.value.raw).join("…");
  return null;
}

/** `a.b.c` of nested member expressions, calls seen through: `it.each(rows)` is `it.each`. Null when it starts elsewhere. */
export function dottedName(node: Node): string | null {
  if (node.type === "Identifier") return node.name;
  if (node.type === "CallExpression") return dottedName(node.callee);
  if (node.type === "TaggedTemplateExpression") return dottedName(node.tag);
  if (node.type !== "MemberExpression") return null;
  const object = dottedName(node.object);
  const property = node.computed
    ? constantText(node.property)
    : node.property.type === "Identifier"
      ? node.property.name
      : null;
  return object === null || property === null ? null : `${object}.${property}`;
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? Infinity) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
