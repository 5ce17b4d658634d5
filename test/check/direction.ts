import { isBuiltin } from "node:module";
import { posix } from "node:path";

import type { Folder, Place } from "./house.ts";
import { folderOrder, isPure, isTest, isToolConfig, placeOf } from "./house.ts";
import type { FileRule } from "./rule.ts";
import { faultsOfNodes } from "./rule.ts";
import type { Code, Source } from "./source.ts";
import { constantText, dottedName, walk } from "./source.ts";

/** One import, however it is written. `target` is null when it is computed at run time. */
type Import = { readonly target: string | null; readonly typeOnly: boolean; readonly offset: number };

/**
 * Packages that the pure folders may use: they compute, they touch nothing. A package joins the list with the reason
 * why it is pure; what reads a file, a clock or a socket never does.
 */
const purePackages: ReadonlyMap<string, string> = new Map([
  ["decimal.js", "exact arithmetic"],
  ["zod", "schemas: a value in, a value or faults out"],
  ["js-yaml", "text in, values out"],
  ["jsonc-parser", "text in, values and places out"],
]);

/** Packages with one home, so that what they touch has one owner. Tests may use them all. */
const packageHomes: readonly { readonly name: string; readonly home: string; readonly reason: string }[] = [
  { name: "better-sqlite3", home: "src/store/", reason: "the only SQL is in src/store" },
  { name: "sqlite", home: "src/store/", reason: "the only SQL is in src/store" },
  { name: "decimal.js", home: "src/base/money.ts", reason: "only money.ts multiplies money" },
  { name: "electron", home: "main/", reason: "only the shell knows the window" },
  { name: "serialport", home: "native/", reason: "only drivers touch devices" },
  { name: "node-hid", home: "native/", reason: "only drivers touch devices" },
];

const networkBuiltins: ReadonlySet<string> = new Set([
  "net",
  "tls",
  "http",
  "https",
  "http2",
  "dgram",
  "dns",
  "undici",
]);
const networkGlobals: ReadonlySet<string> = new Set(["fetch", "WebSocket", "EventSource", "XMLHttpRequest"]);
const networkFolders: ReadonlySet<Folder> = new Set<Folder>(["line", "gateway", "centre"]);

/** A folder imports itself and the folders to its left. */
const folderDirection: FileRule = {
  name: "direction",
  *check(source) {
    for (const { target, typeOnly, offset } of importsOf(source)) {
      if (target === null || !target.startsWith(".")) continue;
      const to = posix.join(posix.dirname(source.path), target);
      const reason = pathRefusal(source.path, to, typeOnly);
      if (reason !== null) yield { offset, reason };
    }
  },
};

/** Builtins and packages stay where their side effects are wanted. */
const packageDirection: FileRule = {
  name: "packages",
  *check(source) {
    if (isTest(source.path) || isToolConfig(source.path)) return;
    for (const { target, offset } of importsOf(source)) {
      if (target === null || target.startsWith(".")) continue;
      const reason = packageRefusal(source.path, target);
      if (reason !== null) yield { offset, reason };
    }
  },
};

/** What is only known at run time cannot be held to a direction. */
const computedImport: FileRule = {
  name: "computed-import",
  *check(source) {
    if (isTest(source.path)) return;
    for (const { target, offset } of importsOf(source)) {
      if (target === null) yield { offset, reason: "an import names its module in plain text" };
    }
  },
};

/** Where the caller of our own doors is played. */
const playedCallers = ["src/cli/bench/", "src/cli/demo/"] as const;

/** Only src/line calls out; gateway and centre answer. A benchmark and a demonstration play callers. */
const networkClient: FileRule = {
  name: "network",
  check(source) {
    const place = placeOf(source.path);
    const isPlayed = playedCallers.some((folder) => source.path.startsWith(folder));
    if (place.kind !== "src" || place.folder === "line" || isPlayed) return [];
    return faultsOfNodes(source, (node) => {
      if (node.type !== "CallExpression" && node.type !== "NewExpression") return null;
      const callee = dottedName(node.callee)?.replace(/^globalThis\./, "") ?? "";
      return networkGlobals.has(callee) ? "src/line is the only network client" : null;
    });
  },
};

