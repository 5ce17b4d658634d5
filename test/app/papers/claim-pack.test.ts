import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import { claimGuidesOf } from "../../../src/app/papers/claim-papers.ts";
import { demoPeople } from "../../../src/app/demo-people.ts";
import { receivePerson } from "../../../src/app/people.ts";
import { formatFen } from "../../../src/base/money.ts";
import { openRpc } from "../../../src/gateway/rpc.ts";
import { splitWords } from "../../../src/app/papers/words.ts";
import type { TestDesk } from "../test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, valueOf, withStaff } from "../test-desk.ts";

let desk: TestDesk;
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

const about = { plan: { id: "shiyan", name: null }, medType: "11", serviceDate: "2024-05-10", notes: [] };

describe("what a claim by hand needs", () => {
  test.each([
    ["shiyan", "11", ["异地门诊费用审核结算"], "门诊处方"],
    ["daye", "14", ["门诊费用报销"], "处方底方"],
    ["daye", "21", ["住院费用报销"], "出院小结或出院记录"],
    ["daye", "51", ["产前检查费支付"], "异地发生费用的：诊断证明"],
    ["daye", "52", ["生育医疗费支付"], "异地发生费用的：诊断证明"],
    ["daye", "53", ["计划生育医疗费支付"], "病历资料"],
    ["shiyan", "21", ["医疗费用手工报销"], "诊断证明"],
    ["jingmen", "11", ["医疗费用手工报销"], "诊断证明"],
  ])("%s %s: %j with %s", (plan, medType, titles, paper) => {
    const guides = claimGuidesOf({ ...about, plan: { id: plan, name: null }, medType });
    expect(guides.map(({ title }) => title)).toEqual(titles);
    expect(guides[0]?.papers.map(({ name }) => name)).toContain(paper);
    expect(guides[0]?.papers.filter(({ isHere }) => isHere)).toHaveLength(2);
  });

  test("the last day of Shiyan is the end of the first quarter after the year of the visit", () => {
    const untilOf = (serviceDate: string) => claimGuidesOf({ ...about, serviceDate })[0]?.until;
    expect(["2023-12-31", "2024-01-01"].map(untilOf)).toEqual(["2024-03-31", "2025-03-31"]);
  });

  test("the employer's part and assistance have papers of their own", () => {
    const titlesOf = (id: string, notes: Parameters<typeof claimGuidesOf>[0]["notes"]) =>
      claimGuidesOf({ ...about, medType: "21", plan: { id, name: null }, notes }).map(({ title }) => title);
    expect(titlesOf("hubei-provincial", ["SUPPLEMENTARY_MANUAL"])).toEqual(["企业补充医保申请"]);
    expect(titlesOf("daye", ["ASSISTANCE_MANUAL"])).toEqual(["住院费用报销", "医疗救助手工（零星）报销"]);
  });
});

test("a pack is three papers on A4; every figure on it is the stored one, and its prints are counted", async () => {
  const person = { psnNo: demoPeople()[0]?.psnNo ?? "" };
  const items = [
    { name: "阿莫西林", price: "800.00" },
    { name: "诊查费", price: "0.01" },
  ];
  const account = { use: true, balance: "30.00", family: [] };
  const sale = valueOf(desk.terminal.commit(requestOf("k1", { person, items, account })));
  const rpc = openRpc(desk.terminal);
  const { settlementId } = sale;
  const packOf = async (by: typeof actor | null) =>
    valueOf((await rpc("claimPack", { settlementId, actor: by })) ?? { ok: true, value: null }) as {
      readonly copy: number | null;
      readonly html: string;
    };
  expect(await packOf(null)).toMatchObject({
    copy: null,
    html: expect.stringContaining("预览，不作凭证") as string,
  });
  const pack = await packOf(actor);
  expect(pack.copy).toBe(1);
  expect((await packOf(actor)).html).toContain("重打 第 2 份");

  const { text, pages, size } = await printed(pack.html);
  expect([pages.length, size]).toEqual([3, "A4"]);
  for (const [at, title] of ["手工报销材料", "收费单", "费用清单"].entries())
    expect(pages[at]).toContain(title);
  const { split } = sale.settlement;
  for (const name of ["total", "fundTotal", "personal", "account", "cash"] as const)
    for (const page of pages.slice(0, 2))
      expect(page).toContain(`${splitWords[name]}${formatFen(split[name])}`);
  expect(pages[2]).toContain(`合计${formatFen(split.total)}`);
  for (const word of ["十政办发〔2022〕61号第十八条", "2025-03-31", "门诊处方"])
    expect(pages[0]).toContain(word);
  expect(text).not.toContain(person.psnNo);

  valueOf(desk.terminal.reverse({ settlementId, idempotencyKey: "b", msgid: null, actor }));
  const refused = await rpc("claimPack", { settlementId, actor });
  expect(refusalOf(refused ?? { ok: true, value: null }).code).toBe("ALREADY_REVERSED");
});

/** The words of a page as Chromium prints it, page by page and without blanks. */
async function printed(html: string): Promise<{ text: string; pages: string[]; size: string }> {
  const dir = mkdtempSync(join(tmpdir(), "onestop-pack-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
    ],
  });
  try {
    const tab = await browser.newPage();
    const file = join(dir, "pack.pdf");
    await tab.setContent(html);
    await tab.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
    const kept = process.env["ONESTOP_KEPT_PDF"];
    if (kept !== undefined) copyFileSync(file, kept);
    const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
    const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    const pages = text.split("\f").map((page) => page.replaceAll(/\s+/g, ""));
    return {
      text: pages.join(""),
      pages: pages.filter((page) => page !== ""),
      size: /^Page size:.*\((.*)\)$/m.exec(info)?.[1] ?? "",
    };
  } finally {
    await browser.close();
  }
}
