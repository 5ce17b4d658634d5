import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { sampleClaim } from "../oracle/sample-claim.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, valueOf } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk();
});
afterEach(() => {
  desk.close();
});

test("an open bill is there after a restart as it was kept last, at its own desk, and in clear nowhere", () => {
  const bill = { desk: "D1", id: "王示安的单", content: { person: "王示安", lines: [1] } };
  desk.terminal.keepBill(bill);
  desk.clock.ms += 1000;
  desk.terminal.keepBill({ ...bill, content: { person: "王示安", lines: [1, 2] } });
  desk.terminal.keepBill({ desk: "D2", id: bill.id, content: null });
  const bytes = Buffer.concat(readdirSync(desk.dir).map((name) => readFileSync(join(desk.dir, name))));
  expect([bytes.indexOf("王示安"), bytes.indexOf("D1") > 0]).toEqual([-1, true]);
  expect(desk.reopen().openBills("D1")).toEqual([
    { ...bill, content: { person: "王示安", lines: [1, 2] }, keptAt: "2024-05-10T10:00:01.000+08:00" },
  ]);
  desk.terminal.dropBill({ desk: "D1", id: bill.id });
  expect(desk.terminal.openBills("D1")).toEqual([]);
  expect(desk.terminal.openBills("D2")).toHaveLength(1);
});

test("a bill is gone with its commit, and not with one that is refused", () => {
  const keep = (id: string): void => desk.terminal.keepBill({ desk: "D1", id, content: id });
  const ids = (): string[] => desk.terminal.openBills("D1").map(({ id }) => id);
  for (const id of ["insured", "cash", "other"]) keep(id);
  const wrong = { previewHash: "00", billId: "insured" };
  expect(refusalOf(desk.terminal.commit(requestOf("k1", {}, wrong))).code).toBe("PREVIEW_STALE");
  expect(ids()).toContain("insured");
  valueOf(desk.terminal.commit(requestOf("k1", {}, { billId: "insured" })));
  expect(ids()).not.toContain("insured");
  const claim = sampleClaim({});
  const short = [{ kind: "cash" as const, amount: 1 as never }];
  const request = { claim, idempotencyKey: "c1", actor, billId: "cash" };
  refusalOf(desk.terminal.commitCash({ ...request, tenders: short }));
  expect(ids()).toContain("cash");
  valueOf(desk.terminal.commitCash({ ...request, tenders: [] }));
  expect(ids()).toEqual(["other"]);
});
