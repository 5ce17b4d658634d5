import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Page, Route } from "playwright-core";
import { beforeAll, expect, test } from "vitest";

import { makeDirectory } from "../../src/cli/make-directory.ts";
import { csvFile, xlsxFile } from "../app/exports/rows-of.ts";
import { temporaryDir } from "../app/test-desk.ts";
import { askExport } from "./ask-export.ts";
import { expectNoViolations } from "./axe.ts";
import { person } from "./cashier.ts";
import { shoot, useDeskHost } from "./desk-host.ts";
import { startEngine } from "./engine.ts";
import { goTo } from "./go-to.ts";
import { focusOn } from "./keys.ts";
import { sell } from "./sell.ts";

const dataDir = join(temporaryDir(), "data");
const host = useDeskHost(async () => {
  makeDirectory(dataDir, { demo: true, institution: null });
  return await startEngine(["--data", dataDir]);
});
const pin = "112358";
let sold: Awaited<ReturnType<typeof sell>>;
beforeAll(async () => {
  sold = await sell(host, person(22));
});

interface Saved {
  readonly name: string;
  readonly file: string;
  readonly address: string;
}

/** The file that a page saves while it does something. */
async function savedBy(page: Page, work: () => Promise<unknown>): Promise<Saved> {
  const coming = page.waitForEvent("download");
  await work();
  const download = await coming;
  return { name: download.suggestedFilename(), file: await download.path(), address: download.url() };
}

