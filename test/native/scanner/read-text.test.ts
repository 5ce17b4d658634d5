import { expect, test } from "vitest";

import { openTextReader } from "../../../native/scanner/read-text.ts";

const auto = openTextReader("auto");

test.each([
  ["ASCII", "36393031", "6901"],
  ["UTF-8", "e5bca0e4b889", "张三"],
  ["GB18030", "d5c5c8fd", "张三"],
  ["GB18030 of four bytes", "9534b235", "𠮷"],
  ["UTF-8 of four bytes", "f0a0aeb7", "𠮷"],
  ["GB18030 whose bytes would also be UTF-8", "d2bb", "一"],
  ["the same among ASCII", "41d2bb42", "A一B"],
  ["a dot within a name of UTF-8", "e4b9b0c2b7e59090", "买·吐"],
  ["letters of UTF-8 that are Chinese in GB18030: so they are taken at this counter", "c3a9", "茅"],
  ["separators", "30311d3231", "01\u001D21"],
  ["neither", "ff80", null],
])("auto: %s", (_, hex, text) => {
  expect(auto(Buffer.from(hex, "hex"))).toBe(text);
});

test("an encoding that was set is kept to", () => {
  expect(openTextReader("utf8")(Buffer.from("d5c5", "hex"))).toBeNull();
  expect(openTextReader("gb18030")(Buffer.from("d5c5c8fd", "hex"))).toBe("张三");
});
