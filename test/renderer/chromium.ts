import { existsSync } from "node:fs";

import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";

const places = [
  process.env["ONESTOP_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The browser of this machine; null when it has none. */
function chromiumPath(): string | null {
  return places.find((path) => path !== undefined && existsSync(path)) ?? null;
}

/** Why the screens cannot be tried here; null when they can. */
export function chromiumNeeds(): string | null {
  return chromiumPath() === null
    ? "no Chromium (Debian: chromium, fonts-noto-cjk; or ONESTOP_CHROMIUM)"
    : null;
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error(chromiumNeeds() ?? "");
  return await chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
