import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { expectNoViolations } from "./axe.ts";
import { person } from "./cashier.ts";
import { shoot, useDeskHost } from "./desk-host.ts";
import { expectGoodLooks, goTo } from "./go-to.ts";
import { focusOn, scan } from "./keys.ts";

const host = useDeskHost();
const shots = join(import.meta.dirname, "../../dist/screenshots");

test("a service is found by initials, read, and printed as a list to check; so is who answers the telephone", async () => {
  const page = await host.signedIn();
  await goTo(page, "指南", "服务指南");
  await page.keyboard.press("F2");
  await page.keyboard.type("mzmtb", { delay: 60 });
  await page.getByRole("heading", { name: "门诊慢特病病种待遇认定" }).waitFor();
  await page.getByText("最多申请三种慢性病").waitFor();
  await page.getByText(/事项清单，第 17 项/).waitFor();
  await expectGoodLooks(page, "guide");

  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button", { name: /打印清单/ }).isVisible()).toBe(false);
  await expect
    .poll(async () => await page.getByText("近三年二级及以上医院的整套住院病历，医院盖章").isVisible())
    .toBe(true);
  mkdirSync(shots, { recursive: true });
  await page.pdf({ path: join(shots, "guide-list.pdf"), preferCSSPageSize: true });
  await page.emulateMedia({ media: null });

  await page.keyboard.press("F2");
  await page.keyboard.type("dfqc", { delay: 60 });
  await page.getByText("0719-8221817").last().waitFor();
  await page.keyboard.press("F2");
  await page.keyboard.type("异地 备案", { delay: 60 });
  await page.getByRole("heading", { name: "异地安置退休人员备案" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("heading", { name: "异地长期居住人员备案" }).waitFor();
}, 150_000);

test("the application for a chronic disease is filled from the credential and comes out on one page", async () => {
  const who = person(0);
  const page = await host.signedIn();
  await goTo(page, "指南", "服务指南");
  await page.keyboard.press("F6");
  const dialog = page.getByRole("dialog", { name: "门诊慢特病申请表" });
  await dialog.getByLabel("病种").waitFor();
  await scan(page, who.token ?? "");
  const form = page.getByRole("article", { name: "门诊慢特病申请表" });
  await form.getByText(who.name).waitFor();
  await form.getByText(who.certNo).waitFor();
  await form.getByText("☑ 职工医保 ☐ 城乡居民医保").waitFor();
  await dialog.getByLabel("病种").selectOption("M01600");
  await form.getByText("糖尿病（M01600）").waitFor();
  await expectNoViolations(page);
  await shoot(page, "guide-form");
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("#root").isVisible()).toBe(false);
  expect(await dialog.getByRole("button", { name: "打印", exact: true }).isVisible()).toBe(false);
  const pdf = await page.pdf({ path: join(shots, "guide-form.pdf"), preferCSSPageSize: true });
  expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: null });
  // The paper of this test is the page itself: what it hid has lost the focus.
  await focusOn(dialog.getByLabel("凭证"));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}, 150_000);
