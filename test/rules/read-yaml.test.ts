import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readYaml } from "../../src/rules/read-yaml.ts";

function valueIn(text: string): unknown {
  const read = readYaml(text);
  return read.ok ? read.value : undefined;
}

function reasonIn(text: string): string | null {
  const read = readYaml(text);
  return read.ok ? null : (read.faults[0]?.reason ?? "");
}

describe("plain YAML is read", () => {
  test.each<readonly [string, unknown]>([
    ["a: 1", { a: 1 }],
    ["- a\n- [b, {c: null}]", ["a", ["b", { c: null }]]],
    ["# 说明\nname: 十堰市 # 不是名称", { name: "十堰市" }],
    // A day is a text, so that no time zone can shift it; so is what YAML 1.1 took for a truth value or an octal number.
    ["from: 2023-04-10", { from: "2023-04-10" }],
    ["a: yes\nb: off", { a: "yes", b: "off" }],
    ['region: "042000"', { region: "042000" }],
    ["ratio: 0.85", { ratio: 0.85 }],
    ['ratio: "0.85"', { ratio: "0.85" }],
    ["a: &x {b: 1}\nc: *x", { a: { b: 1 }, c: { b: 1 } }],
    ["a: null\nb: ~", { a: null, b: null }],
    ["\ufeffa: 1", { a: 1 }],
    ["a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
    ["'a: b': 1", { "a: b": 1 }],
  ])("%j", (text, value) => {
    expect(valueIn(text)).toEqual(value);
  });

  test("JSON is YAML", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes("__proto__"));
        expect(valueIn(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe("what is no YAML is refused with its place", () => {
  test.each([
    ["", "YAML 语法错误：expected a document, but the input is empty"],
    ["a: [1", "YAML 语法错误："],
    ["a: 'x", "YAML 语法错误："],
    ["\ta: 1", "YAML 语法错误："],
    ["a: 1\n b: 2", "YAML 语法错误："],
    ["a: *nowhere", "YAML 语法错误："],
    ["a: 1\n---\nb: 2", "YAML 语法错误："],
    ["a: 1\na: 2", "YAML 语法错误：duplicated mapping key (2:1)"],
    ["a: {b: 1, c: 2, b: 3}", "YAML 语法错误：duplicated mapping key (1:17)"],
    ["rules:\n  - x: 1\n    y: 2\n    x: 3", "YAML 语法错误：duplicated mapping key (4:5)"],
  ])("%j", (text, reason) => {
    expect(reasonIn(text)).toContain(reason);
    expect(reasonIn(text)).not.toContain("\n");
  });

  test.each([
    ["a: !!js/function 'x'"],
    ["a: !!binary aGk="],
    ["a: !!timestamp 2023-01-01"],
    ["a: !pack x"],
    ["a: !!python/object:os x"],
  ])("%s: no tag makes something else of a text", (text) => {
    expect(reasonIn(text)).toContain("YAML 语法错误：");
  });

  test("no merge of maps: a key of that name is a key", () => {
    expect(valueIn("a: &x {b: 1}\nc: {<<: *x}")).toEqual({ a: { b: 1 }, c: { "<<": { b: 1 } } });
  });

  test("a key that names the prototype stays a key, and changes nothing", () => {
    const value = valueIn("__proto__: {polluted: true}") as object;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect("polluted" in value).toBe(false);
    expect("polluted" in {}).toBe(false);
  });
});

describe("a file that is meant to do harm", () => {
  const unfolds = "引用（*）展开后过大或循环";

  /** Ten references to a list of ten references to …: a text of a few lines, 10^levels texts. */
  function bomb(levels: number): string {
    const lines = ["l0: &l0 [x]"];
    for (let at = 1; at <= levels; at += 1) {
      lines.push(`l${at}: &l${at} [${Array.from({ length: 10 }, () => `*l${at - 1}`).join(", ")}]`);
    }
    return lines.join("\n");
  }

  test.each([
    ["a bomb of references", bomb(30)],
    ["a bomb that is just too large", bomb(6)],
    ["a reference to itself", "a: &a [*a]"],
    ["a circle of two", "a: &a {b: &b {c: *a}, d: *b}"],
    ["a map that holds itself as a key's value", "&top {self: *top}"],
  ])("%s", (_harm, text) => {
    expect(reasonIn(text)).toBe(unfolds);
  });

  test("references in measure are fine", () => {
    expect(reasonIn(bomb(4))).toBeNull();
  });

  test("a long chain of references is walked link by link", () => {
    const lines = ["l0: &l0 [x]"];
    for (let at = 1; at < 10_000; at += 1) lines.push(`l${at}: &l${at} [*l${at - 1}]`);
    expect(reasonIn(lines.join("\n"))).toBe(unfolds);
  });

  test("a text without end", () => {
    const line = "a0123: x\n";
    expect(reasonIn("# ".padEnd(500_001, "x"))).toBe("文件超过 500000 个字符");
    expect(reasonIn(`- ${"x".repeat(499_998)}`)).toBeNull();
    expect(reasonIn(line.repeat(60_000))).toBe("文件超过 500000 个字符");
  });

  test.each([
    ["lists", "[".repeat(40) + "]".repeat(40)],
    ["lists without end", "[".repeat(100_000)],
    ["maps", `${"{a: ".repeat(40)}1${"}".repeat(40)}`],
    ["indented", Array.from({ length: 40 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
  ])("nested too deep: %s", (_kind, text) => {
    expect(reasonIn(text)).toContain("YAML 语法错误：nesting exceeded maxDepth (32)");
  });

  test("whatever it is, there is an answer", () => {
    const piece = fc.constantFrom(
      ..."a|b|: |- |\n|  |[|]|{|}|,|&x |*x|'|\"|#|? |!!str |!|---\n|...|<<|%|@|`|\t|\u0000|0x1|1e9|~|\\".split(
        "|",
      ),
      "|",
      ">",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const read = readYaml(pieces.join(""));
        expect(read.ok || read.faults.length === 1).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
