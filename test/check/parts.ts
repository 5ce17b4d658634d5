import { directionRules } from "./direction.ts";
import { checkOperators } from "./operators.ts";
import { packagingRules } from "./packaging.ts";
import { privacyRules } from "./privacy.ts";
import { purityRules } from "./purity.ts";
import type { Rule } from "./rule.ts";
import { applyRules } from "./rule.ts";
import { shapeRules } from "./shape.ts";
import type { Finding } from "./source.ts";
import { syntaxRules } from "./syntax.ts";
import { checkDeadCode, checkFormat, checkLint, checkTypes } from "./tools.ts";
import { readTree } from "./tree.ts";
import { wordRules } from "./words.ts";

export type Part = {
  readonly name: string;
  readonly find: (root: string) => Promise<readonly Finding[]> | readonly Finding[];
};

export const styleRules: readonly Rule[] = [
  ...syntaxRules,
  ...shapeRules,
  ...purityRules,
  ...wordRules,
  ...privacyRules,
  ...packagingRules,
];

/** What `npm run check` does, in this order. A new family of rules joins `styleRules`, a new tool joins here. */
export const parts: readonly Part[] = [
  { name: "types", find: checkTypes },
  { name: "lint", find: checkLint },
  { name: "format", find: checkFormat },
  { name: "dead-code", find: checkDeadCode },
  { name: "direction", find: (root) => applyRules(directionRules, readTree(root)) },
  { name: "style", find: (root) => applyRules(styleRules, readTree(root)) },
  { name: "operators", find: checkOperators },
];
