import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { directionRules } from "./direction.ts";
import { parts, styleRules } from "./parts.ts";
import { clean, plants } from "./plants.ts";
import { applyRules, applyRulesToText } from "./rule.ts";
import { makeSource } from "./source.ts";

const rules = [...directionRules, ...styleRules];

describe("a planted violation is reported by its rule and by no other", () => {
  test.each(plants)("$rule in $path: $text", ({ rule, path, text }) => {
    const findings = applyRulesToText(rules, path, text);
    expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
  });

  test("there is a plant for every rule", () => {
    const planted = new Set(plants.map((plant) => plant.rule));
    expect(rules.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([]);
    expect(rules).toHaveLength(planted.size);
  });
});

describe("what is near to a violation and is none passes", () => {
  test.each(clean)("$path: $text", ({ path, text }) => {
    expect(applyRulesToText(rules, path, text)).toEqual([]);
  });
});

test("a finding names the line, and findings come in the order of the files", () => {
  const sources = [
    makeSource("src/app/b.ts", "use(1);\n\nenum Level { one }\n"),
    makeSource("src/app/a.ts", "// 医保\r\nuse(1);\nlet last = 0;"),
  ];
  expect(applyRules(rules, sources).map(({ path, line, rule }) => `${path}:${line} ${rule}`)).toEqual([
    "src/app/a.ts:3 module-state",
    "src/app/b.ts:3 enum",
  ]);
});

test("STYLE.md names every rule that the check holds, and no other", () => {
  const page = readFileSync(join(import.meta.dirname, "../../STYLE.md"), "utf8");
  const named = Array.from(page.matchAll(/⟨([^⟩]*)⟩/g), ([, names = ""]) => names.split(", ")).flat();
  const known = [...rules, ...parts].map(({ name }) => `\`${name}\``);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
  // A file that cannot be read is no matter of style.
  expect(rules.map(({ name }) => `\`${name}\``).filter((name) => !named.includes(name))).toEqual([
    "`unreadable`",
  ]);
});

test("README.md without .ci/run, and .ci/run without README.md, are judged alone", () => {
  expect(applyRulesToText(rules, "README.md", "# OneStop")).toHaveLength(1);
  expect(applyRulesToText(rules, ".ci/run", "npm ci && npm test\n")).toEqual([]);
});
