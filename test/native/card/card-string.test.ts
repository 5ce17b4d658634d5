import * as fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";

import { parseCardBytes, parseCardText } from "../../../native/card/card-string.ts";
import { parseIdCardText } from "../../../native/card/id-card-string.ts";
import { seedOf } from "../../runs.ts";
import { sampleCard, sampleFields } from "./sample-cards.ts";

const line = (fields: readonly string[] = sampleFields): string => `${fields.join("|")}|`;
const withField = (at: number, text: string): string[] =>
  sampleFields.map((one, place) => (place === at ? text : one));
const faultsOf = (result: ReturnType<typeof parseCardText>) =>
  result.ok ? [] : result.faults.map(({ field, reason }) => `${field} ${reason}`);

describe("the string of a social security card", () => {
  test.each([
    ["GBK", iconv.encode(line(), "gbk")],
    ["GB18030", iconv.encode(line(), "gb18030")],
    ["UTF-8", Buffer.from(line())],
    ["with CR LF", iconv.encode(`${line()}\r\n`, "gbk")],
    ["filled up with zeros", Buffer.concat([iconv.encode(line(), "gbk"), Buffer.alloc(20)])],
    ["without the last bar", iconv.encode(line().slice(0, -1), "gbk")],
    ["with blanks around fields", iconv.encode(sampleFields.join(" | "), "gbk")],
  ])("is read as %s", (_, bytes) => {
    expect(parseCardBytes(bytes)).toEqual({ ok: true, card: sampleCard });
  });

  test("holds a name of four-byte characters of GB18030", () => {
    const bytes = iconv.encode(line(withField(4, "龘𠮷")), "gb18030");
    expect(parseCardBytes(bytes)).toMatchObject({ ok: true, card: { name: "龘𠮷" } });
  });

  test.each([
    ["region", 0, "发卡地区行政区划代码 缺少"],
    ["number", 1, "社会保障号码 缺少"],
    ["card number", 2, "卡号 缺少"],
    ["number of the chip", 3, "卡识别码 缺少"],
    ["name", 4, "姓名 缺少"],
  ])("without the %s names that field", (_, at, fault) => {
    expect(faultsOf(parseCardText(line(withField(at, ""))))).toEqual([fault]);
  });

  test("without what nobody needs is read all the same, blank or left out", () => {
    const card = { ...sampleCard, issuedOn: null, validTo: null };
    const blank = sampleFields.map((one, at) => (at < 5 ? one : ""));
    expect(parseCardText(line(blank))).toEqual({ ok: true, card });
    expect(parseCardText(line(sampleFields.slice(0, 5)))).toEqual({ ok: true, card });
  });

  test.each([
    [0, "99010", "发卡地区行政区划代码 应为六位行政区划代码"],
    [1, "990101199003070013", "社会保障号码 校验位不符"],
    [1, "9901?", "社会保障号码 应为证件号码"],
    [2, "A-1", "卡号 应为字母和数字"],
    [4, "张\u0007", "姓名 含有不能显示的字符或过长"],
    [7, "20240230", "发卡日期 应为存在的日期（八位数字）"],
    [8, "2034", "卡有效期 应为存在的日期（八位数字）"],
  ])("field %i as %j is a fault of that field", (at, text, fault) => {
    expect(faultsOf(parseCardText(line(withField(at, text))))).toEqual([fault]);
  });

  test("all faults are named at once, and none repeats a value", () => {
    const faults = faultsOf(parseCardText("1|2|3|4"));
    expect(faults).toHaveLength(3);
    const text = line(withField(1, "990101199003070013"));
    expect(JSON.stringify(parseCardText(text))).not.toContain("9003070013");
  });

  test("more than eleven fields, no text at all and far too much are faults of the whole", () => {
    expect(faultsOf(parseCardText(`${line()}x|`))).toEqual(["整串 多出 1 项，应为 11 项"]);
    expect(faultsOf(parseCardBytes(Uint8Array.of(0xff, 0xff)))[0]).toContain("整串 不是 GBK");
    expect(faultsOf(parseCardBytes(new Uint8Array(3000)))).toEqual(["整串 超过 2048 字节"]);
    expect(faultsOf(parseCardText("|".repeat(3000)))).toEqual(["整串 超过 2048 字符"]);
  });

  test("any bytes give a card or faults, and a card that was damaged on the line is never another person", () => {
    const runs = { seed: seedOf(), numRuns: 20_000 };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseCardBytes(bytes).ok).toBe(false);
      }),
      runs,
    );
    const whole = iconv.encode(line(), "gbk");
    // The second field: a digit that turns into another is found by the check sign.
    const digit = fc.tuple(fc.integer({ min: 7, max: 23 }), fc.integer({ min: 0x30, max: 0x39 }));
    fc.assert(
      fc.property(digit, ([at, byte]) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        expect(parseCardBytes(bytes).ok).toBe(byte === whole[at]);
      }),
      { ...runs, numRuns: 500 },
    );
  });
});

describe("the string of an identity card", () => {
  const fields = [
    "张示安",
    "男",
    "汉",
    "19900307",
    "示范省示范市示范路 1 号",
    "990101199003070015",
    "20200101",
    "20400101",
    "示范市公安局",
  ];
  const card = {
    ...sampleCard,
    region: null,
    cardNo: null,
    cardSn: null,
    issuedOn: "20200101",
    validTo: "20400101",
  };

  test.each([fields.join("|"), `${fields.join("|")}|`, `${fields.join("|")}\r\n`])("is read: %j", (text) => {
    expect(parseIdCardText(text)).toEqual({ ok: true, card });
  });

  test("of somebody whose card never ends", () => {
    const text = fields.with(7, "长期").join("|");
    expect(parseIdCardText(text)).toMatchObject({ ok: true, card: { validTo: "长期" } });
  });

  test.each([
    [0, "", "姓名 缺少"],
    [5, "", "身份证号 缺少"],
    [5, "990101199003070013", "身份证号 校验位不符"],
    [6, "2020-01-01", "签发日期 应为存在的日期（八位数字）"],
  ])("field %i as %j is a fault of that field", (at, text, fault) => {
    expect(faultsOf(parseIdCardText(fields.with(at, text).join("|")))).toEqual([fault]);
  });

  test("more than nine fields and far too much are faults of the whole", () => {
    expect(faultsOf(parseIdCardText([...fields, "x"].join("|")))).toEqual(["整串 多出 1 项，应为 9 项"]);
    expect(parseIdCardText("x".repeat(3000)).ok).toBe(false);
  });
});