function pathRefusal(from: string, to: string, typeOnly: boolean): string | null {
  const here = placeOf(from);
  const there = placeOf(to);
  if (to.startsWith("..")) return "an import stays inside the repository";
  if (/(?:^|\/)node_modules\//.test(to)) return "a package is imported by its name";
  if (isTest(from)) return null;
  if (isTest(to)) return "tests are imported by nothing";
  if (here.kind === "src") return folderRefusal(here.folder, there, to);
  if (here.kind === "room") return roomRefusal(here.room, there, to, typeOnly);
  return null;
}

function folderRefusal(here: Folder, there: Place, to: string): string | null {
  if (there.kind !== "src") return `src imports src only, and ${to} is not in it`;
  const fits = folderOrder.indexOf(there.folder) <= folderOrder.indexOf(here);
  return fits
    ? null
    : `src/${here} may import itself and folders to its left; src/${there.folder} is to its right`;
}

function roomRefusal(
  room: "main" | "native" | "renderer" | "test",
  there: Place,
  to: string,
  typeOnly: boolean,
): string | null {
  if (there.kind === "room" && there.room === room) return null;
  const toBase = there.kind === "src" && (there.folder === "base" || there.folder === "scan");
  switch (room) {
    case "native":
      return toBase ? null : "native imports src/base and src/scan only";
    case "renderer": {
      const toContract = /^src\/gateway\/contract[^/]*$/.test(to) || to.startsWith("src/gateway/contract/");
      if (toBase || (toContract && typeOnly)) return null;
      return toContract
        ? "the renderer takes only types from the contract: `import type`"
        : "the renderer imports src/base, src/scan and the types of the contract only";
    }
    case "main":
      if (there.kind === "src" || (there.kind === "room" && there.room === "native")) return null;
      // Its own bundles: the same files, built.
      return to.startsWith("dist/shell/") ? null : "main imports src and native only";
    case "test":
      return null;
  }
}

function packageRefusal(from: string, specifier: string): string | null {
  const builtin = isBuiltin(specifier);
  const name = builtin ? specifier.replace(/^node:/, "") : packageName(specifier);
  const place = placeOf(from);
  if (isPure(from)) {
    if (builtin) return `a pure folder has no Node: ${specifier}`;
    if (!purePackages.has(name)) return `${name} is not on the list of packages that pure folders may use`;
  }
  if (place.kind === "room" && place.room === "renderer" && builtin)
    return `the renderer has no Node: ${specifier}`;
  if (
    place.kind === "src" &&
    !networkFolders.has(place.folder) &&
    networkBuiltins.has(name.split("/")[0] ?? name)
  ) {
    return "src/line is the only network client; only gateway and centre serve";
  }
  const home = packageHomes.find((entry) => entry.name === name);
  if (home === undefined || from === home.home || (home.home.endsWith("/") && from.startsWith(home.home)))
    return null;
  return `${name} belongs to ${home.home}: ${home.reason}`;
}

function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}

function importsOf(source: Source): readonly Import[] {
  return source.code === null ? [] : [...staticImports(source.code), ...runTimeImports(source.code)];
}

function staticImports({ program }: Code): readonly Import[] {
  return program.body.flatMap((node): readonly Import[] => {
    if (node.type === "ImportDeclaration") {
      return [{ target: node.source.value, typeOnly: node.importKind === "type", offset: node.start }];
    }
    if (node.type === "ExportAllDeclaration" || node.type === "ExportNamedDeclaration") {
      const target = node.source?.value;
      return target === undefined
        ? []
        : [{ target, typeOnly: node.exportKind === "type", offset: node.start }];
    }
    return [];
  });
}

function runTimeImports({ program }: Code): readonly Import[] {
  const found: Import[] = [];
  walk(program, (node) => {
    if (node.type === "ImportExpression") {
      found.push({ target: plainText(node.source), typeOnly: false, offset: node.start });
    }
    if (node.type === "TSImportType")
      found.push({ target: node.source.value, typeOnly: true, offset: node.start });
    if (
      node.type === "CallExpression" &&
      node.callee.type === "Identifier" &&
      node.callee.name === "require"
    ) {
      const [first] = node.arguments;
      found.push({
        target: first === undefined ? null : plainText(first),
        typeOnly: false,
        offset: node.start,
      });
    }
  });
  return found;
}

function plainText(node: Parameters<typeof constantText>[0]): string | null {
  return node.type === "TemplateLiteral" && node.expressions.length > 0 ? null : constantText(node);
}

export const directionRules: readonly FileRule[] = [
  folderDirection,
  packageDirection,
  computedImport,
  networkClient,
];
