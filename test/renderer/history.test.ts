import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { person, settlementsOf } from "./cashier.ts";
import { shoot, signIn, sizes, useDeskHost } from "./desk-host.ts";
import { focusOn, scan, typeByHand } from "./keys.ts";
import { sell } from "./sell.ts";

const host = useDeskHost();
type Person = ReturnType<typeof person>;

async function openHistory(): Promise<Page> {
  const page = await host.signedIn();
  await focusOn(page.getByRole("link", { name: "历史" }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "历史结算" }).waitFor();
  await focusOn(page.getByLabel(/凭证、结算编号/));
  return page;
}

/** Reads a settlement: found by its number, typed by hand. */
async function findById(page: Page, settlementId: string): Promise<void> {
  await page.keyboard.press("F2");
  await page.keyboard.type(settlementId, { delay: 45 });
  await page.keyboard.press("Enter");
  await page.getByText("按编号或追溯码找到").waitFor();
  await page.locator(".history-facts").getByText(settlementId, { exact: true }).waitFor();
}

async function states(who: Person) {
  return (await settlementsOf(host, who)).map(({ kind, reversedBy }) => [kind, reversedBy !== null]);
}

test("a sale is found by person, day, amount, state and number, and read with its clauses, by keyboard", async () => {
  const who = person(40);
  const first = await sell(host, who);
  const second = await sell(host, who, { qty: "5" });
  const page = await openHistory();
  await page.locator(".plain-table tbody tr").first().waitFor();
  await expectNoViolations(page);
  await scan(page, who.token ?? "");
  await page.getByText(`参保人 ${who.name}`).waitFor();
  const rows = page.locator(".plain-table tbody tr");
  await rows.nth(1).waitFor();
  expect(await rows.count()).toBe(2);
  expect(await page.locator("body").textContent()).not.toContain(who.certNo);

  // The newest is read at once; an arrow goes to the one before it.
  await page.locator(".history-facts").getByText(second.settlementId, { exact: true }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.locator(".history-facts").getByText(first.settlementId, { exact: true }).waitFor();
  await page.getByText("待报送").first().waitFor();
  await expectNoViolations(page);
  for (const [name, size] of Object.entries({ ...sizes, huge: { width: 3840, height: 2160 } })) {
    await page.setViewportSize(size);
    await shoot(page, `history-${name}`);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([name, over]).toEqual([name, 0]);
  }
  await page.setViewportSize(sizes.usual);

  await page.keyboard.press("F6");
  await page.getByRole("dialog", { name: /总费用：计算依据/ }).waitFor();
  await focusOn(page.getByRole("button", { name: "全部计算步骤" }));
  await page.keyboard.press("Enter");
  await page
    .getByText(/十政办发〔2022〕61号/)
    .first()
    .waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");

  await findById(page, second.msgid);
  await page.keyboard.press("F2");
  await page.keyboard.press("Delete");
  await page.getByLabel("金额").fill(first.settlement.split.total);
  await page.keyboard.press("Enter");
  await page.getByText(first.settlementId).first().waitFor();
  await expect.poll(async () => await rows.filter({ hasText: second.settlementId }).count()).toBe(0);
  await page.getByLabel("报送状态").selectOption("confirmed");
  await focusOn(page.getByRole("button", { name: "查找", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByText(/没有相符的结算/).waitFor();
});

/** The fields of the approver have the focus: the cashier is none. */
async function approve(page: Page, id: string, pin: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("批准人工号").fill(id);
  await page.keyboard.press("Tab");
  // Faster than a hand it would be a scan.
  await page.keyboard.type(pin, { delay: 45 });
  await page.keyboard.press("Enter");
}

test("a whole settlement is reversed once, after what it moves was shown, and what rests on it is said first", async () => {
  const who = person(41);
  const first = await sell(host, who, { qty: "40" });
  const second = await sell(host, who, { qty: "40" });
  const page = await openHistory();
  await findById(page, first.settlementId);
  await page.keyboard.press("F8");
  const dialog = page.getByRole("dialog", { name: "整单撤销" });
  await dialog.getByRole("heading", { name: "后续结算受影响" }).waitFor();
  await expectNoViolations(page);
  expect(await states(who)).toEqual([
    ["sale", false],
    ["sale", false],
  ]);
  await focusOn(dialog.getByRole("button", { name: second.settlementId }));
  await page.keyboard.press("Enter");
  await page.locator(".history-facts").getByText(second.settlementId, { exact: true }).waitFor();
  await page.keyboard.press("F8");
  await dialog.getByText(/应退给参保人/).waitFor();
  await expectNoViolations(page);
  await shoot(page, "history-reverse");
  expect(await states(who)).toHaveLength(2);
  await approve(page, "C001", "135790");
  await dialog.getByRole("heading", { name: "须经批准" }).waitFor();
  await shoot(page, "history-reverse-refused");
  expect(await states(who)).toHaveLength(2);
  await approve(page, "S001", "112358");
  await Promise.all([1, 2].map(async () => await page.keyboard.press("Enter")));
  await dialog.getByText("已撤销", { exact: true }).waitFor();
  const log = await host.engine().call("auditLog", { from: null, limit: 5 });
  expect(log.find(({ action }) => action === "approveReverse")).toMatchObject({
    operator: "S001",
    subject: second.settlementId,
  });
  expect(await states(who)).toEqual([
    ["reversal", false],
    ["sale", true],
    ["sale", false],
  ]);
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await page.locator(".history-detail").getByText("已撤销").waitFor();
  await expect.poll(async () => await page.getByRole("button", { name: /F8/ }).isDisabled()).toBe(true);
  await shoot(page, "history-reversed");
});

test("a reversal whose answer is lost is asked for again under its own key: one reversal", async () => {
  const who = person(42);
  const sale = await sell(host, who);
  const page = await openHistory();
  await findById(page, sale.settlementId);
  await page.keyboard.press("F8");
  await page.getByText(/应退给参保人/).waitFor();
  const keys: unknown[] = [];
  await page.route("**/rpc/reverse", async (route) => {
    keys.push(route.request().postDataJSON());
    // Booked, and the answer lost on its way.
    const answer = await route.fetch();
    await (keys.length === 1 ? route.fulfill({ status: 502 }) : route.fulfill({ response: answer }));
  });
  await approve(page, "S001", "112358");
  await page.getByRole("heading", { name: "结果待确认" }).waitFor();
  await expectNoViolations(page);
  await focusOn(page.getByRole("button", { name: "查询结果" }));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText("已撤销", { exact: true }).waitFor();
  expect(keys).toHaveLength(2);
  expect(keys[1]).toEqual(keys[0]);
  expect(await states(who)).toEqual([
    ["reversal", false],
    ["sale", true],
  ]);
  host.forgive(/502/);
});

test("part of a bill is given back: quantities, the net before anything is booked, and a supervisor's PIN", async () => {
  const who = person(43);
  const sale = await sell(host, who);
  const page = await openHistory();
  await findById(page, sale.settlementId);
  await page.keyboard.press("F7");
  const dialog = page.getByRole("dialog", { name: "部分退费" });
  await dialog.waitFor();
  await typeByHand(page, "9");
  await dialog.getByText(/应为 0 到 3/).waitFor();
  await page.keyboard.press("Enter");
  await dialog.getByText("请先更正标红的数量。").waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("Control+a");
  await typeByHand(page, "2");
  await page.keyboard.press("Enter");
  await dialog.getByText(/应退给参保人/).waitFor();
  await expectNoViolations(page);
  expect(await states(who)).toEqual([["sale", false]]);

  await approve(page, "C001", "135790");
  await dialog.getByRole("heading", { name: "须经批准" }).waitFor();
  await approve(page, "S001", "999998");
  await dialog.getByRole("heading", { name: "工号或密码不正确" }).waitFor();
  // The next try begins where this one ended.
  await expect
    .poll(async () => await page.evaluate(() => document.activeElement?.getAttribute("type")))
    .toBe("password");
  const field = await dialog.getByLabel("批准人密码").boundingBox();
  const foot = await dialog.getByRole("button", { name: /关闭/ }).boundingBox();
  expect((foot?.y ?? 0) + (foot?.height ?? 0)).toBeLessThan(sizes.usual.height);
  expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThan((foot?.y ?? 0) - 5);
  await shoot(page, "history-refund-refused");
  expect(await states(who)).toEqual([["sale", false]]);
  const netShown = await dialog.locator(".history-net-moves").first().textContent();
  await approve(page, "S001", "112358");
  await dialog.getByText("退费完成").waitFor();
  await expectNoViolations(page);
  await shoot(page, "history-refund");
  expect(await states(who)).toEqual([
    ["sale", false],
    ["reversal", false],
    ["sale", true],
  ]);
  const [kept, reversal] = await settlementsOf(host, who);
  const net = Number(kept?.settlement.split.total) + Number(reversal?.settlement.split.total);
  expect(netShown?.replaceAll(",", "").replace("−", "-")).toBe(net.toFixed(2));
  const log = await host.engine().call("auditLog", { from: null, limit: 20 });
  expect(log.find(({ action }) => action === "approveRefund")).toMatchObject({
    operator: "S001",
    subject: sale.settlementId,
  });
});

test("a slip is shown as it is printed; every copy has its number, and one that came to nothing none", async () => {
  const who = person(44);
  const sale = await sell(host, who);
  const page = await openHistory();
  await page.evaluate(() => {
    Object.assign(window, { printed: [] as string[] });
    window.print = () => {
      const copy = document.querySelector<HTMLImageElement>(".slip-sheet-paper img")?.dataset["copy"];
      (Reflect.get(window, "printed") as (string | undefined)[]).push(copy);
    };
  });
  await findById(page, sale.settlementId);
  await page.keyboard.press("F4");
  const dialog = page.getByRole("dialog", { name: "小票预览和重打" });
  const picture = dialog.getByRole("img", { name: "小票预览" });
  await picture.waitFor();
  await expect
    .poll(async () => await picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(100);
  await dialog.getByText("尚未打印过。下一份是原件。").waitFor();
  await expectNoViolations(page);
  await shoot(page, "history-slip");
  const copies = async () =>
    (await host.engine().call("slip", { settlementId: sale.settlementId, paper: "80" })).copies.map(
      ({ copy, outcome }) => [copy, outcome],
    );
  expect(await copies()).toEqual([]);

  const print = async (copy: number, answer: "已打出" | "没有打出"): Promise<void> => {
    await focusOn(dialog.getByRole("button", { name: "打印", exact: true }));
    await page.keyboard.press("Enter");
    await dialog.getByText(`第 ${copy} 份已交给打印对话框。打出来了吗？`).waitFor();
    await expect
      .poll(async () => await page.evaluate(() => (Reflect.get(window, "printed") as string[]).at(-1)))
      .toBe(String(copy));
    await expectNoViolations(page);
    await focusOn(dialog.getByRole("button", { name: answer, exact: true }));
    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "打印", exact: true }).waitFor();
  };
  await print(1, "已打出");
  await print(2, "没有打出");
  expect(await copies()).toEqual([
    [1, "printed"],
    [2, "failed"],
  ]);
  await print(2, "已打出");
  await dialog.getByText("重打第 2 份").waitFor();
  expect(await copies()).toEqual([
    [1, "printed"],
    [2, "printed"],
  ]);
  // On paper there is the slip alone.
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("#root").isVisible()).toBe(false);
  expect(await picture.isVisible()).toBe(true);
  expect(await dialog.getByRole("button", { name: "打印", exact: true }).isVisible()).toBe(false);
  await shoot(page, "history-print");
});

test("an auditor reads and changes nothing; in English too", async () => {
  const sale = await sell(host, person(45));
  const page = await host.open();
  await signIn(page, { id: "U001", desk: "T99" });
  await page.getByRole("heading", { name: "历史结算" }).waitFor();
  await page.getByRole("button", { name: /示范审计员/ }).click();
  await page.getByRole("menuitem", { name: "English" }).click();
  await page.getByRole("heading", { name: "History" }).waitFor();
  await page.keyboard.press("F2");
  await page.keyboard.type(sale.settlementId, { delay: 45 });
  await page.keyboard.press("Enter");
  await page.getByText("Found by its number or trace code").waitFor();
  await page.locator(".history-facts").getByText(sale.settlementId, { exact: true }).waitFor();
  for (const key of ["F7", "F8"])
    await expect
      .poll(async () => await page.getByRole("button", { name: new RegExp(key) }).isDisabled())
      .toBe(true);
  await page.keyboard.press("F4");
  await page.getByRole("img", { name: "Slip preview" }).waitFor();
  expect(await page.getByRole("button", { name: "Print", exact: true }).count()).toBe(0);
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await expectNoViolations(page);
  await shoot(page, "history-english");
});
