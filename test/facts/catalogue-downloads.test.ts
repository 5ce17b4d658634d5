import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { stageMedium } from "../../src/app/catalogue-source.ts";
import { demoCatalogue } from "../../src/app/demo-catalogue.ts";
import { present } from "../../src/base/assert.ts";
import { refusalOf, temporaryDir, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import { supervisor } from "../line/desk-and-centre.ts";
import type { FactsDesk } from "./facts-desk.ts";
import { openFactsDesk, trust } from "./facts-desk.ts";

let centre: TestCentre;
let one: FactsDesk;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
}, 300_000);
afterAll(async () => await centre.close(), 120_000);
beforeEach(() => {
  one = openFactsDesk(centre);
  trust(one.desk, centre);
});
afterEach(() => one.close());

const drug = present(
  demoCatalogue().find(({ code }) => code === "XD00003"),
  "a drug of the town",
);
const day = "2024-05-10";

/** Steps of whatever is under way, with a sale between any two of them. */
function carryOut(sale: (step: number) => void = () => undefined): number {
  let steps = 0;
  while (one.desk.engine.stepCatalogue(5)) {
    steps += 1;
    sale(steps);
  }
  return steps;
}

async function fetched(): Promise<readonly string[]> {
  return valueOf(await one.facts.fetchCatalogue()).map(({ id }) => id);
}

function activate(ids: readonly string[]): void {
  for (const id of ids)
    expect(valueOf(one.desk.engine.activateCatalogue(id, supervisor)).state).toBe("applying");
  carryOut();
}

function found(code: string) {
  return one.desk.engine.findItem(code, day);
}

async function medium(infno: string): Promise<string> {
  return await (await centre.get(`/catalogue/${infno}`)).text();
}

function written(text: string): string {
  const file = join(temporaryDir(), "catalogue.txt");
  writeFileSync(file, text);
  return file;
}

describe("the catalogue of the centre", () => {
  test("comes whole, then by its changes, goes into use in steps, and back", async () => {
    const { engine } = one.desk;
    const first = await fetched();
    expect(first).toHaveLength(3);
    const staged = engine.catalogueDownloads();
    expect(staged.map(({ state, added, changed }) => [state, added, changed])).toEqual(
      staged.map(() => ["staged", 0, 0]),
    );
    activate(first);
    expect(await fetched()).toEqual([]);
    expect(engine.catalogueVersion("1301")).toBeGreaterThan(0);

    const dearer = { ...drug, name: "新名称试验片", priceLimit: "1.00" };
    const fresh = { ...drug, code: "XD90001", barcode: null, name: "全新药品" };
    expect((await centre.control("items", { items: [dearer, fresh] })).status).toBe(200);
    const delta = await fetched();
    expect(delta).toHaveLength(1);
    expect(engine.catalogueDownloads().find(({ id }) => id === delta[0])).toMatchObject({
      state: "staged",
      rows: 2,
      added: 1,
      changed: 1,
    });
    expect(refusalOf(found("XD90001")).code).toBe("ITEM_NOT_FOUND");
    const before = valueOf(found(drug.code));
    activate(delta);
    expect(valueOf(found("XD90001")).name).toBe("全新药品");
    expect(valueOf(found(drug.code))).toMatchObject({ priceLimit: "1.00", name: "新名称试验片" });
    expect(engine.searchItems("新名称试", 5).map(({ code }) => code)).toEqual([drug.code]);
    expect(engine.searchItems(drug.name, 50).some(({ code }) => code === drug.code)).toBe(false);

    expect(valueOf(engine.rollBackCatalogue(delta[0] ?? "", supervisor)).state).toBe("rollingBack");
    carryOut();
    expect(valueOf(found(drug.code))).toEqual(before);
    expect(refusalOf(found("XD90001")).code).toBe("ITEM_NOT_FOUND");
    expect(engine.searchItems("新名称试", 5)).toEqual([]);
    expect(engine.searchItems(drug.name, 50).some(({ code }) => code === drug.code)).toBe(true);
    expect([...engine.verify()]).toEqual([]);
    // What was taken back can be taken in again.
    expect(await fetched()).toHaveLength(1);
  });

  test("is refused when anything is wrong with it, and nothing changes", async () => {
    const { engine } = one.desk;
    const text = await medium("1301");
    const [head = "", row = ""] = text.split("\n");
    const rest = text.slice(head.length + 1);
    const bad: readonly (readonly [string, string])[] = [
      ["RULES_HASH_WRONG", text.replace(/\t0\.\d+\t/, "\t0.9999\t")],
      ["RULES_HASH_WRONG", text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1)],
      ["RULES_HASH_WRONG", `${text}${row}\n`],
      ["RULES_FORMAT_UNKNOWN", `${head}\n${rest.replace("\t", "")}`],
      ["RULES_FORMAT_UNKNOWN", `${head.replace("catalogue/1", "catalogue/2")}\n${rest}`],
      ["RULES_FORMAT_UNKNOWN", rest],
      ["RULES_SIGNATURE_WRONG", text.replace(/"version":(\d+)/, '"version":99')],
      ["RULES_TOO_LARGE", `${head}\n${"x".repeat(100_000)}`],
      ["RULES_UNREADABLE", `${head}\n\u{fffd}`],
    ];
    for (const [code, wrong] of bad) {
      const file = written(wrong);
      if (code === "RULES_UNREADABLE")
        writeFileSync(file, Buffer.from([...Buffer.from(`${head}\n`), 0xff, 0xfe, 0x0a]));
      expect([code, refusalOf(await stageMedium(engine, file)).code]).toEqual([code, code]);
    }
    carryOut();
    expect(engine.catalogueDownloads().every(({ state }) => state === "discarded")).toBe(true);
    expect(engine.catalogueVersion("1301")).toBe(0);

    const taken = valueOf(await stageMedium(engine, written(text)));
    activate([taken.id]);
    expect(refusalOf(await stageMedium(engine, written(text))).code).toBe("RULES_OLDER");
  });

  test("goes on where it was cut off, and sales are made between its steps", async () => {
    const ids = await fetched();
    for (const id of ids) valueOf(one.desk.engine.activateCatalogue(id, supervisor));
    expect(one.desk.engine.stepCatalogue(5)).toBe(true);
    one.desk.restart();
    let sold = 0;
    carryOut((step) => {
      if (step > 3) return;
      one.desk.sell(step, `between ${step}`);
      sold += 1;
    });
    expect(sold).toBeGreaterThan(0);
    expect(one.desk.engine.catalogueDownloads().every(({ state }) => state === "active")).toBe(true);
    expect([...one.desk.engine.verify()]).toEqual([]);
  });
});
