import type { Page } from "playwright-core";
import { expect } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { shoot, sizes } from "./desk-host.ts";
import { focusOn } from "./keys.ts";

/** Opens a screen from the rail, by keyboard. */
export async function goTo(page: Page, link: string, heading: string): Promise<void> {
  // A screen that is still being read takes the focus for its field when it comes, and would take the Enter with it.
  await page.locator("#content .frame-nowhere").waitFor({ state: "hidden" });
  await focusOn(page.getByRole("link", { name: link, exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: heading, exact: true, level: 1 }).waitFor();
}

/** At the smallest and a large size, and in high contrast: nothing runs out of the page, axe has nothing to say. */
export async function expectGoodLooks(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const [label, size] of Object.entries({ small: sizes.small, large: sizes.large })) {
    await page.setViewportSize(size);
    await shoot(page, `${name}-${label}`);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([name, label, over]).toEqual([name, label, 0]);
    await expectNoViolations(page);
  }
  const contrast = async (to: string): Promise<void> =>
    await page.evaluate((value) => void (document.documentElement.dataset["contrast"] = value), to);
  await contrast("high");
  await page.setViewportSize(sizes.small);
  await expectNoViolations(page);
  await shoot(page, `${name}-contrast`);
  await contrast("normal");
  if (before !== null) await page.setViewportSize(before);
}
