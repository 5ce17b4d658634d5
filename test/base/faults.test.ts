import { describe, expect, test } from "vitest";
import { z } from "zod";

import type { Fault } from "../../src/base/faults.ts";
import { faultsOf, formatPath, openFaults, shorten } from "../../src/base/faults.ts";

function faultsIn(schema: z.ZodType, input: unknown): Fault[] {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : faultsOf(parsed.error.issues, input);
}

describe("a fault says where, what and why", () => {
  const person = z.strictObject({ name: z.string().min(2), age: z.int().min(0).max(150) });
  const cases: readonly (readonly [
    string,
    z.ZodType,
    unknown,
    readonly (readonly [string, string, string])[],
  ])[] = [
    ["nothing is wrong", person, { name: "张三", age: 30 }, []],
    ["a part is missing", person, { age: 30 }, [["name", "", "缺少必填字段"]]],
    ["a number for a text", person, { name: 12, age: 30 }, [["name", "12", "类型应为带引号的文本"]]],
    ["a text for a number", z.number(), "30", [["", '"30"', "类型应为数字"]]],
    ["a part of a number", person, { name: "张三", age: 3.5 }, [["age", "3.5", "类型应为整数"]]],
    ["a text for a flag", z.boolean(), "yes", [["", '"yes"', "类型应为true 或 false"]]],
    ["a map for a list", z.array(z.string()), {}, [["", "对象", "类型应为列表"]]],
    ["a map for a pair", z.tuple([z.int()]), {}, [["", "对象", "类型应为列表"]]],
    ["null for a map", person, null, [["", "null", "类型应为对象"]]],
    [
      "a list for a map of any keys",
      z.record(z.string(), z.int()),
      [1, 2],
      [["", "列表（2 项）", "类型应为对象"]],
    ],
    ["a type that no file has", z.date(), "2023", [["", '"2023"', "类型应为 date"]]],
    [
      "too little",
      person,
      { name: "张", age: -1 },
      [
        ["name", '"张"', "不得少于 2"],
        ["age", "-1", "不得少于 0"],
      ],
    ],
    ["too much", person, { name: "张三", age: 151 }, [["age", "151", "不得多于 150"]]],
    ["none of the words", z.enum(["a", "b"]), "c", [["", '"c"', '只能是 "a" / "b"']]],
    ["a word is missing", z.strictObject({ format: z.literal("x/1") }), {}, [["format", "", "缺少必填字段"]]],
    ["not the number", z.literal(1), 2, [["", "2", "只能是 1"]]],
    ["an unknown key", person, { name: "张三", age: 3, sex: { code: "1" } }, [["sex", "对象", "未知字段"]]],
    ["a form", z.array(z.string().regex(/^\d+$/, "应为数字")), ["1", "x"], [["[1]", '"x"', "应为数字"]]],
    [
      "a check of our own",
      z.string().refine(() => false, "日期不存在"),
      "2023",
      [["", '"2023"', "日期不存在"]],
    ],
    ["a key", z.record(z.string().max(1), z.int()), { ab: 1 }, [["ab", "1", "Invalid key in record"]]],
    [
      "a member without a name",
      z.map(z.any(), z.int()),
      new Map([[{}, "b"]]),
      [["", "对象", "Invalid value in map"]],
    ],
    ["not in steps", z.number().multipleOf(5), 7, [["", "7", "Invalid number: must be a multiple of 5"]]],
  ];

  test.each(cases)("%s", (_name, schema, input, expected) => {
    const faults = faultsIn(schema, input);
    expect(faults.map(({ path, value, reason }) => [path, value, reason])).toEqual(expected);
  });

  test("a check of our own keeps its reason where there is no value", () => {
    const version = z.strictObject({ value: z.string().optional() }).superRefine((_one, context) => {
      context.addIssue({ code: "custom", path: ["value"], message: "须写明 value" });
    });
    expect(faultsIn(version, {})).toEqual([{ path: "value", value: "", reason: "须写明 value" }]);
  });

  test("all at once, each in its place", () => {
    const list = z.strictObject({ people: z.array(person) });
    const faults = faultsIn(list, {
      people: [
        { name: "张三", age: 200 },
        { age: -1, x: 1, y: 2 },
      ],
      z: 1,
    });
    expect(faults.map(({ path }) => path)).toEqual([
      "people[0].age",
      "people[1].name",
      "people[1].age",
      "people[1].x",
      "people[1].y",
      "z",
    ]);
  });
});

