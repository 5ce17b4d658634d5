import type { Node } from "oxc-parser";

import { isPure } from "./house.ts";
import type { FileRule } from "./rule.ts";
import { faultsOfNodes } from "./rule.ts";
import { dottedName } from "./source.ts";

/** Now, ids and chance arrive as arguments, so that a replay gives the same bytes. */
const clockAndChance: FileRule = {
  name: "clock-and-chance",
  check: (source) => (isPure(source.path) ? faultsOfNodes(source, clockReason) : []),
};

/** What depends on the time zone, the language or the ICU version of a machine differs between Node and Electron. */
const machineLocale: FileRule = {
  name: "machine-locale",
  check: (source) => (isPure(source.path) ? faultsOfNodes(source, localeReason) : []),
};

const chance: ReadonlySet<string> = new Set([
  "Date.now",
  "Math.random",
  "performance.now",
  "crypto.randomUUID",
  "crypto.getRandomValues",
  "Temporal.Now",
]);

const localMembers: ReadonlySet<string> = new Set([
  "localeCompare",
  "toLocaleString",
  "toLocaleDateString",
  "toLocaleTimeString",
  "toLocaleLowerCase",
  "toLocaleUpperCase",
  "getTimezoneOffset",
  "getFullYear",
  "getMonth",
  "getDate",
  "getDay",
  "getHours",
  "getMinutes",
  "getSeconds",
]);

function clockReason(node: Node): string | null {
  if (node.type === "MemberExpression") {
    const name = (dottedName(node) ?? "").replace(/^globalThis\./, "");
    return chance.has(name) ? `${name} is not the same twice: take it as an argument` : null;
  }
  if (node.type !== "NewExpression" && node.type !== "CallExpression") return null;
  const isDate = /^(?:globalThis\.)?Date$/.test(dottedName(node.callee) ?? "");
  if (!isDate || (node.type === "NewExpression" && node.arguments.length > 0)) return null;
  return "the clock is an argument";
}

function localeReason(node: Node): string | null {
  if (node.type === "Identifier" && node.name === "Intl") return "Intl follows the machine's language data";
  if (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier") {
    const { name } = node.property;
    return localMembers.has(name) ? `${name} follows the machine's language or time zone` : null;
  }
  const makesLocalDate =
    node.type === "NewExpression" && dottedName(node.callee) === "Date" && node.arguments.length > 1;
  return makesLocalDate
    ? "new Date(year, month, …) follows the machine's time zone: Date.UTC does not"
    : null;
}

export const purityRules: readonly FileRule[] = [clockAndChance, machineLocale];
