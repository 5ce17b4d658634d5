import type { Page } from "playwright-core";
import { expect } from "vitest";

import type { DeskHost } from "./desk-host.ts";
import { town } from "./desk-host.ts";
import { scan } from "./keys.ts";

/** People of the town who live where the demo hospital is, each for one test: sales of one do not touch another's. */
const locals = town.people.filter(({ plan, insutype }) => plan === "shiyan" && insutype === "310");

export function person(at: number): (typeof locals)[number] {
  const found = locals[at];
  if (found === undefined) throw new Error(`nobody at ${at}`);
  return found;
}

export function item(is: (one: (typeof town.items)[number]) => boolean): {
  readonly code: string;
  readonly scans: string;
} {
  const found = town.items.find(is);
  if (found === undefined) throw new Error("no such item");
  return { code: found.code, scans: found.barcode ?? found.code };
}

/** Nobody's account pays for it: whatever it costs is cash. */
export const ownPaid = item(({ kind }) => kind === "wellness");
export const drug = item(({ kind, class: grade }) => kind === "drug" && grade === "A");

/** Waits until the split on screen is that of the bill on screen. */
export async function splitIsReady(page: Page): Promise<void> {
  await page.locator(".split[aria-busy=false]").waitFor();
}

/** Rings up a bill that ends with cash to take, by scanner alone. */
export async function ringUp(
  page: Page,
  who: { readonly token: string | null; readonly name: string },
): Promise<void> {
  const heading = page.getByRole("heading", { name: who.name });
  await scan(page, who.token ?? "");
  try {
    await heading.waitFor({ timeout: 8000 });
  } catch {
    // The keys of a busy machine can come too far apart to be a scanner's: then people scan once more.
    await scan(page, who.token ?? "");
    await heading.waitFor();
  }
  await scan(page, ownPaid.scans);
  await page.getByRole("button", { name: /^数量 1/ }).waitFor();
  await splitIsReady(page);
}

/** What stands in the books for a person. */
export async function settlementsOf(host: DeskHost, who: { readonly psnNo: string }) {
  return await host.engine().call("settlementsOf", { psnNo: who.psnNo, day: null, limit: 100 });
}

/** Exactly one settlement: nothing else has been booked for this person. */
export async function expectOne(host: DeskHost, who: { readonly psnNo: string }): Promise<void> {
  const found = await settlementsOf(host, who);
  expect(found.map(({ kind, mode }) => [kind, mode])).toEqual([["sale", "insured"]]);
}

export async function resultIs(page: Page, title: string): Promise<void> {
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
}
