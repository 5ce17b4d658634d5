import { describe, expect, test } from "vitest";

import { operatorRoles } from "../../src/base/operator-role.ts";
import { civilDate } from "../../src/base/civil-date.ts";
import type { CompiledPack } from "../../src/rules/compile-pack.ts";
import { loadPacks } from "../../src/rules/pack-book.ts";
import type { RuleValue } from "../../src/rules/rule-values.ts";
import { rulesCalendar, ruleValues, valuesOn } from "../../src/rules/rule-values.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Parts } from "./sample-pack.ts";
import { plainBenefit, samplePack, textOf } from "./sample-pack.ts";

function compiled(parts: Parts): CompiledPack {
  const loaded = loadPacks([{ name: "sample", text: textOf(samplePack(parts)), sha256: "00" }], null);
  const [pack] = loaded.ok ? loaded.book.packs : [];
  if (pack === undefined) throw new Error(JSON.stringify(loaded));
  return pack;
}

function shipped(plan: string): CompiledPack {
  const pack = shippedBook("demo").packs.find((one) => one.plan === plan);
  if (pack === undefined) throw new Error(`no pack of ${plan}`);
  return pack;
}

const whole = { from: civilDate("2000-01-01"), to: civilDate("2099-12-31") };
const raised = [
  { to: "2024-06-30", status: "stated", clause: "第二条", value: { rows: [{ ratio: "0.50" }] } },
  { from: "2024-07-01", status: "public", clause: "第三条", value: { rows: [{ ratio: "0.60" }] } },
];

describe("the values of a pack", () => {
  test("each version stands with its days, its benefit and where it is from", () => {
    const pack = compiled({ benefits: [plainBenefit({ ratio: raised })] });
    const ratios = ruleValues(pack).filter(({ path }) => path === "benefits.outpatient.ratio");
    const benefit = { id: "outpatient", name: "普通门诊", population: null };
    const about = { plan: "sample", pack: pack.id, path: "benefits.outpatient.ratio", benefit };
    const rest = { ask: null, readings: [], isSupplied: false };
    expect(ratios).toEqual([
      { ...about, ...rest, ...days("2023-01-01", "2024-06-30"), ...said("stated", "第二条", "0.50") },
      { ...about, ...rest, ...days("2024-07-01", null), ...said("public", "第三条", "0.60") },
    ]);
  });

  test("an open point brings its other readings, each with its clause; what is clear brings none", () => {
    const values = valuesOn(shipped("hubei-provincial"), civilDate("2024-03-01"));
    const caps = values.filter(({ readings }) => readings.length > 0);
    expect(caps.map(({ path, status }) => [path, status])).not.toEqual([]);
    for (const { path, status, readings } of caps) {
      expect([path.endsWith(".caps"), status, readings.length]).toEqual([true, "unconfirmed", 2]);
      expect(readings.map(({ clause }) => clause.includes("另一读法"))).toEqual([true, true]);
      expect(readings[0]?.value).toMatchObject([{ basis: "cost", period: "year" }]);
      expect(readings[1]?.value).toMatchObject([{ basis: "costAboveDeductible", period: "year" }]);
    }
    expect(values.find(({ path }) => path.endsWith(".feedsMajor"))?.readings).toEqual([]);
  });

  test("of a benefit for one population the name and the population are its own", () => {
    const forOne = (population: string, name: string): Parts => plainBenefit({ population, name });
    const pack = compiled({ benefits: [forOne("employee", "职工门诊"), forOne("resident", "居民门诊")] });
    const names = new Set(ruleValues(pack).flatMap(({ benefit }) => benefit?.name ?? []));
    expect([...names]).toEqual(["职工门诊", "居民门诊"]);
    const owned = ruleValues(pack).flatMap(({ path, benefit }) =>
      benefit === null ? [] : [{ path, benefit }],
    );
    expect(owned.length).toBeGreaterThan(10);
    expect(owned.filter(({ path, benefit }) => !path.includes(`.${benefit.population ?? ""}.`))).toEqual([]);
  });

  test("what a supplement brought is marked, and an unknown value says whom to ask", () => {
    const values = ruleValues(shipped("shiyan"));
    const supplied = values.filter(({ isSupplied }) => isSupplied);
    expect(supplied.length).toBeGreaterThan(10);
    expect(supplied.every(({ clause }) => clause.includes("示范参数"))).toBe(true);
    const unknown = values.filter(({ status }) => status === "unknown");
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.every(({ value, ask }) => value === null && ask !== null)).toBe(true);
  });

  test("on a day there is the version of that day, on the last of the old and the first of the new", () => {
    const pack = compiled({ benefits: [plainBenefit({ ratio: raised })] });
    const onDay = (day: string): RuleValue["clause"][] =>
      valuesOn(pack, civilDate(day)).flatMap(({ path, clause }) => (path.endsWith(".ratio") ? [clause] : []));
    expect(onDay("2024-06-30")).toEqual(["第二条"]);
    expect(onDay("2024-07-01")).toEqual(["第三条"]);
    expect(valuesOn(pack, civilDate("2022-12-31"))).toEqual([]);
  });
});

describe("what changes when", () => {
  test("a pack begins, changes, its trial ends, it ends: each on the day itself", () => {
    const parts = { trialTo: "2023-12-31", to: "2024-12-31", benefits: [plainBenefit({ ratio: raised })] };
    const changes = rulesCalendar([compiled(parts)], whole);
    expect(changes.map(({ day, kind, paths }) => [day, kind, ...paths])).toEqual([
      ["2023-01-01", "begins"],
      ["2024-01-01", "trialEnds"],
      ["2024-07-01", "changes", "benefits.outpatient.ratio"],
      ["2025-01-01", "ends"],
    ]);
  });

  test("both days of a stretch belong to it, the days beside it do not", () => {
    const pack = compiled({ benefits: [plainBenefit({ ratio: raised })] });
    const within = (from: string, to: string): number =>
      rulesCalendar([pack], { from: civilDate(from), to: civilDate(to) }).length;
    expect([within("2024-07-01", "2024-07-01"), within("2024-06-30", "2024-07-01")]).toEqual([1, 1]);
    expect([within("2024-07-02", "2024-12-31"), within("2023-01-02", "2024-06-30")]).toEqual([0, 0]);
  });
});

test("the roles of operators are those of the house", () => {
  expect(operatorRoles).toEqual(["cashier", "pharmacist", "supervisor", "administrator", "auditor"]);
});

function days(from: string, to: string | null): Pick<RuleValue, "from" | "to"> {
  return { from: civilDate(from), to: to === null ? null : civilDate(to) };
}

function said(
  status: RuleValue["status"],
  clause: string,
  ratio: string,
): Pick<RuleValue, "status" | "clause" | "value"> {
  return { status, clause, value: { rows: [{ ratio }] } };
}
