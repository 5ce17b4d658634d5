import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, onTestFinished, test } from "vitest";

import { shippedBook } from "../shipped-packs.ts";
import { jsonLines, runOnestop } from "./run-onestop.ts";

const shiyan = fileURLToPath(new URL("../../src/rules/packs/shiyan/2022-12-31.yaml", import.meta.url));

function temporaryFile(name: string, text: string): string {
  const dir = mkdtempSync(join(tmpdir(), "onestop-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

describe("onestop packs", () => {
  test("lists every shipped pack with its statuses and hash", async () => {
    const run = await runOnestop(["packs"]);
    expect(run.code).toBe(0);
    const rows = jsonLines(run.out);
    expect(rows.map((row) => row["id"])).toEqual(shippedBook(null).packs.map((pack) => pack.id));
    for (const row of rows) {
      expect(row["sha256"]).toMatch(/^[0-9a-f]{64}$/);
      expect(Object.keys(row["statuses"] as object)).toEqual(["stated", "public", "unconfirmed", "unknown"]);
    }
    // The trial of Shiyan's rules has run out, and the list says since when.
    expect(rows.find((row) => row["plan"] === "shiyan")?.["staleSince"]).toBe("2024-01-01");
  });

  test("checks files: a good one, a bad one with all faults, a missing one", async () => {
    const bad = temporaryFile("bad.yaml", "format: onestop-pack/1\nplan: X\nextra: 1\n");
    const run = await runOnestop(["packs", "check", shiyan, bad]);
    expect(run.code).toBe(1);
    const rows = jsonLines(run.out);
    expect(rows[0]).toEqual({ file: shiyan, ok: true });
    const paths = rows.slice(1).map((row) => row["path"]);
    expect(paths).toEqual(expect.arrayContaining(["plan", "extra", "benefits", "region"]));
    expect((await runOnestop(["packs", "check", join(tmpdir(), "no-such-file.yaml")])).code).toBe(2);
    expect((await runOnestop(["packs", "check"])).code).toBe(2);
    expect((await runOnestop(["packs", "bogus"])).code).toBe(2);
  });

  test("tries a supplement on the packs it fills", async () => {
    const supplement = [
      "format: onestop-supplement/1",
      "id: bureau",
      "label: 市医保中心答复",
      "official: true",
      "source: 书面答复",
      "signedBy: 示范医院",
      "fills:",
      "  - plan: hengyang",
      "    basicCap: [{ status: stated, clause: 答复, value: { rows: [{ amount: '1.00' }] } }]",
    ].join("\n");
    const stated = temporaryFile("supplement.yaml", supplement);
    const run = await runOnestop(["packs", "check", stated]);
    expect(run.code).toBe(1);
    expect(jsonLines(run.out)[0]).toMatchObject({ ok: false, reason: "政策包已载明，补充参数不得改写" });
    const nowhere = temporaryFile("nowhere.yaml", supplement.replace("plan: hengyang", "plan: wuhan"));
    const missed = await runOnestop(["packs", "check", nowhere]);
    expect(missed.code).toBe(1);
    expect(jsonLines(missed.out)[0]).toMatchObject({
      path: "fills[0].plan",
      reason: "没有这个统筹区的政策包",
    });
  });

  test("shows what differs between two packs, by id and by file", async () => {
    const run = await runOnestop(["packs", "diff", "shiyan@2022-12-31", "hengyang@2023-06-01"]);
    expect(run.code).toBe(0);
    const changed = jsonLines(run.out);
    expect(changed.find((row) => row["path"] === "benefits.outpatient.deductible")).toMatchObject({
      change: "changed",
    });
    expect(changed.find((row) => row["path"] === "claimWindow")).toMatchObject({
      change: "removed",
      after: null,
    });
    expect((await runOnestop(["packs", "diff", shiyan, "shiyan@2022-12-31"])).out).toBe("");
    expect((await runOnestop(["packs", "diff", "shiyan@2022-12-31"])).code).toBe(2);
  });
});

describe("onestop explain, demo, help", () => {
  const claim = {
    claimId: "T-1",
    plan: "shiyan",
    serviceTime: "2023-03-01T10:00:00+08:00",
    medType: "11",
    institution: {
      code: "H42030000001",
      type: "hospital",
      level: "3",
      region: "420300",
      designations: ["basic", "pooling"],
    },
    person: {
      psnNo: "P1",
      birthDate: "1980-01-01",
      status: "active",
      population: "employee",
      employer: null,
      assistance: null,
      coverageFrom: "2020-01-01",
      chronicDiseases: [],
      inpatientStay: null,
    },
    prescription: null,
    items: [
      {
        id: "1",
        code: "XA01",
        name: "药品",
        kind: "drug",
        class: "A",
        qty: "1",
        price: "800.00",
        priceLimit: null,
        selfPayRatio: "0",
        chronicListed: false,
        dualChannel: false,
      },
    ],
    account: { use: true, balance: "0.00", family: [] },
  };

  test("explains a claim in Chinese, with clause and formula, also over several lines of JSON", async () => {
    const run = await runOnestop(["explain"], JSON.stringify(claim, null, 2));
    expect(run.code).toBe(0);
    expect(run.out).toContain("十政办发〔2022〕61号 第五条 1");
    expect(run.out).toContain("min(500.00 − 0.00, 800.00) = 500.00");
    expect(run.out).toMatch(/其中：现金\s+650\.00/);
  });

  test("explains a refusal with its code and what to do", async () => {
    const run = await runOnestop(["explain"], JSON.stringify({ ...claim, plan: "wuhan" }));
    expect(run.code).toBe(1);
    expect(run.out).toContain("PACK_NOT_FOUND");
    expect((await runOnestop(["explain"], "{")).code).toBe(1);
  });

  test("the demo day settles all five regions and its sums agree to the fen", async () => {
    const run = await runOnestop(["demo"]);
    expect(run.code).toBe(0);
    for (const plan of ["shiyan", "hengyang", "hubei-provincial", "daye", "jingmen"])
      expect(run.out).toContain(plan);
    expect(run.out.trimEnd().split("\n").at(-1)).toBe("核对：总额 − 各项支付 = 0.00");
    expect(run.out).toContain("PLAN_NOT_TRANSFERRED");
  });

  test("--help names every command", async () => {
    const run = await runOnestop(["--help"]);
    expect(run.code).toBe(0);
    for (const name of ["settle", "packs", "explain", "demo", "bench"])
      expect(run.out).toContain(`onestop ${name}`);
  });
});
