import { afterAll, afterEach, beforeEach, expect, test } from "vitest";

import { demoPeople } from "../../src/app/demo-people.ts";
import type { CommitRequest, Result } from "../../src/app/terminal.ts";
import { actor } from "../app/test-desk.ts";
import type { RealDesk } from "./real-desk.ts";
import { makeTemplate, openRealDesk, saleOf } from "./real-desk.ts";

const template = makeTemplate();
afterAll(template.remove);
let desk: RealDesk;
beforeEach(async () => {
  desk = await openRealDesk(template);
});
afterEach(async () => {
  await desk.close();
});

/** The first of shiyan and their spouse. */
const [wife, husband] = demoPeople().filter(({ plan }) => plan === "shiyan") as [Person, Person];
type Person = ReturnType<typeof demoPeople>[number];

function balanceOf({ psnNo }: Person): number {
  const found = desk.terminal.personByNo(psnNo);
  return found.ok ? found.value.account.balance : Number.NaN;
}

const yuan = (fen: number): string => (fen / 100).toFixed(2);

test("a sale beyond the own balance is paid by the spouse's account, which falls, and rises with the reversal", async () => {
  expect(desk.terminal.personByNo(wife.psnNo)).toMatchObject({
    value: { family: [{ relation: "spouse", psnNo: husband.psnNo, balance: husband.balance }] },
  });
  const total = yuan(wife.balance + 1234);
  const sold = await desk.ask("2102", saleOf(desk, 0, total, { acct_used_flag: "1" }));
  expect(sold.output.setlinfo).toMatchObject({
    acct_pay: yuan(wife.balance),
    acct_mulaid_pay: "12.34",
    psn_cash_pay: "0.00",
    balc: "0.00",
  });
  expect([balanceOf(wife), balanceOf(husband)]).toEqual([0, husband.balance - 1234]);
  const { setl_id, mdtrt_id, psn_no } = sold.output.setlinfo;
  await desk.ask("2103", { data: { setl_id, mdtrt_id, psn_no } });
  expect([balanceOf(wife), balanceOf(husband)]).toEqual([wife.balance, husband.balance]);
  expect([...desk.terminal.verify()]).toEqual([]);
});

/** A claim of the wife's over an amount, told that balances are what they are now. */
function requestOf(key: string, person: 0 | 1, fen: number): CommitRequest {
  const sale = saleOf(desk, person, yuan(fen));
  const found = desk.terminal.personByNo(sale.druginfo.psn_no ?? "");
  if (!found.ok) throw new Error("nobody");
  const { person: facts, account, family, plan } = found.value;
  const { code, type, level, region, designations } = desk.terminal.institution;
  const relatives = family.map((one) => ({
    relation: one.relation,
    psnNo: one.psnNo,
    balance: yuan(one.balance),
  }));
  const item = { id: "1", code: "X", name: "x", kind: "drug", class: "C", qty: "1", price: yuan(fen) };
  const claim = {
    claimId: key,
    plan,
    serviceTime: "2026-12-01T10:00:00+08:00",
    medType: "41",
    institution: { code, type, level, region, designations },
    person: facts,
    prescription: null,
    items: [{ ...item, priceLimit: null, selfPayRatio: "0", chronicListed: false, dualChannel: false }],
    account: { use: true, balance: yuan(account.balance), family: relatives },
  };
  return { claim, idempotencyKey: key, previewHash: null, msgid: null, tenders: [], actor };
}

const codeOf = (result: Result<unknown>): string => (result.ok ? "" : result.refusal.code);

test("two sales that were both promised the same account cannot both have it", () => {
  const both = wife.balance + husband.balance;
  const first = requestOf("k1", 0, both);
  const own = requestOf("k2", 1, 100);
  const shared = requestOf("k3", 1, both);
  expect(codeOf(desk.terminal.commit(first))).toBe("");
  expect([balanceOf(wife), balanceOf(husband)]).toEqual([0, 0]);
  expect(codeOf(desk.terminal.commit(own))).toBe("PREVIEW_STALE");
  expect(codeOf(desk.terminal.commit(shared))).toBe("PREVIEW_STALE");
  expect(codeOf(desk.terminal.commit(first))).toBe("");
  expect([balanceOf(wife), balanceOf(husband)]).toEqual([0, 0]);
  expect(desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 9 })).toHaveLength(1);
});

test("nobody's account is drawn twice under two names", () => {
  const request = requestOf("k1", 0, wife.balance + 100);
  const claim = request.claim as { account: { family: object[]; balance: string } };
  claim.account.family = [{ relation: "spouse", psnNo: wife.psnNo, balance: "1.00" }];
  expect(codeOf(desk.terminal.commit(request))).toBe("PREVIEW_STALE");
});

test("what is given back by a refund may be drawn again by what is kept", () => {
  const request = requestOf("k1", 0, wife.balance);
  const [item] = (request.claim as { items: { price: string; qty: string }[] }).items;
  if (item !== undefined) Object.assign(item, { qty: "2", price: yuan(Math.floor(wife.balance / 2)) });
  const sold = desk.terminal.commit(request);
  if (!sold.ok) throw new Error(sold.refusal.code);
  const { settlementId } = sold.value;
  const items = [{ id: "1", qty: "1" }];
  const back = { settlementId, idempotencyKey: "r", msgid: null, actor, items };
  expect(codeOf(desk.terminal.refund(back))).toBe("");
  expect(balanceOf(wife)).toBe(wife.balance - Math.floor(wife.balance / 2));
  expect([...desk.terminal.verify()]).toEqual([]);
});
