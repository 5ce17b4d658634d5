import { describe, expect, test } from "vitest";
import { z } from "zod";

import { answerRefused, parseEnvelope } from "../../src/wire/envelope.ts";
import { formatMsgid, parseMsgid } from "../../src/wire/msgid.ts";
import {
  day,
  extension,
  instant,
  money,
  moneyOrNull,
  price,
  quantity,
  signedQuantity,
} from "../../src/wire/scalars.ts";

const scalars = { money, moneyOrNull, price, quantity, signedQuantity, instant, day };

function read(name: keyof typeof scalars, value: unknown) {
  const parsed = z.looseObject({ x: scalars[name] }).safeParse(value === undefined ? {} : { x: value });
  return parsed.success ? parsed.data.x : "refused";
}

describe("scalars as real systems send them", () => {
  test.each([
    ["money", 12.5, "12.5"],
    ["money", "12.50", "12.50"],
    ["money", " 12.500 ", "12.50"],
    ["money", ".5", "0.5"],
    ["money", 0, "0"],
    ["money", "12.505", "refused"],
    ["money", "-1", "refused"],
    ["money", "1e3", "refused"],
    ["money", 1e-7, "refused"],
    ["money", Number.MAX_SAFE_INTEGER + 1, "refused"],
    ["money", "", "refused"],
    ["money", null, "refused"],
    ["money", undefined, "refused"],
    ["money", true, "refused"],
    ["money", {}, "refused"],
    ["moneyOrNull", "", null],
    ["moneyOrNull", null, null],
    ["moneyOrNull", undefined, null],
    ["moneyOrNull", "x", "refused"],
    ["price", "20.123456", "20.123456"],
    ["price", "20.1234567", "refused"],
    ["quantity", "1.0000", "1.0000"],
    ["quantity", "-1", "refused"],
    ["signedQuantity", "-1", "-1"],
    ["signedQuantity", -0.5, "-0.5"],
    ["instant", "2023-03-01 10:00:00", "2023-03-01T10:00:00+08:00"],
    ["instant", "2023-03-01T10:00:00.123", "2023-03-01T10:00:00+08:00"],
    ["instant", "2023-03-01", "2023-03-01T00:00:00+08:00"],
    ["instant", "2023-03-01 24:00:00", "refused"],
    ["instant", "20230301", "refused"],
    ["day", "2023-03-01 10:00:00", "2023-03-01"],
    ["day", "2023-02-29", "refused"],
    ["day", "2023-03-01x", "refused"],
  ] as const)("%s %j reads as %j", (name, value, expected) => {
    expect(read(name, value)).toBe(expected);
  });

  test("an extension is an object, or text that holds one; else it is empty", () => {
    const of = (value: unknown): unknown => z.looseObject({ x: extension }).parse({ x: value }).x;
    expect(of('{"a":1}')).toEqual({ a: 1 });
    expect(of({ a: 1 })).toEqual({ a: 1 });
    for (const other of ["", "x", null, [], 1]) expect(of(other)).toEqual({});
  });
});

describe("message numbers", () => {
  test("are institution, second and serial", () => {
    const id = formatMsgid("H42030000001", Date.parse("2023-03-01T10:00:00+08:00"), 7);
    expect(id).toBe("H42030000001202303011000000007");
    expect(parseMsgid(id)).toEqual({ institutionCode: "H42030000001", second: "20230301100000", serial: 7 });
  });

  test.each(["", "x", "H42030000001202302301000000007", "H42030000001202303012500000007"])(
    "%j is none",
    (text) => {
      expect(parseMsgid(text)).toBeNull();
    },
  );

  test("a part too long for its place is a bug", () => {
    expect(() => formatMsgid("H4203", 0, 1)).toThrow("message number");
    expect(() => formatMsgid("H42030000001", 0, 10_000)).toThrow("message number");
  });
});

describe("the envelope", () => {
  test("names every fault and no value", () => {
    const parsed = parseEnvelope({ infno: { secret: 1 }, msgid: "不是编号", opter: null, input: 5 });
    expect(parsed).toMatchObject({ ok: false });
    if (parsed.ok) return;
    expect(parsed.faults.map(({ path }) => path)).toEqual([
      "infno",
      "msgid",
      "fixmedins_code",
      "opter",
      "input",
    ]);
    expect(JSON.stringify(parsed.faults)).not.toContain("不是编号");
  });

  test("an error text fits its field", () => {
    const head = { answerMsgid: "1", receivedMs: 0, answeredMs: 1 };
    const answer = answerRefused(-2, head, "字".repeat(500));
    expect(answer.err_msg).toHaveLength(200);
    expect(answer).toMatchObject({ refmsg_time: "19700101080000000", respond_time: "19700101080000001" });
  });
});
