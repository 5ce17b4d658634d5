import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { demoPeople } from "../../../src/app/demo-people.ts";
import { receivePerson } from "../../../src/app/people.ts";
import { dayPage, shiftPage } from "../../../src/app/papers/sheet-pages.ts";
import { dayRoll, shiftRoll } from "../../../src/app/papers/sheet-rolls.ts";
import { feeListPage, settlementPage } from "../../../src/app/papers/slip-pages.ts";
import type { Fen } from "../../../src/base/money.ts";
import { formatFen } from "../../../src/base/money.ts";
import { sampleClaim } from "../../oracle/sample-claim.ts";
import { changeBooks } from "../../store/version-1-books.ts";
import type { TestDesk } from "../test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, staff, valueOf, withStaff } from "../test-desk.ts";
import { besideWord, linesOf } from "./amounts-of.ts";

/** As the desk's own window makes it: no network, nothing in the background. */
const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let desk: TestDesk;
let browser: Browser;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "onestop-pages-"));
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: quiet });
}, 120_000);
afterAll(async () => {
  await browser.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  desk = openTestDesk((ground) => {
    withStaff(ground);
    for (const person of demoPeople().slice(0, 3))
      receivePerson(ground, { ...person, asOf: "2024-01-01", accumulators: {} });
  });
});
afterEach(() => {
  desk.close();
});

/** The words of a page as a PDF of A4 has them, without their blanks, and how many pages it takes. */
async function printed(html: string): Promise<{ text: string; pages: number; size: string }> {
  const tab = await browser.newPage();
  const file = join(dir, "page.pdf");
  const asked: string[] = [];
  tab.on("request", (request) => asked.push(request.url()));
  await tab.setContent(html);
  await tab.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  await tab.close();
  expect(asked.filter((url) => /^https?:/.test(url))).toEqual([]);
  const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  return {
    text: text.replaceAll(/\s+/g, ""),
    pages: Number(/^Pages:\s+(\d+)$/m.exec(info)?.[1]),
    size: /^Page size:.*\((.*)\)$/m.exec(info)?.[1] ?? "",
  };
}

const fen = (amount: number): Fen => amount as Fen;
const mine = { operator: "C001", desk: "D1" };

