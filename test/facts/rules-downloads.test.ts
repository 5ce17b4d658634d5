import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { setImmediate as nextTurn } from "node:timers/promises";

import { negateFen } from "../../src/base/money.ts";
import type { Impact } from "../../src/app/rules-impact.ts";
import { openPackSigner } from "../../src/centre/pack-signer.ts";
import { shippedPackFiles } from "../../src/cli/pack-files.ts";
import { refusalOf, temporaryDir, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import { supervisor } from "../line/desk-and-centre.ts";
import type { FactsDesk } from "./facts-desk.ts";
import { openFactsDesk, trust } from "./facts-desk.ts";

let centre: TestCentre;
let one: FactsDesk;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
}, 300_000);
afterAll(async () => await centre.close(), 120_000);
beforeEach(() => {
  one = openFactsDesk(centre);
  trust(one.desk, centre);
});
afterEach(() => one.close());

const cashier = { operator: "C001", pin: "135790", desk: "D1" };
let published = 0;

/** Publishes the pack of Shiyan with another deductible. */
async function publish(amount: string, effectiveFrom: string): Promise<void> {
  const file = shippedPackFiles().find(({ name }) => name.startsWith("shiyan/"));
  if (file === undefined) throw new Error("no pack");
  published += 1;
  const text = `${file.text.replaceAll('"500.00"', `"${amount}"`)}\n# ${published}\n`;
  const told = await centre.control("packs", { kind: "pack", name: file.name, text, effectiveFrom });
  expect(told.status).toBe(200);
}

async function bundle(): Promise<string> {
  return await (await centre.get("/packs/bundle")).text();
}

function inUse(): string {
  return one.desk.engine
    .rulesInUse()
    .map(({ sha256 }) => sha256)
    .toSorted()
    .join(" ");
}

/** What the desk now asks of a person who has used nothing. */
function deductible(): string {
  const values = one.desk.engine.rulesOn("shiyan", "2024-05-10" as never);
  return JSON.stringify(values.find(({ path }) => path === "benefits.outpatient.deductible")?.value);
}

async function finished(id: string): Promise<Impact> {
  for (let turn = 0; turn < 100_000; turn += 1) {
    const impact = valueOf(one.desk.engine.impactOf(id));
    if (impact.state !== "running") return impact;
    await nextTurn();
  }
  throw new Error("it never ends");
}

