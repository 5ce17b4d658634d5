import { relative } from "node:path";

import type { BinaryExpression, Node, SourceFile } from "typescript/unstable/ast";
import { SyntaxKind } from "typescript/unstable/ast";
import { isBinaryExpression } from "typescript/unstable/ast/is";
import type { Checker, Project, Type } from "typescript/unstable/sync";
import { API, TypeFlags } from "typescript/unstable/sync";
import { z } from "zod";

import { isProduct } from "./house.ts";
import { runNode } from "./process.ts";
import type { Finding } from "./source.ts";
import { makeSource } from "./source.ts";

// The only part that asks the compiler for types. Its programming interface is still called unstable: the pinned
// version of typescript holds it still, and the planted violations say when an update breaks it.

const configs = [
  "tsconfig.pure.json",
  "tsconfig.node.json",
  "tsconfig.web.json",
  "tsconfig.journeys.json",
] as const;
const moneyFile = "src/base/money.ts";

const decimalLies: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.LessThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.GreaterThanEqualsToken,
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.PlusToken,
  SyntaxKind.PlusEqualsToken,
]);

const multiplies: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.AsteriskToken,
  SyntaxKind.AsteriskEqualsToken,
  SyntaxKind.AsteriskAsteriskToken,
  SyntaxKind.SlashToken,
  SyntaxKind.SlashEqualsToken,
  SyntaxKind.PercentToken,
  SyntaxKind.PercentEqualsToken,
]);

const findingsSchema = z.array(
  z.object({ path: z.string(), line: z.number(), rule: z.string(), reason: z.string() }),
);

/** Asks in a process of its own: the compiler's process says goodbye on standard error, which is not for the reader. */
export async function checkOperators(root: string): Promise<readonly Finding[]> {
  const ended = await runNode(root, import.meta.filename, [root]);
  if (ended.code === 0) return findingsSchema.parse(JSON.parse(ended.output));
  throw new Error(`the compiler gave no types: ${ended.errors}`);
}

/**
 * Finds operators that lie about money: a Decimal compares and adds as the text it prints, so 10 < 9 is true; and a
 * product of fen is rounded only where src/base/money.ts says how.
 */
function findOperators(root: string): readonly Finding[] {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openProjects: configs.map((config) => `${root}/${config}`) });
    const seen = new Set<string>();
    const findings = snapshot.getProjects().flatMap((project) =>
      project.program.getSourceFileNames().flatMap((fileName) => {
        const path = relative(root, fileName).replaceAll("\\", "/");
        if (!isProduct(path) || seen.has(path)) return [];
        seen.add(path);
        const file = project.program.getSourceFile(fileName);
        return file === undefined ? [] : checkFile(project, file, path);
      }),
    );
    if (seen.size === 0) throw new Error("the compiler knows no file of the product");
    return findings;
  } finally {
    api.close();
  }
}

function checkFile({ checker }: Project, file: SourceFile, path: string): readonly Finding[] {
  const expressions = collectExpressions(file);
  if (expressions.length === 0) return [];
  // One question for all operands: each costs a message to the compiler's process.
  const types = checker.getTypeAtLocation(expressions.flatMap(({ left, right }) => [left, right]));
  const { lineAt } = makeSource(path, file.text);
  return expressions.flatMap((expression, index) => {
    const reason = refusal(checker, path, expression.operatorToken.kind, [
      types[2 * index],
      types[2 * index + 1],
    ]);
    const line = lineAt(expression.operatorToken.end - 1);
    return reason === null ? [] : [{ path, line, rule: "money-operator", reason }];
  });
}

function collectExpressions(file: SourceFile): readonly BinaryExpression[] {
  const found: BinaryExpression[] = [];
  const visit = (node: Node): void => {
    if (isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (decimalLies.has(kind) || multiplies.has(kind)) found.push(node);
    }
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

function refusal(
  checker: Checker,
  path: string,
  operator: SyntaxKind,
  operands: readonly (Type | undefined)[],
): string | null {
  if (operands.some(isNothing)) return null; // `ratio === null` asks whether there is one
  if (operands.some((type) => isDecimal(type))) {
    return "a Decimal compares and adds as text: use its methods (lessThan, equals, plus)";
  }
  if (path === moneyFile || !multiplies.has(operator)) return null;
  const multipliesFen = operands.some((type) => type !== undefined && isFen(checker, type));
  return multipliesFen ? `only ${moneyFile} multiplies and divides money` : null;
}

function isNothing(type: Type | undefined): boolean {
  return type !== undefined && (type.flags & (TypeFlags.Null | TypeFlags.Undefined)) !== 0;
}

function isDecimal(type: Type | undefined): boolean {
  if (type === undefined) return false;
  if (type.isUnionType() || type.isIntersectionType()) return type.getTypes().some(isDecimal);
  return type.getSymbol()?.name === "Decimal";
}

function isFen(checker: Checker, type: Type): boolean {
  if (type.isUnionType()) return type.getTypes().some((part) => isFen(checker, part));
  return type.isIntersectionType() && /\bFen\b|"fen"/.test(checker.typeToString(type));
}

if (import.meta.main) console.log(JSON.stringify(findOperators(process.argv[2] ?? process.cwd())));
