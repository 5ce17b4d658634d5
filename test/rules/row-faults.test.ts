import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Subject } from "../../src/rules/rules-in-force.ts";
import { rowFaults } from "../../src/rules/row-faults.ts";
import type { Selectors } from "../../src/rules/schema-parts.ts";
import { levels, statuses } from "../../src/rules/schema-parts.ts";
import { compileTable, rowFor } from "../../src/rules/table.ts";

type Rows = readonly (Selectors & { readonly record?: string; readonly otherProvinceOnly?: boolean })[];

function placesIn(rows: Rows): string[] {
  return rowFaults({ rows }).map(({ path, reason }) => `${path}：${reason}`);
}

describe("a row that an earlier one leaves nobody for", () => {
  test.each<readonly [string, Rows]>([
    [
      "the same conditions",
      [
        { level: "3", personStatus: "active" },
        { personStatus: "active", level: "3" },
      ],
    ],
    ["a general row above a special one", [{}, { assistance: ["orphan"] }]],
    ["two rows for everybody", [{}, {}]],
    ["one condition more", [{ level: "3" }, { level: "3", personStatus: "retired" }]],
    ["a lower age under a higher one", [{ ageTo: 70 }, { ageTo: 50 }]],
    ["a higher age under a lower one", [{ ageFrom: 51 }, { ageFrom: 71 }]],
    [
      "a band inside another",
      [
        { ageFrom: 18, ageTo: 60 },
        { ageFrom: 18, ageTo: 59 },
      ],
    ],
    ["some of the classes", [{ assistance: ["destitute", "orphan"] }, { assistance: ["orphan"] }]],
    ["the same employer", [{ employer: "甲公司" }, { employer: "甲公司", level: "1" }]],
    [
      "the same record",
      [
        { record: "referral", otherProvinceOnly: false },
        { record: "referral", otherProvinceOnly: true },
      ],
    ],
    [
      "the same record for other provinces",
      [
        { record: "referral", otherProvinceOnly: true },
        { record: "referral", otherProvinceOnly: true },
      ],
    ],
  ])("%s", (_case, rows) => {
    expect(placesIn(rows)).toEqual(["rows[1]：第 1 行已包含这些条件，永远用不到"]);
  });
});

describe("a row that somebody reaches", () => {
  test.each<readonly [string, Rows]>([
    ["another level", [{ level: "3" }, { level: "2" }]],
    ["a special row above a general one", [{ assistance: ["orphan"] }, {}]],
    [
      "another status",
      [
        { level: "3", personStatus: "active" },
        { level: "3", personStatus: "retired" },
      ],
    ],
    ["other people", [{ population: "employee" }, { population: "resident" }]],
    ["elsewhere", [{ place: "offSite" }, { place: "home" }, {}]],
    ["a pharmacy", [{ institution: "pharmacy" }, { institution: "hospital" }]],
    ["rising ages", [{ ageTo: 50 }, { ageTo: 70 }, {}]],
    ["falling ages", [{ ageFrom: 71 }, { ageFrom: 51 }]],
    [
      "bands that overlap",
      [
        { ageFrom: 18, ageTo: 60 },
        { ageFrom: 50, ageTo: 70 },
      ],
    ],
    ["a class more", [{ assistance: ["orphan"] }, { assistance: ["orphan", "destitute"] }]],
    ["another disease", [{ disease: "M01600" }, { disease: "M03900" }]],
    ["another operation", [{ operation: "iud" }, { operation: "abortion" }]],
    [
      "a special record for other provinces above a general one",
      [
        { record: "referral", otherProvinceOnly: true },
        { record: "referral", otherProvinceOnly: false },
      ],
    ],
    [
      "conditions that only partly agree",
      [
        { level: "3", ageTo: 50 },
        { level: "3", personStatus: "active" },
      ],
    ],
  ])("%s", (_case, rows) => {
    expect(placesIn(rows)).toEqual([]);
  });
});

test("every such row is found, wherever its table stands", () => {
  const rows = [{ ratio: "0.5" }, { level: "3" }, { level: "2" }];
  const faults = rowFaults({
    benefits: [{ caps: [{ value: [{ rows: [{}] }, { rows }] }] }],
    rows: "no table",
  });
  expect(faults.map(({ path, value }) => [path, value])).toEqual([
    ["benefits[0].caps[0].value[1].rows[1]", '"{\\"level\\":\\"3\\"}"'],
    ["benefits[0].caps[0].value[1].rows[2]", '"{\\"level\\":\\"2\\"}"'],
  ]);
});

test("is a row that no person is ever given", () => {
  const row: fc.Arbitrary<Selectors> = fc.record(
    {
      level: fc.constantFrom(...levels),
      personStatus: fc.constantFrom(...statuses),
      ageFrom: fc.integer({ min: 0, max: 4 }),
      ageTo: fc.integer({ min: 0, max: 4 }),
      assistance: fc.uniqueArray(fc.constantFrom("destitute" as const, "orphan" as const), { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 5 }), (rows) => {
      const table = compileTable(rows, { rule: "", status: "stated", clause: "", supplement: null }, (one) =>
        rows.indexOf(one),
      );
      const taken = new Set(everybody.map((subject) => rowFor(table, subject)?.value));
      for (const { path } of rowFaults({ rows })) expect(taken).not.toContain(Number(/\d+/.exec(path)?.[0]));
    }),
    { numRuns: 500 },
  );
});

const everybody: readonly Subject[] = levels.flatMap((level) =>
  statuses.flatMap((personStatus) =>
    [0, 1, 2, 3, 4, 5].flatMap((ageYears) =>
      ([null, "destitute", "orphan", "returned"] as const).map((assistance) => ({
        level,
        personStatus,
        ageYears,
        assistance,
        population: "employee" as const,
        institution: "hospital" as const,
        place: "home" as const,
        disease: null,
        operation: null,
        employer: null,
      })),
    ),
  ),
);
