import { rmSync } from "node:fs";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { Store } from "../../src/store/open-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { temporaryDir } from "../app/test-desk.ts";

/*
 * Parts of names that stand in more names than one question to the index may read: in `apart` both parts of 甲乙丙丁
 * without the phrase, in `whole` the phrase itself.
 */
const apart = 10_500;
const whole = 30;

let dir: string;
let store: Store;
beforeAll(() => {
  dir = temporaryDir();
  store = openStore(dir);
  store.write(() => {
    for (let at = 0; at < apart; at += 1) add(at, `乙丙丁 甲乙丙 戊己庚辛 ${at}`);
    for (let at = 0; at < whole; at += 1) add(apart + at, `甲乙丙丁 ${at}`);
  });
});
afterAll(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

function add(at: number, name: string): void {
  store.catalogue.add({
    code: `X${at}`,
    from_day: "2024-01-01",
    to_day: null,
    barcode: null,
    name,
    pinyin: "X",
    kind: "drug",
    class: "A",
    price: "1.00",
    price_limit: null,
    self_pay_ratio: "0",
    chronic_listed: 0,
    dual_channel: 0,
    check_mark: Buffer.alloc(16),
  });
}

function found(phrase: string, limit: number): readonly string[] {
  return store.catalogue.byName(phrase, limit).map(({ name }) => name);
}

test("a phrase whose parts are common apart from each other is found where it stands whole", () => {
  const expected = Array.from({ length: whole }, (_, at) => `甲乙丙丁 ${at}`);
  expect(found("甲乙丙丁", 1000)).toEqual(expected);
  expect(found("甲乙丙丁", 7)).toEqual(expected.slice(0, 7));
});

test("a phrase that very many names have is found in the first of them", () => {
  const expected = Array.from({ length: 20 }, (_, at) => `乙丙丁 甲乙丙 戊己庚辛 ${at}`);
  expect(found("戊己庚辛", 20)).toEqual(expected);
  expect(found("甲乙丙戊己庚", 20)).toEqual(expected);
});

test("of a long phrase the rarest parts tell the one name that has it", () => {
  expect(found("乙丙丁甲乙丙戊己庚辛 10497", 20)).toEqual(["乙丙丁 甲乙丙 戊己庚辛 10497"]);
});

test.each(["甲乙丙丁戊", "丁丙乙", "戊己庚辛99999", "··"])(
  "a phrase that no name has is not found: %s",
  (phrase) => {
    expect(found(phrase, 20)).toEqual([]);
  },
);
