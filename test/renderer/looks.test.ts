import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { person, ringUp } from "./cashier.ts";
import { shoot, sizes, useDeskHost } from "./desk-host.ts";

const host = useDeskHost();

test("in English, in large type and in high contrast, at every size: nothing runs out of the page", async () => {
  const page = await host.signedIn();
  await ringUp(page, person(30));
  for (const choice of ["大字", "高对比度", "English"]) {
    await page.getByRole("button", { name: /示范收费员/ }).click();
    await page.getByRole("menuitem", { name: choice }).click();
    await page.getByRole("menu").waitFor({ state: "detached" });
    await expectNoViolations(page);
  }
  await page.getByRole("button", { name: /F9 Settle/ }).waitFor();
  for (const [name, size] of Object.entries({ ...sizes, huge: { width: 3840, height: 2160 } })) {
    await page.setViewportSize(size);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect({ name, over }).toEqual({ name, over: 0 });
    await shoot(page, `looks-${name}`);
  }
});
