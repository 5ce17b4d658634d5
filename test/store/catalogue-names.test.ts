import { rmSync } from "node:fs";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { CatalogueRow } from "../../src/store/catalogue.ts";
import type { Counting } from "../../src/store/catalogue-names.ts";
import type { Store } from "../../src/store/open-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { temporaryDir } from "../app/test-desk.ts";
import { partsCounted } from "./parts-counted.ts";

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

function add(at: number, name: string, counting: Counting = "now"): void {
  store.catalogue.add(rowOf(at, name), counting);
}

function rowOf(at: number, name: string): CatalogueRow {
  return {
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
  };
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

test("a name is found from the edition on that has it, however common its parts are", () => {
  const { catalogue } = store;
  const common = (from: number): readonly string[] =>
    Array.from({ length: 20 }, (_, at) => `乙丙丁 甲乙丙 戊己庚辛 ${from + at}`);
  const rare = Array.from({ length: whole }, (_, at) => `甲乙丙丁 ${at}`);
  const preparing = { edition: 1, counting: "now" } as const;
  store.write(() => {
    catalogue.put(catalogue.inEdition("X0", "2024-01-01", 1), rowOf(0, "甲乙丙丁 换"), preparing);
  });
  expect([found("戊己庚辛", 20), found("甲乙丙丁", 1000)]).toEqual([common(0), rare]);
  store.write(() => catalogue.takeIntoUse(1));
  expect([found("戊己庚辛", 20), found("甲乙丙丁", 1000)]).toEqual([common(1), [...rare, "甲乙丙丁 换"]]);
  store.write(() => {
    catalogue.takeIntoUse(0);
    for (const row of catalogue.prepared(2)) catalogue.remove(row, "now");
    expect(catalogue.keepAll(2)).toBe(1);
  });
  expect([found("戊己庚辛", 20), found("甲乙丙丁", 1000)]).toEqual([common(0), rare]);
});

describe("names that are counted later", () => {
  let own: string;
  beforeEach(() => {
    own = temporaryDir();
    store.close();
    store = openStore(own);
  });
  afterEach(() => {
    store.close();
    rmSync(own, { recursive: true });
    store = openStore(dir);
  });

  /** So many steps, or all. */
  function recount(from: string, steps: number): string | null {
    let after: string | null = from;
    for (let step = 0; step < steps && after !== null; step += 1)
      after = store.write(() => store.catalogue.recountNames(after ?? "", 3));
    return after;
  }

  test("are found before and after, and the counts are those of the index in the end", () => {
    store.write(() => {
      for (let at = 0; at < 40; at += 1) add(at, `甲乙丙丁 ${at}`, at < 10 ? "now" : "later");
      for (let at = 0; at < 5; at += 1) add(100 + at, `戊己庚辛 ${at}`, "later");
    });
    const all = Array.from({ length: 5 }, (_, at) => `戊己庚辛 ${at}`);
    expect(found("戊己庚辛", 20)).toEqual(all);
    expect(found("甲乙丙丁", 100)).toHaveLength(40);
    expect(found("丁戊己", 20)).toEqual([]);
    expect(partsCounted(own).counted).not.toEqual(partsCounted(own).indexed);
    // Cut off in the middle it goes on where it was.
    const halfway = recount("", 4);
    expect(halfway).not.toBeNull();
    store.close();
    store = openStore(own);
    expect(recount(halfway ?? "", 1000)).toBeNull();
    const { counted, indexed } = partsCounted(own);
    expect(counted).toEqual(indexed);
    expect(counted.find(({ part }) => part === "甲乙丙")?.names).toBe(40);
    expect(found("戊己庚辛", 20)).toEqual(all);
  });

  test("are gone from the counts when they were taken out", () => {
    store.write(() => {
      for (let at = 0; at < 20; at += 1) add(at, `甲乙丙丁 ${at}`);
      add(20, "戊己庚辛");
    });
    store.write(() => {
      for (const code of ["X20", "X3"]) {
        const row = store.catalogue.inEdition(code, "2024-01-01", 0);
        if (row !== undefined) store.catalogue.remove(row, "later");
      }
    });
    expect(found("戊己庚辛", 20)).toEqual([]);
    expect(recount("", 1000)).toBeNull();
    const { counted, indexed } = partsCounted(own);
    expect(counted).toEqual(indexed);
    expect(counted.find(({ part }) => part === "甲乙丙")?.names).toBe(19);
    expect(counted.some(({ part }) => part.includes("戊"))).toBe(false);
  });
});
