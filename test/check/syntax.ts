import type { Class, ModuleDeclaration, Program, Statement, VariableDeclarator } from "oxc-parser";

import { isProduct, isTest, isToolConfig } from "./house.ts";
import type { FileRule } from "./rule.ts";
import { faultsOfNodes } from "./rule.ts";
import { dottedName } from "./source.ts";

/** A file that cannot be parsed was not checked by any rule below. */
const unreadable: FileRule = {
  name: "unreadable",
  *check(source) {
    for (const { offset, message } of source.code?.faults ?? []) yield { offset, reason: message };
  },
};

const noEnum: FileRule = {
  name: "enum",
  check: (source) =>
    faultsOfNodes(source, (node) =>
      node.type === "TSEnumDeclaration" ? "a union of literals says the same and erases" : null,
    ),
};

const noDecorator: FileRule = {
  name: "decorator",
  check: (source) =>
    faultsOfNodes(source, (node) =>
      node.type === "Decorator" ? "what happens is written where it happens" : null,
    ),
};

const noDefaultExport: FileRule = {
  name: "default-export",
  check(source) {
    if (isToolConfig(source.path)) return [];
    return faultsOfNodes(source, (node) => {
      const isDefault =
        node.type === "ExportDefaultDeclaration" ||
        (node.type === "ExportSpecifier" &&
          node.exported.type === "Identifier" &&
          node.exported.name === "default");
      return isDefault ? "a thing has one name everywhere: export it by name" : null;
    });
  },
};

/** Re-exports give a thing a second address and make every reader load the whole folder. */
const noReExport: FileRule = {
  name: "barrel",
  *check(source) {
    if (source.code === null) return;
    const { program } = source.code;
    const imported = importedNames(program);
    for (const node of program.body) {
      if (node.type === "ExportAllDeclaration" || isReExport(node, imported)) {
        yield { offset: node.start, reason: "import a name from the file that defines it" };
      }
    }
  },
};

const noClass: FileRule = {
  name: "class",
  check: (source) =>
    faultsOfNodes(source, (node) => {
      if (node.type !== "ClassDeclaration" && node.type !== "ClassExpression") return null;
      return isErrorClass(node)
        ? null
        : "functions and plain data; only Bug and …Error, which extend an Error, are classes";
    }),
};

/** What a module remembers between calls is an argument that nobody passes. */
const noModuleState: FileRule = {
  name: "module-state",
  *check(source) {
    if (source.code === null || !isProduct(source.path)) return;
    for (const statement of source.code.program.body) {
      const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      if (node?.type !== "VariableDeclaration" || node.declare === true) continue;
      const remembers = node.kind !== "const" || node.declarations.some(isEmptyCollection);
      if (remembers) yield { offset: node.start, reason: "no state in a module: pass it as an argument" };
    }
  },
};

const noSkippedTest: FileRule = {
  name: "skipped-test",
  check(source) {
    if (!isTest(source.path)) return [];
    return faultsOfNodes(source, (node) => {
      if (node.type !== "CallExpression" && node.type !== "TaggedTemplateExpression") return null;
      const [root = "", ...members] = (dottedName(node) ?? "").split(".");
      if (crossedOut.has(root)) return "every test runs";
      const leavesOut = testWords.has(root) && members.some((member) => exceptions.has(member));
      return leavesOut ? "every test runs, none runs alone" : null;
    });
  },
};

const testWords: ReadonlySet<string> = new Set([
  "test",
  "it",
  "describe",
  "suite",
  "bench",
  "ctx",
  "context",
  "task",
]);
const exceptions: ReadonlySet<string> = new Set(["skip", "only", "todo", "skipIf", "runIf", "fails"]);
const crossedOut: ReadonlySet<string> = new Set(["xit", "xtest", "xdescribe", "fit", "fdescribe"]);

function importedNames(program: Program): ReadonlySet<string> {
  const names = program.body.flatMap((node) =>
    node.type === "ImportDeclaration" ? node.specifiers.map((specifier) => specifier.local.name) : [],
  );
  return new Set(names);
}

function isReExport(node: Statement | ModuleDeclaration, imported: ReadonlySet<string>): boolean {
  if (node.type !== "ExportNamedDeclaration") return false;
  if (node.source !== null) return true;
  return node.specifiers.some(({ local }) => local.type === "Identifier" && imported.has(local.name));
}

function isErrorClass(node: Class): boolean {
  const name = node.id?.name ?? "";
  const parent = node.superClass === null ? "" : (dottedName(node.superClass) ?? "");
  return /(?:^Bug|Error)$/.test(name) && /(?:Bug|Error)$/.test(parent);
}

function isEmptyCollection({ init }: VariableDeclarator): boolean {
  if (init === null) return false;
  if (init.type === "ArrayExpression") return init.elements.length === 0;
  if (init.type === "ObjectExpression") return init.properties.length === 0;
  const isCollection =
    init.type === "NewExpression" && /^(?:Weak)?(?:Map|Set)$/.test(dottedName(init.callee) ?? "");
  return isCollection && init.arguments.length === 0;
}

export const syntaxRules: readonly FileRule[] = [
  unreadable,
  noEnum,
  noDecorator,
  noDefaultExport,
  noReExport,
  noClass,
  noModuleState,
  noSkippedTest,
];
