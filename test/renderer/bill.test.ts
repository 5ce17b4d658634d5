import { describe, expect, test } from "vitest";

import type { Bill, CatalogueItem } from "../../renderer/desk/bill.ts";
import {
  codesMissing,
  lineForCode,
  newBill,
  withChosenMoved,
  withItem,
  withLine,
  withoutLine,
} from "../../renderer/desk/bill.ts";
import { plainVisit } from "../../renderer/desk/visit.ts";
import { atRest, gaugesOf } from "../../renderer/desk/gauges.ts";
import { keptOf, readKept } from "../../renderer/desk/kept-bill.ts";
import { masked, yearsBetween } from "../../renderer/desk/person-facts.ts";
import { changeOf, isGivenWrong, tendersOf } from "../../renderer/desk/tender.ts";
import { grouped } from "../../renderer/parts/grouped.ts";
import { readingsOf } from "../../renderer/scan/readings.ts";

function item(code: string, more: Partial<CatalogueItem> = {}): CatalogueItem {
  return {
    code,
    barcode: null,
    name: code,
    pinyin: "",
    kind: "drug",
    class: "A",
    price: "10.00",
    priceLimit: null,
    selfPayRatio: "0",
    chronicListed: false,
    dualChannel: false,
    ...more,
  };
}

const empty = newBill({ id: "b1", begunAt: "2026-11-22T10:00:00+08:00", medType: "11" });
const two = withItem(withItem(empty, item("A1")), item("B2"));

describe("a bill", () => {
  test("the same item again counts up its line; another one adds a line and is chosen", () => {
    expect(two.lines.map(({ id, qty }) => [id, qty])).toEqual([
      ["1", "1"],
      ["2", "1"],
    ]);
    const again = withItem(two, item("A1"));
    expect(again.lines.map(({ qty }) => qty)).toEqual(["2", "1"]);
    expect(again.chosen).toBe("1");
  });

  test("an opened pack is a line of its own", () => {
    const split = withItem(withLine(two, "1", { splitPack: true, qty: "0.5" }), item("A1"));
    expect(split.lines.map(({ qty, splitPack }) => [qty, splitPack])).toEqual([
      ["0.5", true],
      ["1", false],
      ["1", false],
    ]);
  });

  test("a line that is removed leaves the next one chosen, and no number comes twice", () => {
    expect(withoutLine({ ...two, chosen: "1" }, "1").chosen).toBe("2");
    expect(withoutLine(two, "2").chosen).toBe("1");
    expect(withItem(withoutLine(two, "1"), item("C3")).lines.map(({ id }) => id)).toEqual(["2", "3"]);
    expect(withChosenMoved(two, -1).chosen).toBe("1");
    expect(withChosenMoved(two, 1).chosen).toBe("2");
  });

  test.each<[string, Partial<Bill["lines"][number]>, Partial<CatalogueItem>, number]>([
    ["each whole pack has a code", { qty: "3" }, {}, 3],
    ["what is there counts", { qty: "3", traceCodes: ["1", "2"] }, {}, 1],
    ["a part of a pack is a pack", { qty: "1.5" }, {}, 2],
    ["none for an opened pack", { splitPack: true }, {}, 0],
    ["none for what has none", { traceExempt: "noCode" }, {}, 0],
    ["none for what no fund pays", {}, { class: "C" }, 0],
    ["none for a service", {}, { kind: "service" }, 0],
  ])("trace codes: %s", (_what, line, more, missing) => {
    const bill = withLine(withItem(empty, item("A1", more)), "1", line);
    expect(bill.lines.map(codesMissing)).toEqual([missing]);
    expect(lineForCode(bill)?.id ?? null).toBe(missing === 0 ? null : "1");
  });

  test("what is kept of it comes back as it was, without the person", () => {
    const bill: Bill = {
      ...withLine(two, "2", { traceCodes: ["81000000000000000001"], traceExempt: "slices" }),
      prescription: { issuerLevel: "3", issuedOn: "2026-11-22", validDays: 2 },
      pharmacist: { id: "P001", name: "药师" },
      offSite: { recordType: "referral", recordedOn: "2026-11-01" },
      chronicDisease: "M01600",
      usesAccount: false,
      visit: { ...plainVisit, admitted: "2026-11-20", familyOut: ["P2"], proxy: { name: "代", certNo: "1" } },
      tender: { kind: "cash", given: "1", parts: { wechat: "1", alipay: "", bankCard: "2.5" } },
      isCash: true,
    };
    const content: unknown = JSON.parse(JSON.stringify(keptOf(bill)));
    expect(readKept(content)).toEqual({ psnNo: null, bill });
    for (const broken of [null, 1, "x", [], {}, { version: 2, bill: {} }])
      expect(readKept(broken)).toBeNull();
  });
});

describe("money at the counter", () => {
  test("what goes back, and what is not enough", () => {
    expect(changeOf("100", "72.50")).toBe("27.50");
    expect(changeOf("72.50", "72.50")).toBe("0.00");
    expect(changeOf("72.49", "72.50")).toBeNull();
    expect(isGivenWrong("", "1.00")).toBe(false);
    for (const wrong of ["0.99", "-5", "1e3", "1.001", "abc"]) expect(isGivenWrong(wrong, "1.00")).toBe(true);
    expect(tendersOf(two, "0.00")).toEqual([]);
    expect(tendersOf(two, "3.20")).toEqual([{ kind: "cash", amount: "3.20" }]);
    expect(grouped("1234567.89")).toBe("1,234,567.89");
    expect(grouped("999.00")).toBe("999.00");
  });
});

describe("what a scan may be", () => {
  test.each([
    ["99110519501115005X", ["credential 02"]],
    ["81000000000000000001", ["traceCode"]],
    ["6901234567892", ["item", "credential 03"]],
    ["XD00001", ["item", "credential 03", "credential 01"]],
    ["DEMO-QR-991005000000", ["credential 01", "credential 03", "item"]],
    ["阿莫西林", ["item"]],
  ])("%s", (text, expected) => {
    const read = readingsOf(text).map((one) => (one.is === "credential" ? `${one.is} ${one.type}` : one.is));
    expect(read).toEqual(expected);
  });
});

describe("a person's card", () => {
  test("hides most of a number and counts full years", () => {
    expect(masked("991105195011150056")).toBe("991***********0056");
    expect(yearsBetween("1950-11-22", "2026-11-22")).toBe(76);
    expect(yearsBetween("1950-11-23", "2026-11-22")).toBe(75);
  });

  test("gauges begin where the bill began and end where its last step ends", () => {
    const step = (before: string, after: string) => ({
      stage: "basic",
      label: "",
      benefit: null,
      line: null,
      rule: null,
      clause: "",
      status: "stated",
      inputs: { "outpatient.fund.limit": "3000.00" },
      formula: "",
      amount: "",
      accumulators: [{ id: "outpatient.fund", before, after }],
    });
    const gauges = gaugesOf([step("0.00", "750.00"), step("750.00", "1500.00")]);
    expect(gauges).toMatchObject([{ before: "0.00", after: "1500.00", beforeShare: 0, afterShare: 0.5 }]);
    expect(atRest(gauges)).toMatchObject([{ after: "0.00", afterShare: 0 }]);
  });
});