describe("a choice of several forms", () => {
  const pays = z.discriminatedUnion("by", [
    z.strictObject({ by: z.literal("ratio") }),
    z.strictObject({ by: z.literal("limit"), amount: z.string() }),
  ]);

  test("the word that chooses is none of them", () => {
    expect(faultsIn(pays, { by: "gift" })).toEqual([
      { path: "by", value: '"gift"', reason: '只能是 "ratio" / "limit"' },
    ]);
  });

  test("the word that chooses is missing", () => {
    expect(faultsIn(pays, {})).toEqual([{ path: "by", value: "", reason: "缺少必填字段" }]);
  });

  test("the chosen form has the fault", () => {
    expect(faultsIn(pays, { by: "limit" })).toEqual([{ path: "amount", value: "", reason: "缺少必填字段" }]);
  });

  test("of forms without such a word the one that got furthest was meant", () => {
    const value = z.strictObject({
      cap: z.union([
        z.string(),
        z.strictObject({ yearly: z.strictObject({ amount: z.string() }) }),
        z.strictObject({ monthly: z.string() }),
      ]),
    });
    expect(faultsIn(value, { cap: { yearly: { amount: 5 } } })).toEqual([
      { path: "cap.yearly.amount", value: "5", reason: "类型应为带引号的文本" },
    ]);
  });

  test("of forms that got equally far the one with fewer faults was meant", () => {
    const value = z.union([
      z.strictObject({ a: z.int(), b: z.int(), c: z.int() }),
      z.strictObject({ a: z.int(), d: z.int() }),
    ]);
    expect(faultsIn(value, { a: 1, d: "x" })).toEqual([{ path: "d", value: '"x"', reason: "类型应为数字" }]);
  });

  test("a value that fits two forms where one is allowed", () => {
    const [fault] = faultsIn(z.xor([z.string(), z.string().min(1)]), "x");
    expect(fault).toMatchObject({ path: "", value: '"x"' });
    expect(fault?.reason).not.toBe("");
  });
});

describe("a path is written as people read it", () => {
  test.each([
    [[], ""],
    [["items"], "items"],
    [["items", 0, "price"], "items[0].price"],
    [[3, 1, "a"], "[3][1].a"],
    [["a", Symbol.for("b")], "a.Symbol(b)"],
  ])("%j", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  test("a key of megabytes does not get through", () => {
    expect(formatPath(["x".repeat(5_000_000), "y".repeat(81)])).toBe(`${"x".repeat(80)}….${"y".repeat(80)}…`);
  });
});

describe("a value is shown without letting a huge one through", () => {
  test.each([
    [undefined, ""],
    [null, "null"],
    [true, "true"],
    [12.5, "12.5"],
    [Number.NaN, "NaN"],
    ["", '""'],
    ['a"\n', '"a\\"\\n"'],
    [{ a: 1 }, "对象"],
    [[], "列表（0 项）"],
    [[1, 2, 3], "列表（3 项）"],
  ])("%j", (value, text) => {
    expect(shorten(value)).toBe(text);
  });

  test("at eighty characters, quotes included", () => {
    expect(shorten("x".repeat(78))).toBe(`"${"x".repeat(78)}"`);
    expect(shorten("x".repeat(79))).toBe(`"${"x".repeat(79)}…`);
    expect(shorten("x".repeat(50_000_000))).toBe(`"${"x".repeat(79)}…`);
  });

  test("a character of two code units is not cut in half", () => {
    // 78 and the quote come first, so that the eightieth code unit is the first half of 𠮷.
    const text = shorten(`${"x".repeat(78)}𠮷𠮷`);
    expect(text).toBe(`"${"x".repeat(78)}…`);
    expect(text.isWellFormed()).toBe(true);
  });
});

describe("a list of faults has an end", () => {
  const one: Fault = { path: "a", value: "", reason: "错" };

  test("two hundred are listed", () => {
    const faults = openFaults();
    for (let at = 0; at < 200; at += 1) faults.add(() => one);
    expect(faults.list()).toHaveLength(200);
    expect(faults.list().every((fault) => fault === one)).toBe(true);
  });

  test("the rest is counted and not even made", () => {
    const faults = openFaults();
    let made = 0;
    for (let at = 0; at < 1_000; at += 1) {
      faults.add(() => {
        made += 1;
        return one;
      });
    }
    expect(made).toBe(200);
    expect(faults.list()).toHaveLength(201);
    expect(faults.list().at(-1)).toEqual({ path: "", value: "", reason: "另有 800 处错误未列出" });
  });

  test("a list of a hundred thousand wrong things", () => {
    const faults = faultsIn(
      z.array(z.string()),
      Array.from({ length: 100_000 }, (_, at) => at),
    );
    expect(faults).toHaveLength(201);
    expect(faults[199]).toEqual({ path: "[199]", value: "199", reason: "类型应为带引号的文本" });
    expect(faults[200]?.reason).toBe("另有 99800 处错误未列出");
  });
});
