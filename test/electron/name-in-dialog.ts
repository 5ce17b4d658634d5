import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { Page } from "playwright-core";

import { until } from "./desk-program.ts";

const run = promisify(execFile);

/** The driver of the page would keep what is saved for itself: from now on the window's own dialog asks. */
export async function letTheWindowAsk(page: Page): Promise<void> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  await session?.send("Browser.setDownloadBehavior", { behavior: "default" });
}

/** Types a file's name into a dialog of the system, as a person does, and saves. */
export async function nameInDialog(display: string, title: string, file: string): Promise<void> {
  const xdotool = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run("xdotool", args, {
      env: { ...process.env, DISPLAY: display, LC_ALL: "C.UTF-8" },
    });
    return stdout.trim();
  };
  // Its own search reads an older name that dialogs do not have.
  const called = async (): Promise<string | null> => {
    for (const id of (await xdotool("search", "--onlyvisible", "--name", "")).split("\n"))
      if ((await xdotool("getwindowname", id)) === title) return id;
    return null;
  };
  const window = await until(`the dialog ${title}`, called);
  // There is no window manager here that would do it.
  await xdotool("windowfocus", "--sync", window);
  await xdotool("key", "--clearmodifiers", "ctrl+a");
  await xdotool("type", "--delay", "20", file);
  await xdotool("key", "Return");
}
