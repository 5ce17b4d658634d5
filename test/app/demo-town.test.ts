import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { demoFile, demoTown, settleTown } from "../../src/app/demo-town.ts";
import type { DemoPerson } from "../../src/app/demo-people.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import type { TestDesk } from "./test-desk.ts";
import { openTestDesk, refusalOf, valueOf } from "./test-desk.ts";

const town = demoTown();
let desk: TestDesk;
beforeAll(() => {
  desk = openTestDesk((ground) => settleTown(ground, town));
  desk.clock.ms = Date.parse("2026-03-01T09:00:00+08:00");
});
afterAll(() => {
  desk.close();
});

const someone = (like: Partial<DemoPerson>): DemoPerson => {
  const found = town.people.find((one) =>
    Object.entries(like).every(([name, value]) => one[name as never] === value),
  );
  if (found === undefined) throw new Error("nobody like that");
  return found;
};

describe("demo town", () => {
  test("is the same every time, of the size that was promised, and nobody's", () => {
    expect(JSON.stringify(demoTown())).toBe(JSON.stringify(town));
    expect([town.people.length, town.items.length, town.operators.length]).toEqual([500, 3000, 5]);
    for (const { certNo, psnNo } of town.people) expect(`${certNo} ${psnNo}`).toMatch(/^99\d{15}[\dX] 99/);
    for (const list of [town.people.map((one) => one.certNo), town.items.map((one) => one.code)])
      expect(new Set(list).size).toBe(list.length);
  });

  test("every tenth carries an offline voucher that is taken: under both sorts of signature", () => {
    const file = demoFile(town, desk.clock.ms) as {
      people: { psnNo: string; offlineVoucher: string | null }[];
    };
    const carried = file.people.filter((one) => one.offlineVoucher !== null);
    expect(carried).toHaveLength(50);
    for (const { psnNo, offlineVoucher: number } of carried.slice(0, 12))
      expect(valueOf(desk.terminal.identify({ type: "01", number: number ?? "", cardSn: null })).psnNo).toBe(
        psnNo,
      );
    expect(new Set(carried.map((one) => one.offlineVoucher?.slice(0, 8))).size).toBeGreaterThan(1);
  });

  test("has every region, every kind of employer, the chronic, the pregnant, the poor, families", () => {
    const { people } = town;
    expect(new Set(people.map((one) => one.plan)).size).toBe(5);
    expect(new Set(people.map((one) => one.person["employer"])).size).toBe(7);
    expect(people.filter((one) => one.pregnancyId !== null)).toHaveLength(20);
    expect(people.filter((one) => one.person["assistance"] !== null).length).toBeGreaterThan(40);
    expect(people.filter((one) => one.insutype === "390").length).toBeGreaterThan(90);
    expect(people.filter((one) => one.family.length > 0).length).toBeGreaterThan(200);
    expect(
      people.filter((one) => (one.person["chronicDiseases"] as unknown[]).length > 1).length,
    ).toBeGreaterThan(20);
    expect(new Set(town.items.map((item) => `${item.kind}${item.class}`)).size).toBe(14);
  });

  test("finds a person by token, ID, card and number, with what they have used", () => {
    const person = someone({ psnNo: "991000000000" });
    const { terminal } = desk;
    const byToken = valueOf(terminal.identify({ type: "01", number: person.token ?? "", cardSn: null }));
    expect(byToken).toMatchObject({
      name: person.name,
      certNo: person.certNo,
      plan: "shiyan",
      person: person.person,
    });
    expect(byToken.accumulators).toMatchObject({ "outpatient.fund": 295_000 });
    expect(valueOf(terminal.identify({ type: "02", number: person.certNo, cardSn: null }))).toEqual(byToken);
    const card = { type: "03" as const, number: person.cardNo ?? "" };
    expect(valueOf(terminal.identify({ ...card, cardSn: person.cardSn }))).toEqual(byToken);
    expect(refusalOf(terminal.identify({ ...card, cardSn: "other" })).code).toBe("PERSON_NOT_FOUND");
    expect(valueOf(terminal.personByNo(person.psnNo))).toEqual(byToken);
    expect(refusalOf(terminal.personByNo("nobody")).code).toBe("PERSON_NOT_FOUND");
  });

  test("a sale to a person known here counts on from what they have used, and the account goes down", () => {
    const person = someone({ psnNo: "991000000000" });
    const known = valueOf(desk.terminal.personByNo(person.psnNo));
    const claim = {
      ...sampleClaim({
        serviceTime: "2026-03-01T09:00:00+08:00",
        items: [{ kind: "service", price: "300.00" }],
      }),
      person: known.person,
      account: { use: true, balance: "50.00", family: [] },
    };
    const request = { claim, idempotencyKey: "d1", previewHash: null, msgid: null, tenders: [] };
    const done = valueOf(
      desk.terminal.commit({ ...request, actor: { operator: "C001", pharmacist: null, desk: "1" } }),
    );
    expect(done.settlement.split).toMatchObject({ deductible: 0, basic: 5000, account: 5000 });
    const after = valueOf(desk.terminal.personByNo(person.psnNo));
    expect(after.account.balance).toBe(known.account.balance - 5000);
    expect(after.accumulators["outpatient.fund"]).toBe(300_000);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("finds items by code, barcode, pinyin initials and any part of the name", () => {
    const { terminal } = desk;
    const item = valueOf(terminal.findItem("XD00001", "2024-05-10"));
    expect(item).toMatchObject({ code: "XD00001", kind: "drug", pinyin: "AMXLJN" });
    expect(terminal.searchItems("xd00001", 5)[0]).toEqual(item);
    expect(terminal.searchItems(item.barcode ?? "", 5)).toContainEqual(item);
    for (const query of ["amxl", "莫西林", "阿莫西林胶囊"]) {
      const found = terminal.searchItems(query, 7);
      expect(found).toHaveLength(7);
      for (const one of found) expect(one.pinyin).toBe("AMXLJN");
    }
    expect(terminal.searchItems('"没有" OR *', 5)).toEqual([]);
    expect(terminal.searchItems(" ", 5)).toEqual([]);
    expect(refusalOf(terminal.findItem("none", "2024-05-10")).code).toBe("ITEM_NOT_FOUND");
    expect(refusalOf(terminal.findItem("XD00001", "2019-12-31")).code).toBe("ITEM_NOT_FOUND");
  });

  test("an operator signs in with the PIN and with no other", () => {
    expect(valueOf(desk.terminal.signIn({ operator: "S001", pin: "112358", desk: "D1" }))).toMatchObject({
      id: "S001",
      role: "supervisor",
      name: "示范主管",
    });
    const wrong = [
      { operator: "S001", pin: "112359", desk: "D1" },
      { operator: "nobody", pin: "112358", desk: "D1" },
    ];
    for (const one of wrong) expect(refusalOf(desk.terminal.signIn(one)).code).toBe("PIN_WRONG");
  });
});