describe("papers of A4", () => {
  test("a settlement: every part of the split, the numbers, the marks, on one page", async () => {
    const person = { psnNo: demoPeople()[0]?.psnNo ?? "" };
    const items = [{ name: "<阿莫西林> & 𠮷", price: "800.00", traceCodes: ["81234567890123456789"] }];
    const account = { use: true, balance: "30.00", family: [] };
    const sale = valueOf(desk.terminal.commit(requestOf("k1", { person, items, account })));
    const { slip } = valueOf(desk.terminal.slip(sale.settlementId));
    const { text, pages, size } = await printed(settlementPage(slip));
    expect([pages, size]).toEqual([1, "A4"]);
    const { split } = sale.settlement;
    for (const [word, amount] of [
      ["费用总额", split.total],
      ["本次起付线", split.deductible],
      ["基本统筹", split.basic],
      ["个人负担", split.personal],
      ["个人账户", split.account],
      ["现金支付", split.cash],
    ] as const)
      expect(text).toContain(`${word}${formatFen(amount)}`);
    for (const word of ["示范参数·非官方", "预览，不作凭证", sale.settlementId, sale.msgid])
      expect(text).toContain(word);
    expect(text).not.toContain(person.psnNo);

    const list = await printed(feeListPage(slip));
    expect(list.text).toContain("<阿莫西林>&𠮷");
    expect(list.text).toContain("81234567890123456789");
    expect(list.text).toContain("合计800.000.000.000.00800.00");
  });

  test("a long fee list repeats its head on every page and loses no line", async () => {
    const items = Array.from({ length: 120 }, (_one, at) => ({ name: `项目${at + 1}号`, price: "1.25" }));
    const claim = sampleClaim({ items });
    const request = { claim, idempotencyKey: "k1", tenders: [], actor };
    const sale = valueOf(desk.terminal.commitCash(request));
    const { slip } = valueOf(desk.terminal.slip(sale.settlementId));
    const { text, pages } = await printed(feeListPage(slip));
    expect(pages).toBeGreaterThan(2);
    expect(text.split("先自付")).toHaveLength(pages + 1);
    for (const { name } of items) expect(text).toContain(name);
    expect(text).toContain("合计150.00");
  });

  test("a shift: what must be there, what was counted, what lies between, as they were written at its close", async () => {
    const tenders = [{ kind: "wechat" as const, amount: fen(10_000) }];
    valueOf(desk.terminal.openShift({ ...mine, float: fen(20_000) }));
    const claim = sampleClaim({});
    valueOf(desk.terminal.commitCash({ claim, idempotencyKey: "k1", tenders, actor }));
    const open = valueOf(desk.terminal.shiftSheet({ ...mine, closedUpTo: null }));
    expect(linesOf(shiftRoll(open, 32))).toContain("尚未交班");
    const counted = { cash: fen(19_950), bankCard: fen(0), wechat: fen(10_000), alipay: fen(5) };
    valueOf(desk.terminal.closeShift({ ...mine, counted }));
    desk.clock.ms += 60_000;
    // What is sold later is no part of it.
    valueOf(desk.terminal.commitCash({ claim, idempotencyKey: "k2", tenders, actor }));
    const sheet = valueOf(desk.terminal.shiftSheet({ ...mine, closedUpTo: null }));
    const { text, pages } = await printed(shiftPage(sheet));
    expect(pages).toBe(1);
    for (const row of ["现金200.00199.50-0.50", "微信100.00100.000.00", "支付宝0.000.050.05"])
      expect(text).toContain(row);
    const lines = linesOf(shiftRoll(sheet, 48));
    expect(besideWord(lines, "备用金")).toBe("200.00");
    expect(besideWord(lines, "微信 应有")).toBe("100.00");
    expect(lines.filter((line) => line.startsWith("长短款")).map((line) => line.split(/\s+/)[1])).toEqual([
      "-0.50",
      "0.00",
      "0.00",
      "0.05",
    ]);
    changeBooks(desk.dir, "shift_tenders", "DELETE FROM shift_tenders WHERE kind = 'alipay'");
    expect(() => desk.terminal.shiftSheet({ ...mine, closedUpTo: null })).toThrow("交班记录不全");
    const before = { ...mine, closedUpTo: "2024-05-10T09:59:59" };
    expect(refusalOf(desk.terminal.shiftSheet(before)).code).toBe("SHIFT_NOT_OPEN");
  });

  test("a day: open it is for comparison only; closed it has its seal and the sums of the books", async () => {
    const day = "2024-05-10";
    const sale = valueOf(desk.terminal.commit(requestOf("k1", { items: [{ price: "800.00" }] })));
    valueOf(desk.terminal.commitCash({ claim: sampleClaim({}), idempotencyKey: "c1", tenders: [], actor }));
    const request = { settlementId: sale.settlementId, idempotencyKey: "r1", msgid: null, actor };
    valueOf(desk.terminal.reverse(request));
    valueOf(desk.terminal.commit(requestOf("k2", { items: [{ price: "900.00" }] })));
    expect(linesOf(dayRoll(valueOf(desk.terminal.daySheet(day)), 32))).toContain("尚未日结，仅供核对");
    const closed = valueOf(desk.terminal.closeDay(day, staff.supervisor));
    const sheet = valueOf(desk.terminal.daySheet(day));
    const lines = linesOf(dayRoll(sheet, 48));
    expect(besideWord(lines, "费用总额")).toBe(formatFen(closed.split.total));
    expect(besideWord(lines, "基金支付合计")).toBe(formatFen(closed.split.fundTotal));
    expect(besideWord(lines, "收款 现金")).toBe(formatFen(closed.tenders.cash));
    expect(lines).toContain(`结算 3 笔${" ".repeat(48 - 9 - 9)}撤销 1 笔`);
    const { text } = await printed(dayPage(sheet));
    for (const group of closed.groups) {
      const { total, fundTotal, account, family, cash } = group.split;
      const amounts = [total, fundTotal, account, family, cash].map((amount) => formatFen(amount)).join("");
      expect(text).toContain(`${group.sales}${group.reversals}${amounts}`);
    }
    expect(text).toContain("十堰市职工基本医疗保险普通门诊");
    expect(text).toContain(`封存码${sheet.close?.seal ?? "-"}`);
    expect(refusalOf(desk.terminal.daySheet("2024-02-30")).code).toBe("CLAIM_INVALID");
  });
});
