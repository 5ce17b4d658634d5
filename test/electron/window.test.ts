import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { signIn } from "../renderer/desk-host.ts";
import { expectNoViolations } from "../renderer/axe.ts";
import { useDeskPrograms } from "./use-desk-program.ts";

const desks = useDeskPrograms();
const foreign = "https://example.com/";

test("the page has no Node and nothing of Electron, and stays where it is", async () => {
  const page = await desks.start().page();
  await page.getByRole("heading", { name: "签到" }).waitFor();
  await expectNoViolations(page);
  const found = await page.evaluate(() =>
    ["require", "process", "module", "Buffer", "electron", "ipcRenderer", "global"].filter(
      (name) => name in window,
    ),
  );
  expect(found).toEqual([]);
  expect(await page.evaluate((address) => window.open(address), foreign)).toBeNull();
  // The driver waits for navigations, even for refused ones: the page itself tells where it is, some time after.
  const after = await page.evaluate(async (address) => {
    const frame = document.createElement("iframe");
    frame.src = "app://onestop/index.html";
    document.body.append(frame);
    location.assign(address);
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    return {
      at: location.href,
      title: document.querySelector("h1")?.textContent,
      within: frame.contentWindow?.length,
    };
  }, foreign);
  expect(after).toEqual({ at: "app://onestop/index.html", title: "签到", within: 0 });
  expect(page.context().pages()).toHaveLength(1);
});

test("nothing is fetched from anywhere, no foreign script runs, no permission is given", async () => {
  const page = await desks.start().page();
  await page.getByRole("heading", { name: "签到" }).waitFor();
  const tried = await page.evaluate(async (address) => {
    const outcome = async (work: () => Promise<unknown>): Promise<string> => {
      try {
        return String(await work());
      } catch (error) {
        return error instanceof Error ? error.name : "thrown";
      }
    };
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    document.body.append(script);
    return {
      far: await outcome(async () => (await fetch(address)).status),
      near: await outcome(async () => (await fetch("app://onestop/assets/../../package.json")).status),
      notices: await outcome(async () => await Notification.requestPermission()),
      camera: (await navigator.permissions.query({ name: "camera" })).state,
      place: (await navigator.permissions.query({ name: "geolocation" })).state,
      title: document.title,
    };
  }, foreign);
  expect(tried).toEqual({
    far: "TypeError",
    near: "TypeError",
    notices: "denied",
    camera: "denied",
    place: "denied",
    title: "OneStop 医保一站式结算台",
  });
});

test("a second start brings up the first window and ends; another directory has a window of its own", async () => {
  const first = desks.start();
  await first.page();
  await first.enginePid();
  const second = desks.start();
  expect(await second.ended).toBe(0);
  expect(second.said()).toContain("OneStop 已经打开");
  const elsewhere = desks.start({ ...desks.place(), userDir: `${desks.place().userDir}-2` });
  // The same books: the second engine may not have them, and the window says so.
  const page = await elsewhere.page();
  await page
    .getByRole("alert")
    .getByText(/数据目录正由另一个结算引擎使用/)
    .waitFor();
  await first.quit();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await signIn(page);
});

test("the window comes back where it was, and not where there is no screen any more", async () => {
  const { dataDir, userDir } = desks.place();
  const keep = join(`${userDir}-3`, "window.json");
  const at = async (place: object): Promise<readonly number[]> => {
    mkdirSync(`${userDir}-3`, { recursive: true });
    writeFileSync(keep, JSON.stringify(place));
    const desk = desks.start({ dataDir, userDir: `${userDir}-3` });
    const page = await desk.page();
    const seen = await page.evaluate(() => [screenX, screenY, outerWidth, outerHeight]);
    expect(await desk.quit()).toBe(0);
    return seen;
  };
  const place = { x: 140, y: 90, width: 1200, height: 700, isMaximized: false };
  expect(await at(place)).toEqual([140, 90, 1200, 700]);
  expect(JSON.parse(readFileSync(keep, "utf8"))).toEqual(place);
  const [x = 0, y = 0, ...size] = await at({ ...place, x: 9000, y: 9000 });
  expect([x < 1920, y < 1080, size]).toEqual([true, true, [1200, 700]]);
});
