import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "playwright-core";

const shots = join(import.meta.dirname, "../../dist/screenshots");

/** Keeps a picture of the window's page, for people to look at. */
export async function shootWindow(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}
