import { expect, test } from "vitest";

import { findEntries, serviceItems } from "../../renderer/guide/use-guide.ts";

test("the list has its 29 items, 27 measures and 11 offices, each once", () => {
  expect(serviceItems.map(({ no }) => no)).toEqual(Array.from({ length: 29 }, (_, at) => at + 1));
  expect(findEntries("", "measure")).toHaveLength(27);
  expect(findEntries("", "contact")).toHaveLength(11);
  const keys = findEntries("", "").map(({ key }) => key);
  expect(new Set(keys).size).toBe(29 + 27 + 11);
});

test("initials have a letter for every character of the name", () => {
  const wrong = serviceItems
    .filter(({ name, pinyin }) => name.replaceAll(/[（）《》]/g, "").length !== pinyin.length)
    .map(({ name, pinyin }) => `${name} ${pinyin}`);
  expect(wrong).toEqual([]);
});

test("every word has to be there, in whichever part", () => {
  expect(findEntries("异地 转诊", "item").map(({ key }) => key)).toEqual(["item 15"]);
  expect(findEntries("sytjzf", "")).toEqual([]);
  expect(findEntries("syjtzf", "item").map(({ key }) => key)).toEqual(["item 23"]);
  expect(findEntries("027-86765222", "").map(({ key }) => key)).toEqual(["contact 5"]);
});