async function leave(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

test("from history a bill of the day is saved as a table for other programs, by keyboard", async () => {
  const page = await host.signedIn({ id: "S001" });
  const session = await page.evaluate(() => Object.values(sessionStorage).join(" "));
  await goTo(page, "历史", "历史结算");
  await page.keyboard.press("F3");
  await page.getByRole("dialog", { name: "导出" }).waitFor();
  await expectNoViolations(page);
  await shoot(page, "export-form");
  const { name, file, address } = await savedBy(page, async () => await askExport(page, { pin }));
  const { now } = await host.engine().call("deskState", {});
  const day = now.slice(0, 10);
  expect(name).toBe(`onestop-settlements-${day}.csv`);
  expect(readFileSync(file).subarray(0, 3).toString("hex")).toBe("efbbbf");
  const rows = csvFile(file, "utf8");
  expect(rows.slice(1).filter((cells) => cells.includes(sold.settlementId))).toHaveLength(1);
  const dialog = page.getByRole("dialog", { name: "导出" });
  await dialog.getByText("导出完成").waitFor();
  await dialog.getByText(createHash("sha256").update(readFileSync(file)).digest("hex")).waitFor();
  await expectNoViolations(page);
  await shoot(page, "export-done");

  // An address is good for one file and one download, and is no part of what the page may do.
  expect((await fetch(address)).status).toBe(404);
  expect(session.split(/[." ]/).filter((part) => part.length > 20 && address.includes(part))).toEqual([]);
  const again = await savedBy(page, async () => {
    await focusOn(dialog.getByRole("button", { name: "再保存一次" }));
    await page.keyboard.press("Enter");
  });
  expect(again.address).not.toBe(address);
  expect(readFileSync(again.file).equals(readFileSync(file))).toBe(true);
  const log = await host.engine().call("auditLog", { from: null, limit: 10 });
  expect(log.map(({ action, operator }) => [action, operator])).toEqual(
    expect.arrayContaining([
      ["export", "S001"],
      ["exportDone", "S001"],
    ]),
  );
});

test("who may not approve is refused by the engine; each form holds the same bill", async () => {
  const page = await host.signedIn();
  await goTo(page, "历史", "历史结算");
  const refused = await askExport(page, { format: "Excel（XLSX）", pin: "000000" });
  await refused.getByRole("heading", { name: "工号或密码不正确" }).waitFor();
  await refused.getByLabel("批准人工号").fill("C001");
  await askExport(page, { pin: "135790" });
  await refused.getByRole("heading", { name: "须经批准" }).waitFor();
  await refused.getByLabel("批准人工号").fill("S001");
  const workbook = await savedBy(page, async () => await askExport(page, { pin }));
  expect(workbook.name).toMatch(/^onestop-settlements-\d{4}-\d\d-\d\d\.xlsx$/);
  expect(xlsxFile(workbook.file).sheets.flat(2)).toContain(sold.settlementId);
  await leave(page);
  const lines = await savedBy(
    page,
    async () => await askExport(page, { what: "费用明细", format: "CSV（GB18030）", pin }),
  );
  expect(csvFile(lines.file, "gb18030").filter((cells) => cells.includes(sold.settlementId))).toHaveLength(2);
});

test("an auditor takes the audit log along; a supervisor approves", async () => {
  const page = await host.signedIn({ id: "U001" });
  await goTo(page, "审计", "审计记录");
  const audit = await savedBy(page, async () => await askExport(page, { format: "JSON（每行一条）", pin }));
  const entries = readFileSync(audit.file, "utf8").trim().split("\n");
  const subjects = entries.map((line) => (JSON.parse(line) as { subject?: string }).subject);
  expect(subjects).toContain(sold.settlementId);
});

test("the day close gives its statement in the form of the centre", async () => {
  const page = await host.signedIn({ id: "S001" });
  await goTo(page, "日结", "日结对账");
  await page.keyboard.press("F3");
  await page.getByRole("dialog", { name: "导出" }).waitFor();
  await shoot(page, "export-closing");
  const { name, file } = await savedBy(
    page,
    async () => await askExport(page, { what: "对账明细（3202）", pin }),
  );
  expect(name).toMatch(/^onestop-statement-\d{4}-\d\d-\d\d\.txt\.zip$/);
  expect(readFileSync(file).subarray(0, 2).toString()).toBe("PK");
});

/** The engine stands still as soon as it has begun the next export: what is asked of it meanwhile it hears before it goes on. */
async function haltWhenBegun(page: Page): Promise<{ readonly goOn: () => void }> {
  const { pid } = host.engine();
  const halt = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    process.kill(pid, "SIGSTOP");
    await route.fulfill({ response });
  };
  await page.route("**/rpc/startExport", halt, { times: 1 });
  return { goOn: () => void process.kill(pid, "SIGCONT") };
}

test("an export under way shows how far it is; cancelled or left, it leaves no file", async () => {
  const page = await host.signedIn({ id: "S001" });
  await goTo(page, "报表", "报表");
  let downloads = 0;
  page.on("download", () => (downloads += 1));
  const lastAudit = async () => (await host.engine().call("auditLog", { from: null, limit: 1 }))[0]?.action;
  // Ten years, a page a day: it does not end within the moment that it takes to stop the engine.
  const first = await haltWhenBegun(page);
  const dialog = await askExport(page, { what: "日报", format: "Excel（XLSX）", from: "2016-11-30", pin });
  await dialog.getByRole("progressbar").waitFor();
  await focusOn(dialog.getByRole("button", { name: "取消导出" }));
  await page.keyboard.press("Enter");
  first.goOn();
  await dialog.getByText("导出已取消，没有留下文件。").waitFor();
  expect(await lastAudit()).toBe("export");
  await expectNoViolations(page);
  await shoot(page, "export-stopped");
  await focusOn(dialog.getByRole("button", { name: "另导一份" }));
  await page.keyboard.press("Enter");
  expect(readdirSync(join(dataDir, "exports"))).toEqual([]);
  const second = await haltWhenBegun(page);
  await askExport(page, { pin });
  await dialog.getByRole("progressbar").waitFor();
  await leave(page);
  second.goOn();
  await expect.poll(() => readdirSync(join(dataDir, "exports"))).toEqual([]);
  expect(await lastAudit()).toBe("export");
  expect(downloads).toBe(0);
});
