import { generateKeyPairSync } from "node:crypto";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { NewRules, RuleFile } from "../../src/app/supervision.ts";
import { shippedPackFiles } from "../../src/cli/pack-files.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import type { Parts } from "../rules/sample-pack.ts";
import { plainBenefit, samplePack, stated, textOf } from "../rules/sample-pack.ts";
import type { TestDesk } from "./test-desk.ts";
import { openTestDesk, refusalOf, requestOf, staff, valueOf, withStaff } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

const approval = staff.supervisor;
const eight: Sample = { items: [{ price: "800.00" }] };

function shiyan(change: (text: string) => string): RuleFile {
  const file = shippedPackFiles().find(({ name }) => name.startsWith("shiyan"));
  if (file === undefined) throw new Error("no pack");
  const text = change(file.text);
  return { name: "shiyan.yaml", text };
}

function deductibleNow(): number {
  const person = { psnNo: "P7" };
  return valueOf(desk.terminal.preview(requestOf("k", { ...eight, person }))).settlement.split.deductible;
}

function take(rules: Partial<NewRules>) {
  return desk.terminal.takeIntoUse({ files: [], supplement: "keep", approval, ...rules });
}

/** A key by which rules may be signed, as it is registered. */
function signerKey(): string {
  return generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }).toString("base64");
}

