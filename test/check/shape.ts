import type { ArrowFunctionExpression, Function, Node, ParamPattern } from "oxc-parser";

import { folderOrder, isCode, isPure, isToolConfig, placeOf } from "./house.ts";
import type { Fault, FileRule } from "./rule.ts";
import { faultsOfNodes } from "./rule.ts";
import type { Code, Source } from "./source.ts";
import { dottedName } from "./source.ts";

const fileLinesMax = 400;
const functionLinesMax = 60;
const parametersMax = 4;

/** Code lives in five rooms, and src has no folder that is not in the order of dependency. */
const rooms: FileRule = {
  name: "rooms",
  *check(source) {
    if (!isCode(source.path) || isToolConfig(source.path)) return;
    const place = placeOf(source.path);
    if (place.kind === "outside")
      yield { offset: 0, reason: "code lives in main, native, renderer, src or test" };
    if (place.kind === "unknownFolder")
      yield { offset: 0, reason: `the folders of src are ${folderOrder.join(", ")}` };
  },
};

const fileNames: FileRule = {
  name: "file-name",
  *check(source) {
    if (!isCode(source.path) || isToolConfig(source.path)) return;
    const bad = source.path
      .split("/")
      .find((part) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/.test(part));
    if (bad !== undefined) yield { offset: 0, reason: `names are kebab-case, ${bad} is not` };
  },
};

const fileLength: FileRule = {
  name: "file-length",
  *check(source) {
    if (!isCode(source.path)) return;
    const lines = source.text.split("\n").length - (source.text.endsWith("\n") ? 1 : 0);
    if (lines > fileLinesMax)
      yield { offset: 0, reason: `${lines} lines, at most ${fileLinesMax}: one idea a file` };
  },
};

const functionLength: FileRule = {
  name: "function-length",
  check: (source) =>
    faultsOfFunctions(source, (node, parents) => {
      const lines = source.lineAt(node.end) - source.lineAt(node.start) + 1;
      if (lines <= functionLinesMax || isTestGroup(node, parents)) return null;
      return `${lines} lines, at most ${functionLinesMax}: leaves compute, the parent reads like the text`;
    }),
};

const parameterCount: FileRule = {
  name: "parameters",
  check: (source) =>
    faultsOfFunctions(source, (node) => {
      const count = node.params.filter(isOurs).length;
      return count > parametersMax ? `${count} parameters, at most ${parametersMax}: then one object` : null;
    }),
};

/** In the pure folders a function says its shape, its unit, its errors and its clause. */
const docComments: FileRule = {
  name: "doc-comment",
  *check(source) {
    if (source.code === null || !isPure(source.path)) return;
    const described = new Set<string>();
    for (const statement of source.code.program.body) {
      if (statement.type !== "ExportNamedDeclaration") continue;
      for (const name of exportedFunctions(statement.declaration)) {
        // The overloads of one function share the comment of the first.
        if (hasDocComment(source.code, source.text, statement.start)) described.add(name);
        if (!described.has(name)) {
          yield {
            offset: statement.start,
            reason: `${name} says what it takes, what it gives, and by which clause`,
          };
        }
      }
    }
  },
};

type FunctionNode = Function | ArrowFunctionExpression;

function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression" ||
    node.type === "TSDeclareFunction" ||
    node.type === "TSEmptyBodyFunctionExpression"
  );
}

/** A parameter with an underscore is there because a caller of someone else's passes it. */
function isOurs(parameter: ParamPattern): boolean {
  return parameter.type !== "Identifier" || !(parameter.name === "this" || parameter.name.startsWith("_"));
}

/** The function given to `describe` is a chapter, not a function: its tests are measured one by one. */
function isTestGroup(node: Node, parents: readonly Node[]): boolean {
  const parent = parents.at(-1);
  if (parent?.type !== "CallExpression" || parent.callee === node) return false;
  return /^(?:describe|suite)(?:\.|$)/.test(dottedName(parent.callee) ?? "");
}

function exportedFunctions(node: Node | null): readonly string[] {
  if (node === null) return [];
  if (node.type === "FunctionDeclaration" || node.type === "TSDeclareFunction")
    return [node.id?.name ?? "default"];
  if (node.type !== "VariableDeclaration") return [];
  return node.declarations.flatMap(({ id, init }) =>
    init !== null && isFunction(init) && id.type === "Identifier" ? [id.name] : [],
  );
}

function hasDocComment(code: Code, text: string, start: number): boolean {
  const before = code.comments.findLast((comment) => comment.end <= start);
  if (before === undefined || before.type !== "Block" || !before.value.startsWith("*")) return false;
  return /[\p{L}]/u.test(before.value) && text.slice(before.end, start).trim() === "";
}

function faultsOfFunctions(
  source: Source,
  reasonOf: (node: FunctionNode, parents: readonly Node[]) => string | null,
): readonly Fault[] {
  return faultsOfNodes(source, (node, parents) => (isFunction(node) ? reasonOf(node, parents) : null));
}

export const shapeRules: readonly FileRule[] = [
  rooms,
  fileNames,
  fileLength,
  functionLength,
  parameterCount,
  docComments,
];
