import { expect, test } from "vitest";

import { refusalText } from "../../renderer/parts/refusal-text.ts";
import { en } from "../../renderer/words/en.ts";
import { zh } from "../../renderer/words/zh.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import { openTestDesk, staff, withStaff } from "../app/test-desk.ts";

/** What the engine itself answers to an input that does not fit. */
async function refusalOf(input: Readonly<Record<string, unknown>>) {
  const desk = openTestDesk(withStaff);
  try {
    const answer = await openRpc(desk.terminal)("changeCentre", { approval: staff.administrator, ...input });
    if (answer === null || answer.ok) throw new Error("it was taken");
    return answer.refusal;
  } finally {
    desk.close();
  }
}

test("a refused input is named as on screen, in the language of the screen", async () => {
  const refusal = await refusalOf({ url: "centre.example/door", token: "a b" });
  expect(refusal.message).toContain("url ");
  expect(refusalText(refusal, zh)).toBe(
    "“中心地址”应为中心的地址，如 https://centre.example:8443，不带路径；“接入令牌”应为中心发给的令牌原文，不含空格和汉字",
  );
  expect(refusalText(refusal, en)).toBe(
    "“Address of the centre” should be an address like https://centre.example:8443, without a path; “Access token” should be the token as the centre gave it, without spaces",
  );
});

test("an input within another, and one without a label, show no path", async () => {
  const refusal = await refusalOf({
    url: null,
    token: null,
    approval: { operator: "A001", pin: "", desk: "" },
  });
  expect(refusalText(refusal, zh)).toMatch(/^“密码”.+；“所填内容”/);
  expect(refusalText(refusal, en)).toBe(
    "“PIN” cannot be taken as it stands; “What was entered” cannot be taken as it stands",
  );
});

test("any other refusal keeps the words of the engine", () => {
  const refusal = { code: "ACCOUNT_INSUFFICIENT", message: "余额 3.00 元", details: {} };
  expect(refusalText(refusal, zh)).toBe("余额 3.00 元");
});
