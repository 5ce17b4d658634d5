import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseStrictJson } from "../../src/base/strict-json.ts";

/** The paths and reasons of what is refused; null when nothing is. */
function refused(text: string): string[] | null {
  const parsed = parseStrictJson(text);
  return parsed.ok ? null : parsed.faults.map(({ path, reason }) => `${path}：${reason}`);
}

describe("what JSON.parse reads is read", () => {
  test.each([
    ["null"],
    ["-12.5e3"],
    ['""'],
    ["[]"],
    ["{}"],
    [' {"a" : [ 1 , {"a":{"a":2}} ] , "b":"x"}\r\n'],
    ['{"a":":","b":"{\\"a\\":1,\\"a\\":2}","c":"\\\\"}'],
    ['{"a:b":1,"\\":":2,"\\\\":3,"\\u003a":4}'],
    ['{"":0," ":1}'],
    ['{"constructor":1,"prototype":2,"toString":3,"hasOwnProperty":4}'],
    ['{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}]}'],
    ['{"1":1,"01":2,"1.0":3}'],
    ['{"A":1,"a":2,"ａ":3}'],
  ])("%s", (text) => {
    expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
  });

  test("whatever it is", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, "\t"), (text, indent) => {
        fc.pre(!text.includes("__proto__"));
        const laidOut = JSON.stringify(JSON.parse(text), null, indent);
        expect(parseStrictJson(laidOut)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
      { numRuns: 1000 },
    );
  });

  test("and what it does not read is not, whatever it is", () => {
    const character = fc.constantFrom(...'{}[]",:\\u0041 1-.e\n\u0000truenlfas医'.split(""));
    fc.assert(
      fc.property(fc.array(character, { maxLength: 40 }), (characters) => {
        const text = characters.join("");
        expect(parseStrictJson(text).ok).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("what is no JSON", () => {
  test.each([
    [""],
    ["{"],
    ['{"a":1,}'],
    ["{'a':1}"],
    ["{a:1}"],
    ['{"a":1} {}'],
    ["// x\n1"],
    ["NaN"],
    ['"\n"'],
    ["\ufeff{}"],
  ])("%j", (text) => {
    expect(refused(text)).toEqual(["：不是有效的 JSON"]);
  });

  test("is shown by its beginning only", () => {
    const parsed = parseStrictJson(`{"a": ${"x".repeat(1_000_000)}`);
    expect(parsed.ok ? "" : parsed.faults[0]?.value).toHaveLength(81);
  });
});

describe("a key that stands twice in one object", () => {
  test.each([
    ["at the top", '{"qty":"1","qty":"1"}', ["qty：字段重复出现"]],
    ["with another value", '{"qty":"1","price":"2","qty":"9"}', ["qty：字段重复出现"]],
    ["deep inside", '{"items":[{},{"a":{"b":[0,{"id":1,"id":2}]}}]}', ["items[1].a.b[1].id：字段重复出现"]],
    ["three times", '{"a":1,"a":1,"a":1}', ["a：字段重复出现", "a：字段重复出现"]],
    ["in several objects", '[{"a":1,"a":2},{"b":1,"b":2}]', ["[0].a：字段重复出现", "[1].b：字段重复出现"]],
    ["once with escapes", '{"qty":1,"\\u0071ty":2}', ["qty：字段重复出现"]],
    ["the empty key", '{"":1,"":2}', ["：字段重复出现"]],
    ["a key of the prototype", '{"constructor":1,"constructor":2}', ["constructor：字段重复出现"]],
    ["hidden by another", '{"a":{"b":1,"b":2},"a":0}', ["a.b：字段重复出现", "a：字段重复出现"]],
    ["beside colons in texts", '{"t":"10:00:00","u":"\\":","t":"::"}', ["t：字段重复出现"]],
    ["between objects with that key", '{"a":{"x":1},"x":2,"b":{"x":3},"x":4}', ["x：字段重复出现"]],
  ])("%s", (_where, text, expected) => {
    expect(refused(text)).toEqual(expected);
  });

  test("wherever it is put", () => {
    const objects = fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      fc.jsonValue({ maxDepth: 3 }),
      {
        minKeys: 1,
      },
    );
    fc.assert(
      fc.property(objects, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (object, at, value) => {
        const entries = Object.entries(object).map(
          ([key, inner]) => [JSON.stringify(key), JSON.stringify(inner)] as const,
        );
        const [key] = entries[at % entries.length] ?? ['""'];
        const members = [...entries, [key, JSON.stringify(value)]].map((entry) => entry.join(":"));
        const text = `{"outer":[{${members.join(",")}}]}`;
        fc.pre(!text.includes("__proto__"));
        expect(refused(text)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a key that names the prototype", () => {
  test.each([
    ["at the top", '{"__proto__":{"ok":true}}', ["__proto__：不允许的字段名"]],
    ["inside", '{"items":[{"__proto__":null}]}', ["items[0].__proto__：不允许的字段名"]],
    ["with escapes", '{"\\u005f_proto__":1}', ["__proto__：不允许的字段名"]],
    ["twice", '{"__proto__":1,"__proto__":2}', ["__proto__：不允许的字段名", "__proto__：字段重复出现"]],
    ["hidden by another", '{"a":{"__proto__":1},"a":2}', ["a.__proto__：不允许的字段名", "a：字段重复出现"]],
  ])("%s", (_where, text, expected) => {
    expect(refused(text)).toEqual(expected);
  });

  test("as a value it is a text like any other", () => {
    expect(parseStrictJson('["__proto__"]')).toEqual({ ok: true, value: ["__proto__"] });
  });
});

describe("nesting", () => {
  const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

  test.each([
    ["lists to the limit", nested(32), null],
    ["lists beyond", nested(33), ["：嵌套超过 32 层"]],
    ["objects to the limit", objects(32), null],
    ["objects beyond", objects(33), ["：嵌套超过 32 层"]],
    ["brackets in a text", JSON.stringify(nested(100)), null],
    ["brackets in a text after a quote", JSON.stringify(`"${nested(100)}\\"${nested(100)}`), null],
    ["many beside each other", `[${"[[]],".repeat(1000)}[]]`, null],
  ])("%s", (_case, text, expected) => {
    expect(refused(text)).toEqual(expected);
  });

  test.each([
    ["a million levels", nested(1_000_000)],
    ["a million that never end", "[".repeat(1_000_000)],
    // The value that a repeated key hides is not in the result, but the search for the key passes through it.
    ["a million under a key that is hidden", `{"a":${nested(1_000_000)},"a":1}`],
  ])("%s are refused, not followed", (_case, text) => {
    expect(refused(text)).toEqual(["：嵌套超过 32 层"]);
  });

  test("a text with a million repeated keys gets an answer of bounded size", () => {
    const faults = refused(`{${'"a":1,'.repeat(1_000_000)}"b":2}`);
    expect(faults).toHaveLength(201);
    expect(faults?.at(-1)).toBe("：另有 999799 处错误未列出");
  });
});
