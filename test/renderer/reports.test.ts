import { expect, test } from "vitest";

import { addFen, formatFen, parseFen } from "../../src/base/money.ts";
import { person } from "./cashier.ts";
import { useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { sell } from "./sell.ts";

const host = useDeskHost();

test("a month is added up from its days and read by every grouping, drawn and in figures, by keyboard", async () => {
  const one = await sell(host, person(20));
  const two = await sell(host, person(21), { qty: "7" });
  const page = await host.signedIn({ id: "S001" });
  await goTo(page, "报表", "报表");
  const table = page.getByRole("table", { name: "报表" });
  const whole = table.locator("tbody tr").last();
  await whole.getByText("合计").waitFor();
  const sums = [one, two].map(({ settlement }) => settlement.split);
  const all = (name: "total" | "fundTotal"): string =>
    formatFen(sums.map((split) => parseFen(split[name])).reduce(addFen)).replaceAll(/\B(?=(\d{3})+\.)/g, ",");
  await expect.poll(async () => await whole.textContent()).toContain(all("total"));
  expect(await whole.textContent()).toContain(all("fundTotal"));
  await page.locator(".report-chart canvas").waitFor();
  await expectGoodLooks(page, "reports");
  for (const [grouping, row] of [
    ["操作员", "示范收费员"],
    ["支付方", "基本统筹"],
    ["参保地", "十堰市"],
    ["类别", "普通门诊"],
  ] as const) {
    await page.keyboard.press("F6");
    await table.getByText(row).waitFor();
    expect(
      await page.getByLabel("分组").evaluate((field: HTMLSelectElement) => field.selectedOptions[0]?.text),
    ).toBe(grouping);
    expect(await whole.textContent()).toContain(all("total"));
  }
  await page.keyboard.press("F4");
  await expect.poll(async () => await whole.textContent()).toContain(all("total"));
}, 150_000);
