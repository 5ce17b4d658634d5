import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { person } from "./cashier.ts";
import { useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { focusOn } from "./keys.ts";
import { sell } from "./sell.ts";

const host = useDeskHost();

test("an auditor finds who did what, reads an entry and sees that the chain holds, by keyboard", async () => {
  const sale = await sell(host, person(2));
  const page = await host.signedIn({ id: "U001" });
  await goTo(page, "审计", "审计记录");
  const rows = page.getByRole("region", { name: "审计记录列表" }).locator("tbody tr");
  await rows.filter({ hasText: sale.settlementId }).waitFor();
  await page.getByRole("heading", { name: /^第 \d+ 条$/ }).waitFor();
  await page.getByText("与写入时一致，与前一条相连。").waitFor();
  await page.keyboard.press("F8");
  await page.getByText(/审计链完好，共 \d+ 条/).waitFor();
  await expectGoodLooks(page, "audit");

  await focusOn(page.getByLabel("动作"));
  await page.getByLabel("动作").selectOption("addOperator");
  await expect.poll(async () => await rows.filter({ hasText: sale.settlementId }).count()).toBe(0);
  await page.keyboard.press("F4");
  await rows.filter({ hasText: sale.settlementId }).waitFor();
  await focusOn(page.getByRole("region", { name: "审计记录列表" }));
  await page.keyboard.press("ArrowDown");
  await expect.poll(async () => await rows.nth(1).getAttribute("aria-current")).toBe("true");
  await expectNoViolations(page);
});
