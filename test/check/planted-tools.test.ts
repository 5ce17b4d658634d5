import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { checkOperators } from "./operators.ts";
import type { Finding } from "./source.ts";
import { cleanTree, deadTree, formatTree, lintTree, moneyTree, typesTree } from "./tool-plants.ts";
import { checkDeadCode, checkFormat, checkLint, checkTypes } from "./tools.ts";

const home = join(import.meta.dirname, "../..");
const configs = [
  "tsconfig.json",
  "tsconfig.base.json",
  "tsconfig.pure.json",
  "tsconfig.node.json",
  "tsconfig.web.json",
  "tsconfig.journeys.json",
  ".oxlintrc.json",
  ".prettierrc.json",
  ".prettierignore",
  ".gitignore",
  "knip.jsonc",
  "vitest.config.ts",
];

/** A small house with the real configuration and the real tools, and the given files in it. */
function build(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "onestop-planted-"));
  for (const name of configs) cpSync(join(home, name), join(root, name));
  symlinkSync(join(home, "node_modules"), join(root, "node_modules"), "junction");
  for (const [path, text] of Object.entries({ "package.json": packageJson(), ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The real package with the parts of it that the small house uses. */
function packageJson(): string {
  const real = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Record<
    string,
    Record<string, string>
  >;
  const kept = ["@types/node", "typescript", "vitest", "zod"];
  const devDependencies = Object.fromEntries(
    Object.entries(real["devDependencies"] ?? {}).filter(([name]) => kept.includes(name)),
  );
  return `${JSON.stringify({ ...real, scripts: {}, dependencies: {}, devDependencies }, null, 2)}\n`;
}

/** The lines marked `// ! rule, rule` of all files, as the findings that they ask for. */
function marked(files: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(files)
    .flatMap(([path, text]) =>
      text.split("\n").flatMap((line, index) => {
        const rules = /\/\/ ! (.*)$/.exec(line)?.[1] ?? "";
        return rules === "" ? [] : rules.split(", ").map((rule) => `${path}:${index + 1} ${rule}`);
      }),
    )
    .toSorted();
}

function named(findings: readonly Finding[]): readonly string[] {
  return [
    ...new Set(findings.map(({ path, line, rule }) => `${path}:${line} ${rule.replace(/^\w+\//, "")}`)),
  ].toSorted();
}

describe("planted violations, found by the real tools", () => {
  const roots: string[] = [];
  const plant = (files: Readonly<Record<string, string>>): string => {
    const root = build(files);
    roots.push(root);
    return root;
  };
  afterAll(() => {
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });

  test("types: a pure folder has no Node, no DOM, and strict is strict", async () => {
    expect(named(await checkTypes(plant(typesTree)))).toEqual(marked(typesTree));
  });

  test("lint: type-aware rules see what the compiler lets pass", async () => {
    expect(named(await checkLint(plant(lintTree)))).toEqual(marked(lintTree));
  });

  test("format: what prettier would write otherwise", async () => {
    expect(named(await checkFormat(plant(formatTree)))).toEqual([
      "src/app/broken.ts:1 format",
      "src/app/crooked.ts:1 format",
    ]);
  });

  test("dead code: files, exports, packages, circles, and exemptions that are over", async () => {
    const lineOfZod =
      packageJson()
        .split("\n")
        .findIndex((line) => line.includes('"zod"')) + 1;
    expect(named(await checkDeadCode(plant(deadTree)))).toEqual(
      [
        "src/app/a.ts:1 circular-dependencies",
        "src/app/used.ts:3 unused-exports",
        "src/app/used.ts:1 unlisted-dependencies",
        "src/app/used.ts:2 unresolved-imports",
        "src/app/unused.ts:1 unused-files",
        `package.json:${lineOfZod} unused-devdependencies`,
        "knip.jsonc:1 configuration-hints",
      ].toSorted(),
    );
  });

  test("operators: a Decimal compared as text, money multiplied away from money.ts", async () => {
    expect(named(await checkOperators(plant(moneyTree)))).toEqual(marked(moneyTree));
  });

  describe("a clean house", () => {
    let root = "";
    beforeAll(() => {
      root = plant(cleanTree);
    });

    test.each([
      ["types", checkTypes],
      ["lint", checkLint],
      ["format", checkFormat],
      ["dead code", checkDeadCode],
      ["operators", checkOperators],
    ])("%s finds nothing", async (_name, check) => {
      expect(await check(root)).toEqual([]);
    });
  });
});