describe("rules from the centre", () => {
  test("are staged, tried on the past, activated by a supervisor and rolled back", async () => {
    const { engine } = one.desk;
    for (const [at, customer] of [0, 1, 2, 3].entries()) one.desk.sell(customer, `k${at}`);
    await publish("0.00", "2024-05-09T00:00:00.000+08:00");
    const before = inUse();
    const staged = valueOf(await one.facts.fetchRules());
    const mine = staged.find(({ files }) => files.some(({ id }) => id.startsWith("shiyan@")));
    expect(mine).toMatchObject({ state: "staged", source: "centre" });
    expect(inUse()).toBe(before);
    expect(valueOf(await one.facts.fetchRules())).toEqual(staged);
    const id = mine?.id ?? "";

    const question = { downloadId: id, from: "2024-05-01", to: "2024-05-31", rulesDay: null };
    const impact = await finished(valueOf(engine.startImpact(question)).id);
    expect(impact).toMatchObject({ state: "done", sales: 4, refused: 0 });
    expect(impact.changed).toBeGreaterThan(0);
    expect(impact.largest).toHaveLength(impact.changed);
    expect(impact.change.fundTotal).toBeGreaterThan(0);
    expect(impact.change.total).toBe(0);
    expect(impact.change.personal).toBe(negateFen(impact.change.fundTotal));
    const other = valueOf(engine.startImpact({ ...question, to: "2024-05-09" }));
    expect(await finished(other.id)).toMatchObject({ sales: 0, changed: 0, state: "done" });
    const cut = valueOf(engine.startImpact(question));
    expect(valueOf(engine.cancelImpact(cut.id)).state).toBe("cancelled");
    expect(await finished(cut.id)).toMatchObject({ state: "cancelled", sales: 0 });

    const asCashier = { ...supervisor, operator: "nobody" };
    expect(refusalOf(engine.activateRules(id, asCashier)).code).toBe("PIN_WRONG");
    expect(inUse()).toBe(before);
    expect(valueOf(engine.activateRules(id, supervisor)).state).toBe("active");
    expect(deductible()).toContain('"0.00"');
    expect(refusalOf(engine.activateRules(id, supervisor)).code).toBe("DOWNLOAD_STATE");
    expect(valueOf(engine.rollBackRules(id, supervisor)).state).toBe("rolledBack");
    expect(inUse()).toBe(before);
    expect(deductible()).toContain('"500.00"');
    const actions = engine.auditLog({ from: null, limit: 50 }).map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(["stageRules", "activateRules", "rollBackRules", "trustSigner"]),
    );
    expect([...engine.verify()]).toEqual([]);
  });

  test("come into effect at their moment, also after a restart, and never go back to older ones", async () => {
    const { desk } = one;
    await publish("100.00", "2024-05-09T08:00:00.000+08:00");
    const old = await bundle();
    await publish("200.00", "2024-05-10T12:00:00.000+08:00");
    const staged = valueOf(await one.facts.fetchRules());
    expect(staged).toHaveLength(2);
    for (const { id } of staged) valueOf(desk.engine.activateRules(id, supervisor));
    expect(staged.map(({ id }) => desk.engine.rulesDownloads().find((d) => d.id === id)?.state)).toEqual([
      "active",
      "scheduled",
    ]);
    expect(deductible()).toContain('"100.00"');
    centre.clock.ms += 2 * 3_600_000 - 1;
    expect(desk.engine.applyDueRules()).toBe(false);
    desk.restart();
    centre.clock.ms += 1;
    expect(desk.engine.applyDueRules()).toBe(true);
    expect(deductible()).toContain('"200.00"');
    const now = inUse();
    expect(refusalOf(desk.engine.stageRules(old, "medium")).code).toBe("RULES_OLDER");
    expect(inUse()).toBe(now);
    centre.clock.ms -= 2 * 3_600_000;
  });

  test("are refused when anything is wrong with them, each with its reason, and nothing changes", async () => {
    const { engine } = one.desk;
    await publish("300.00", "2024-05-09T20:00:00.000+08:00");
    const text = await bundle();
    const before = [inUse(), JSON.stringify(engine.rulesDownloads())];
    const at = text.indexOf('\\"300.00\\"');
    const signer = openPackSigner(temporaryDir());
    const foreign = centre.centre.packs().map((pack) => ({ notice: signer.notice(pack), text: pack.text }));
    const bad: readonly (readonly [string, string])[] = [
      ["RULES_HASH_WRONG", `${text.slice(0, at + 2)}4${text.slice(at + 3)}`],
      ["RULES_SIGNATURE_WRONG", text.replace("2024-05-09T20", "2024-05-09T21")],
      ["RULES_SIGNATURE_WRONG", JSON.stringify({ format: "onestop-rules/1", files: foreign })],
      ["RULES_UNREADABLE", text.slice(0, -20)],
      ["RULES_UNREADABLE", ""],
      ["RULES_FORMAT_UNKNOWN", text.replace("onestop-rules/1", "onestop-rules/2")],
      ["RULES_FORMAT_UNKNOWN", "[]"],
      ["RULES_TOO_LARGE", `${text}${" ".repeat(16 * 1024 * 1024)}`],
    ];
    for (const [code, wrong] of bad)
      expect([code, refusalOf(engine.stageRules(wrong, "medium")).code]).toEqual([code, code]);
    expect([inUse(), JSON.stringify(engine.rulesDownloads())]).toEqual(before);
    // The very same bytes, whole, are taken.
    expect(valueOf(engine.stageRules(text, "medium"))).not.toEqual([]);
  });

  test("are not believed before somebody has said whose signature counts", async () => {
    const fresh = openFactsDesk(centre);
    expect(refusalOf(await fresh.facts.fetchRules()).code).toBe("RULES_SIGNER_UNKNOWN");
    fresh.close();
  });

  test("are put away by a supervisor, and by nobody less", async () => {
    const { engine } = one.desk;
    await publish("350.00", "2024-05-09T22:00:00.000+08:00");
    const [first] = valueOf(await one.facts.fetchRules());
    expect(refusalOf(engine.discardRules(first?.id ?? "", cashier)).code).toBe("APPROVAL_REQUIRED");
    expect(valueOf(engine.discardRules(first?.id ?? "", supervisor)).state).toBe("discarded");
    expect(refusalOf(engine.activateRules(first?.id ?? "", supervisor)).code).toBe("DOWNLOAD_STATE");
    expect(refusalOf(engine.discardRules("none", supervisor)).code).toBe("DOWNLOAD_NOT_FOUND");
  });

  test("do not come through a line that breaks", async () => {
    const { facts, close } = openFactsDesk({ ...centre, url: "http://127.0.0.1:9" });
    expect(refusalOf(await facts.fetchRules()).code).toBe("CENTRE_UNREACHED");
    close();
  });
});