describe("rules taken into use", () => {
  test("beside a signer who is trusted: what nobody signed is refused, what the books hold is not", () => {
    const known = shiyan((text) => text.replaceAll('"500.00"', '"300.00"'));
    valueOf(take({ files: [known] }));
    valueOf(desk.terminal.trustSigner(signerKey(), staff.administrator));
    const unsigned = shiyan((text) => text.replaceAll('"500.00"', '"200.00"'));
    expect(refusalOf(take({ files: [unsigned] })).code).toBe("RULES_SIGNATURE_WRONG");
    expect(refusalOf(take({ files: [known], approval: staff.cashier })).code).toBe("APPROVAL_REQUIRED");
    expect(deductibleNow()).toBe(30_000);
    valueOf(take({ files: [shiyan((text) => text)] }));
    expect(deductibleNow()).toBe(50_000);
  });

  test("settle from the next preview on; what was settled before keeps its own", () => {
    const before = valueOf(desk.terminal.commit(requestOf("k1", eight)));
    const old = desk.terminal.rulesInUse();
    const file = shiyan((text) => text.replaceAll('"500.00"', '"300.00"'));
    const now = valueOf(take({ files: [file] }));
    const mine = now.find(({ id }) => id.startsWith("shiyan@"));
    expect(mine).toMatchObject({ kind: "pack", name: "shiyan.yaml", from: "2022-12-31" });
    expect(now).toHaveLength(old.length);
    expect(now.filter((one) => !old.some(({ sha256 }) => sha256 === one.sha256))).toEqual([mine]);
    expect(deductibleNow()).toBe(30_000);
    desk.reopen();
    expect(desk.terminal.rulesInUse()).toEqual(now);
    expect(deductibleNow()).toBe(30_000);
    expect(valueOf(desk.terminal.settlement(before.settlementId))).toEqual(before);
    expect([...desk.terminal.verify()]).toEqual([]);
    // And back: the file is known by its hash.
    valueOf(take({ files: [shiyan((text) => text)] }));
    expect(desk.terminal.rulesInUse().map(({ sha256 }) => sha256)).toEqual(old.map(({ sha256 }) => sha256));
    expect(deductibleNow()).toBe(50_000);
    const log = desk.terminal.auditLog({ from: null, limit: 9 });
    expect(log.filter(({ action }) => action === "takeIntoUse")).toHaveLength(2);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("hold by their own dates: a pack that follows another one leaves the days before to it", () => {
    const packOf = (name: string, ratio: string, days: Parts): RuleFile => {
      const benefits = [plainBenefit({ ratio: stated({ rows: [{ ratio }] }) })];
      return { name, text: textOf(samplePack({ ...days, benefits })) };
    };
    const first = packOf("first", "0.50", { to: null });
    const next = packOf("next", "0.70", { from: "2024-05-01" });
    valueOf(take({ files: [first] }));
    // As long as the first one has no end, every day would have two.
    expect(refusalOf(take({ files: [next] })).message).toContain("重叠");
    const ended = packOf("ended", "0.50", { to: "2024-04-30" });
    const ids = valueOf(take({ files: [ended, next] })).map(({ id, to }) => [id, to]);
    expect(ids).toContainEqual(["sample@2023-01-01", "2024-04-30"]);
    expect(ids).toContainEqual(["sample@2024-05-01", null]);
    const basicOn = (day: string): number => {
      const sample = {
        plan: "sample",
        institution: { region: "999901" },
        serviceTime: `${day}T10:00:00+08:00`,
      };
      return valueOf(desk.terminal.preview(requestOf("k", sample))).settlement.split.basic;
    };
    expect([basicOn("2024-04-30"), basicOn("2024-05-01")]).toEqual([5000, 7000]);
  });

  test("with a fault are refused with where and why, and nothing changes", () => {
    const before = desk.terminal.rulesInUse();
    const bad = shiyan((text) => text.replaceAll('"500.00"', '"-1"'));
    const refusal = refusalOf(take({ files: [bad] }));
    expect(refusal.code).toBe("PACK_INVALID");
    expect(refusal.message).toContain("shiyan.yaml");
    expect(refusal.details["faults"]).toContainEqual(expect.objectContaining({ file: "shiyan.yaml" }));
    const supplement = { name: "mine", text: "format: nothing" };
    expect(refusalOf(take({ supplement })).code).toBe("PACK_INVALID");
    const huge = { name: "huge", text: "x".repeat(1024 * 1024 + 1) };
    expect(refusalOf(take({ files: [huge] })).message).toContain("文件过大");
    expect(refusalOf(take({ supplement: huge })).code).toBe("PACK_INVALID");
    const twice = [shiyan((text) => text), { ...shiyan((text) => text), name: "again" }];
    expect(refusalOf(take({ files: twice })).code).toBe("PACK_INVALID");
    expect(desk.reopen().rulesInUse()).toEqual(before);
    expect(deductibleNow()).toBe(50_000);
  });

  test("may leave the supplement out: what it filled in is unknown again, and what was settled stays", () => {
    const stay: Sample = {
      plan: "hubei-provincial",
      medType: "21",
      institution: { region: "420100" },
      person: { employer: "国家电网公司华中分部" },
      stay: { admitted: "2024-05-01", discharged: "2024-05-10" },
      items: [{ price: "5000.00", kind: "service" }],
    };
    const before = valueOf(desk.terminal.commit(requestOf("k1", stay)));
    expect(before.settlement.supplement).toBe("demo");
    const supplement = desk.terminal.rulesInUse().find(({ kind }) => kind === "supplement");
    expect(supplement).toMatchObject({ id: "demo", from: null, to: null });
    const now = valueOf(take({ supplement: "none" }));
    expect(now.filter(({ kind }) => kind === "supplement")).toEqual([]);
    const other = requestOf("k2", { ...stay, person: { ...stay.person, psnNo: "P2" } });
    expect(refusalOf(desk.terminal.preview(other)).code).toBe("PACK_VALUE_UNKNOWN");
    expect(valueOf(desk.terminal.settlement(before.settlementId))).toEqual(before);
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});

describe("the institution", () => {
  test("changes name, level and designations, and its code only before the first settlement", () => {
    const approved = { approval: staff.administrator };
    const { code } = desk.terminal.institution;
    const change = { code, name: "十堰示范中心医院", level: "2", designations: ["basic"], ...approved };
    const changed = valueOf(desk.terminal.changeInstitution(change));
    expect(changed).toMatchObject({ code, name: "十堰示范中心医院", level: "2", designations: ["basic"] });
    expect(desk.terminal.institution).toEqual(changed);
    expect(desk.reopen().institution).toEqual(changed);
    const renumbered = { ...change, code: "H42030000009" };
    valueOf(desk.terminal.changeInstitution(renumbered));
    expect(refusalOf(desk.terminal.commit(requestOf("k1", eight))).code).toBe("CLAIM_INVALID");
    valueOf(desk.terminal.changeInstitution(change));
    valueOf(desk.terminal.commit(requestOf("k1", eight)));
    expect(refusalOf(desk.terminal.changeInstitution(renumbered)).code).toBe("INSTITUTION_IN_USE");
    expect(desk.terminal.institution.code).toBe(code);
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});
