import type { Locator, Page } from "playwright-core";

import { choose, focusOn, typeByHand } from "./keys.ts";

/** What the dialog of an export is to be told; what is left out stays as the screen proposes it. */
interface Asked {
  readonly what?: string;
  readonly format?: string;
  readonly from?: string;
  /** Who approves, where it is not who has signed in: the supervisor, unless another is named. */
  readonly operator?: string;
  readonly pin: string;
}

/** Opens the dialog of an export by its key, fills it in and approves it, by keyboard. */
export async function askExport(
  page: Page,
  { what, format, from, operator = "S001", pin }: Asked,
): Promise<Locator> {
  const dialog = page.getByRole("dialog", { name: "导出" });
  if (!(await dialog.isVisible())) await page.keyboard.press("F3");
  await dialog.waitFor();
  if (what !== undefined) await choose(page, "内容", what);
  if (format !== undefined) await choose(page, "格式", format);
  if (from !== undefined) await dialog.getByLabel("起始日期").fill(from);
  const approver = dialog.getByLabel("批准人工号");
  if ((await approver.inputValue()) === "") {
    await focusOn(approver);
    await typeByHand(page, operator);
  }
  await focusOn(dialog.getByLabel("批准人密码"));
  await typeByHand(page, pin);
  await page.keyboard.press("Enter");
  return dialog;
}
