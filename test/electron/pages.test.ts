import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";

import { csvFile } from "../app/exports/rows-of.ts";
import { temporaryDir } from "../app/test-desk.ts";
import { program } from "../cli/run-onestop.ts";
import { askExport } from "../renderer/ask-export.ts";
import { person } from "../renderer/cashier.ts";
import { signIn } from "../renderer/desk-host.ts";
import { goTo } from "../renderer/go-to.ts";
import { focusOn } from "../renderer/keys.ts";
import { sell } from "../renderer/sell.ts";
import { layEmbedded } from "../centre/embedded-template.ts";
import type { DeskProgram } from "./desk-program.ts";
import { until } from "./desk-program.ts";
import { shootWindow } from "./shoot-window.ts";
import { letTheWindowAsk, nameInDialog } from "./name-in-dialog.ts";
import { useDeskPrograms } from "./use-desk-program.ts";

const desks = useDeskPrograms();

/** A reference centre in a process of its own, which knows the people of the town. */
async function startCentre(): Promise<{ readonly url: string; readonly token: string }> {
  const dir = await layEmbedded(temporaryDir());
  const child = spawn(process.execPath, [program, "centre", "--data", dir, "--demo"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await closed;
    rmSync(dir, { recursive: true, force: true });
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return JSON.parse(line.toString("utf8")) as { url: string; token: string };
}

/** A sale, and what the window's line page and the centre come to say of it. */
async function sellAndConfirm(desk: DeskProgram, at: number): Promise<void> {
  const { settlementId } = await sell({ engine: () => desk }, person(at));
  const known = async () => (await desk.call("outcome", { settlementId, waitMs: 1000 })).messageState;
  await expect.poll(known, { timeout: 30_000 }).toBe("confirmed");
}

/** An administrator says in the window which centre these books belong to. */
async function nameCentre(page: Page, { url, token }: { readonly url: string; readonly token: string }) {
  await goTo(page, "设置", "设置");
  const dialog = page.getByRole("dialog", { name: "更改中心" });
  await focusOn(page.getByRole("button", { name: "更改中心" }));
  await page.keyboard.press("Enter");
  await dialog.getByLabel("中心地址").fill(url);
  await dialog.getByLabel("接入令牌").fill(token);
  await dialog.getByLabel("批准人密码").fill("314159");
  await shootWindow(page, "window-centre");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.getByText("已接上，连接情况见“连接”。").waitFor();
}

test("in the window: every page opens with nothing on the console, the centre confirms, an export is saved", async () => {
  const centre = await startCentre();
  const desk = desks.start();
  const page = await desk.page();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await signIn(page, { id: "A001" });
  await goTo(page, "连接", "连接与队列");
  await page.getByText("本机没有连接医保中心").waitFor();
  await nameCentre(page, centre);
  await goTo(page, "连接", "连接与队列");
  await page.getByText("已连接医保中心").waitFor();
  await sellAndConfirm(desk, 20);
  await page.getByText("没有待发、待确认或被拒的结算。").waitFor();
  await shootWindow(page, "window-line");

  // Its next engine finds the centre in the books.
  const engine = await desk.enginePid();
  process.kill(engine, "SIGKILL");
  await until("another engine", async () => ((await desk.enginePid()) === engine ? null : true));
  await page.getByText("已连接医保中心").waitFor();
  await sellAndConfirm(desk, 21);

  for (const [link, heading] of [
    ["历史", "历史结算"],
    ["日结", "日结对账"],
    ["规则", "政策规则"],
    ["指南", "服务指南"],
    ["设备", "设备"],
    ["审计", "审计记录"],
    ["报表", "报表"],
  ] as const)
    await goTo(page, link, heading);

  const folder = mkdtempSync(join(tmpdir(), "onestop-window-export-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "settlements.csv");
  await letTheWindowAsk(page);
  const dialog = await askExport(page, { what: "结算", pin: "314159", operator: "A001" });
  await dialog.getByText("导出完成").waitFor();
  await nameInDialog(desks.display(), "保存导出文件", file);
  await until("the file", () => (existsSync(file) ? true : null));
  await shootWindow(page, "window-export");
  const settled = await desk.call("settlementsOf", { psnNo: person(21).psnNo, day: null, limit: 10 });
  const rows = csvFile(file, "utf8");
  expect(rows.filter((cells) => cells.includes(settled[0]?.settlementId ?? "-"))).toHaveLength(1);
  const sum = await dialog.locator(".export-digest").textContent();
  expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(sum);
  expect(complaints).toEqual([]);
}, 240_000);
