import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { DatedItem } from "../../src/app/items.ts";
import { addItem } from "../../src/app/items.ts";
import { randomFrom } from "../oracle/random.ts";
import { runsOf, seedOf } from "../runs.ts";
import { lookedUp, oddNames } from "./odd-names.ts";
import type { TestDesk } from "./test-desk.ts";
import { openTestDesk } from "./test-desk.ts";

const seed = seedOf();
const odd = oddNames(seed, 250);
const plain = [
  "注射用头孢呋辛钠 0.25g×24支",
  "阿莫西林胶囊 025g",
  "阿莫西林胶囊(1.5mg)",
  "阿莫西林胶囊 15mg",
  "血糖试纸 217 号",
  "血糖试纸 2170 号",
  "批号 123456789",
];
const barcode = "6900000000017";

function itemOf(name: string, at: number): DatedItem {
  return {
    code: `ZZ${String(at).padStart(6, "0")}`,
    barcode: at === 0 ? barcode : null,
    name,
    pinyin: "QQQQ",
    kind: "drug",
    class: "A",
    price: "12.50",
    priceLimit: null,
    selfPayRatio: "0",
    chronicListed: false,
    dualChannel: false,
    from: "2024-01-01",
    to: null,
  };
}

let desk: TestDesk;
beforeAll(() => {
  desk = openTestDesk((ground) => {
    for (const [at, name] of [...plain, ...odd].entries()) addItem(ground, itemOf(name, at));
  });
});
afterAll(() => {
  desk.close();
});

const found = (query: string, limit = 1000): string[] =>
  desk.terminal.searchItems(query, limit).map(({ name }) => name);

describe("the catalogue", () => {
  test(`finds by any part of a name all names that have it, and no other (seed ${seed})`, () => {
    const random = randomFrom(seed + 1);
    const known = odd.map((name) => ({ name, counts: lookedUp(name) }));
    const outcomes = { some: 0, few: 0, none: 0, number: 0 };
    for (let run = 0; run < runsOf(500); run += 1) {
      const characters = Array.from(random.pick(odd));
      const at = random.whole(0, characters.length - 1);
      const query = characters.slice(at, at + random.whole(1, 6)).join("");
      const counts = lookedUp(query);
      const isNumber = /^\d{6,}$/.test(query.trim());
      const having = known.filter((one) => counts !== "" && !isNumber && one.counts.includes(counts));
      const names = found(query).filter((name) => !plain.includes(name));
      const expected = having.map(({ name }) => name).toSorted();
      expect({ query, names: names.toSorted() }).toEqual({ query, names: expected });
      expect(found(query, 3).length).toBeLessThanOrEqual(3);
      if (isNumber) outcomes.number += 1;
      else outcomes[having.length > 3 ? "some" : having.length > 0 ? "few" : "none"] += 1;
    }
    expect(outcomes.some).toBeGreaterThan(0);
    expect(outcomes.few).toBeGreaterThan(0);
  });

  test.each([
    ["呋辛", [plain[0]]],
    ["0.25g", [plain[0]]],
    ["钠0.25 G×24", [plain[0]]],
    ["０．２５ｇ", [plain[0]]],
    ["胶囊 025", [plain[1]]],
    ["囊1.5m", [plain[2]]],
    ["15mg", [plain[3]]],
    ["217 号", [plain[4]]],
    ["17号", [plain[4]]],
    ["号 12345", [plain[6]]],
    ["西林胶囊", [plain[1], plain[2], plain[3]]],
    ["头孢呋辛酸", []],
  ])("has for %s what a cashier means", (query, names) => {
    expect(found(query).filter((name) => plain.includes(name))).toEqual(names);
  });

  test("knows a barcode as that item alone, and does not look for long numbers in names", () => {
    expect(found(barcode)).toEqual([plain[0]]);
    expect(found("12345678")).toEqual([]);
  });

  test.each(['"', '""', "*", "^", "-", "...", "（）", "\u0000", "\ud800", "\u0301", "+", "' '"])(
    "has nothing for %j and does not stumble over it",
    (query) => {
      expect(found(query)).toEqual([]);
    },
  );

  test.each([
    '头孢" OR "胶囊',
    "胶囊 NOT 头孢",
    "parts:胶囊",
    "NEAR(头孢 呋辛)",
    "胶囊* OR 试纸",
    '{parts}:"胶囊"',
  ])("takes operators as what they are spelled with: %s", (query) => {
    expect(found(query)).toEqual([]);
  });
});
