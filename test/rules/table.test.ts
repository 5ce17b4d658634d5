import { describe, expect, test } from "vitest";

import type { Provenance, Subject } from "../../src/rules/rules-in-force.ts";
import type { Selectors } from "../../src/rules/schema-parts.ts";
import { compileTable, rowFor } from "../../src/rules/table.ts";

const source: Provenance = { rule: "ratio", status: "stated", clause: "第五条", supplement: null };

/** An active employee of 50 at a hospital of level 3 at home. */
const someone: Subject = {
  level: "3",
  personStatus: "active",
  population: "employee",
  institution: "hospital",
  place: "home",
  ageYears: 50,
  disease: null,
  operation: null,
  assistance: null,
  employer: null,
};

function fits(row: Selectors, subject: Partial<Subject>): boolean {
  return (
    rowFor(
      compileTable([row], source, () => null),
      { ...someone, ...subject },
    ) !== null
  );
}

describe("a row fits whoever meets all that it asks", () => {
  test.each<readonly [Selectors, Partial<Subject>, boolean]>([
    [{}, {}, true],
    [{ level: "3" }, {}, true],
    [{ level: "3" }, { level: "2" }, false],
    [{ level: "3" }, { level: "provincial" }, false],
    [{ personStatus: "active" }, {}, true],
    [{ personStatus: "retired" }, {}, false],
    [{ personStatus: "retired" }, { personStatus: "retired" }, true],
    [{ population: "employee" }, {}, true],
    [{ population: "resident" }, {}, false],
    [{ population: "resident" }, { population: "resident" }, true],
    [{ institution: "pharmacy" }, {}, false],
    [{ institution: "pharmacy" }, { institution: "pharmacy" }, true],
    [{ place: "offSite" }, {}, false],
    [{ place: "offSite" }, { place: "offSite" }, true],
    [{ ageTo: 50 }, {}, true],
    [{ ageTo: 50 }, { ageYears: 51 }, false],
    [{ ageFrom: 51 }, {}, false],
    [{ ageFrom: 51 }, { ageYears: 51 }, true],
    [{ ageFrom: 51, ageTo: 70 }, { ageYears: 70 }, true],
    [{ ageFrom: 51, ageTo: 70 }, { ageYears: 71 }, false],
    [{ ageFrom: 0 }, { ageYears: 0 }, true],
    [{ disease: "M01600" }, {}, false],
    [{ disease: "M01600" }, { disease: "M01600" }, true],
    [{ disease: "M01600" }, { disease: "M03900" }, false],
    [{ operation: "iud" }, {}, false],
    [{ operation: "iud" }, { operation: "iud" }, true],
    [{ assistance: ["destitute", "orphan"] }, {}, false],
    [{ assistance: ["destitute", "orphan"] }, { assistance: "orphan" }, true],
    [{ assistance: ["destitute", "orphan"] }, { assistance: "returned" }, false],
    [{ employer: "甲公司" }, {}, false],
    [{ employer: "甲公司" }, { employer: "甲公司" }, true],
    [{ level: "3", personStatus: "active" }, {}, true],
    [{ level: "3", personStatus: "active" }, { personStatus: "retired" }, false],
    [{ level: "3", personStatus: "active" }, { level: "2" }, false],
    [{ level: "3", personStatus: "active", ageTo: 50 }, {}, true],
    [{ level: "3", personStatus: "active", ageTo: 50 }, { ageYears: 51 }, false],
  ])("%j asked of %j: %s", (row, subject, expected) => {
    expect(fits(row, subject)).toBe(expected);
  });

  test.each(["active", "retired"] as const)(
    "a resident's status (%s) is ignored, so no row that asks one fits",
    (status) => {
      const resident: Partial<Subject> = { population: "resident", personStatus: status };
      expect(fits({ personStatus: "active" }, resident)).toBe(false);
      expect(fits({ personStatus: "retired" }, resident)).toBe(false);
      expect(fits({ population: "resident" }, resident)).toBe(true);
    },
  );
});

describe("the first row that fits is taken", () => {
  const rows = compileTable(
    [{ assistance: ["orphan" as const], line: 1 }, { level: "3" as const, line: 2 }, { line: 3 }],
    source,
    (row) => row.line,
  );

  test.each<readonly [Partial<Subject>, number]>([
    [{ assistance: "orphan" }, 1],
    [{ assistance: "orphan", level: "2" }, 1],
    [{}, 2],
    [{ level: "2" }, 3],
  ])("%j: row %i", (subject, line) => {
    expect(rowFor(rows, { ...someone, ...subject })?.value).toBe(line);
  });

  test("or none", () => {
    expect(
      rowFor(
        compileTable([{ level: "1" as const }], source, () => 1),
        someone,
      ),
    ).toBeNull();
    expect(rowFor([], someone)).toBeNull();
  });
});

describe("where a value comes from", () => {
  test("from the table, unless the row says otherwise", () => {
    const [plain, own] = compileTable(
      [{ level: "1" as const }, { status: "unconfirmed" as const, clause: "第六条" }],
      { ...source, supplement: "demo" },
      () => null,
    );
    expect(plain?.source).toEqual({ rule: "ratio", status: "stated", clause: "第五条", supplement: "demo" });
    expect(own?.source).toEqual({
      rule: "ratio",
      status: "unconfirmed",
      clause: "第六条",
      supplement: "demo",
    });
  });
});
