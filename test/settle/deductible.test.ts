import { describe, expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import type { Parts } from "../rules/sample-pack.ts";
import { plainBenefit, stated, unknown } from "../rules/sample-pack.ts";
import { table } from "../table.ts";
import type { Given } from "./case-claim.ts";
import { smallBook, smallClaim } from "./fixtures/small-book.ts";
import { createDesk } from "./run-claim.ts";

/** Deductibles of bills settled one after the other, or the code that refuses one. */
function asked(deductible: unknown, bills: readonly Given[], parts: Parts = {}): string {
  const id = bills[0]?.["medType"] === "21" ? "inpatient" : "outpatient";
  const rule = deductible === null ? unknown() : stated(deductible);
  const desk = createDesk(smallBook({ benefits: [plainBenefit({ id, deductible: rule, ...parts })] }), {
    carry: true,
  });
  return bills
    .map((bill) => {
      const answer = desk(smallClaim(bill));
      return answer.ok ? resultJson(answer.settlement).split.deductible : answer.refusal.code;
    })
    .join(" ");
}

function stays(levels: string, amount = "10000.00"): Given[] {
  return levels.split(" ").map((level) => ({ medType: "21", "institution.level": level, items: [amount] }));
}

const twoLevels = [
  { level: "2", amount: "500.00" },
  { level: "3", amount: "800.00" },
];
const listed = [
  { level: "2", amount: "500.00", later: ["300.00", "100.00"] },
  { level: "3", amount: "800.00" },
];

describe("per stay", () => {
  test.each(
    table(`
      repeat                            yearLimit  stays        asked
      none                              none       3 3 2 3      800.00 800.00 500.00 800.00
      none                              1500.00    3 3 2        800.00 700.00 0.00
      sameLevel 0.5                     none       3 3 2 2 3    800.00 400.00 500.00 250.00 400.00
      any 0.5                           none       3 2 2 3      800.00 250.00 250.00 400.00
      any 0                             none       3 2          800.00 0.00
      any 1                             none       3 2          800.00 500.00
      sameLevel 0.3333                  none       3 3          800.00 266.64
      sameLevel 0.5                     900.00     3 3 2        800.00 100.00 0.00
    `),
  )(
    "repeat $repeat, year $yearLimit: $stays",
    ({ repeat, yearLimit, stays: levels = "", asked: expected }) => {
      const [counts, factor] = (repeat ?? "").split(" ");
      const rule = {
        per: "stay",
        rows: twoLevels,
        ...(counts === "none" ? {} : { repeat: { counts, factor } }),
        ...(yearLimit === "none" ? {} : { yearLimit }),
      };
      expect(asked(rule, stays(levels))).toBe(expected);
    },
  );

  test("a list for the later stays, its last entry goes on; a level without a list asks its amount again", () => {
    const rule = { per: "stay", rows: listed, repeat: { counts: "any" } };
    expect(asked(rule, stays("2 2 2 2 3"))).toBe("500.00 300.00 100.00 100.00 800.00");
    expect(asked({ ...rule, repeat: { counts: "sameLevel" } }, stays("2 3 2 3"))).toBe(
      "500.00 800.00 300.00 800.00",
    );
  });

  test("a list wins over the share, a level without a list takes the share", () => {
    const rule = { per: "stay", rows: listed, repeat: { counts: "sameLevel", factor: "0.5" } };
    expect(asked(rule, stays("2 2 2 3 3"))).toBe("500.00 300.00 100.00 800.00 400.00");
  });

  test("the year's sum is counted even where nothing limits it", () => {
    const benefits = [
      plainBenefit({ id: "inpatient", deductible: stated({ per: "stay", rows: twoLevels }) }),
    ];
    const answer = createDesk(smallBook({ benefits }), { carry: false })(smallClaim(stays("2")[0] ?? {}));
    expect(answer).toMatchObject({
      settlement: { movements: [{ id: "inpatient.deductible", after: 50_000 }, { id: "inpatient.fund" }] },
    });
  });
});

describe("per visit", () => {
  const visit = (code: string, amount = "100.00"): Given => ({ "institution.code": code, items: [amount] });

  test("each visit anew, without a yearly limit", () => {
    const rule = { per: "visit", rows: [{ amount: "50.00" }] };
    expect(asked(rule, [visit("A"), visit("B", "30.00"), visit("B"), visit("A")])).toBe(
      "50.00 30.00 20.00 0.00",
    );
  });

  test("a yearly limit of the level, and one of all levels", () => {
    const rows = [{ level: "3", amount: "50.00", yearLimit: "80.00" }, { amount: "50.00" }];
    const other = (code: string): Given => ({ ...visit(code), "institution.level": "2" });
    expect(asked({ per: "visit", rows }, [visit("A"), visit("B"), visit("C"), other("D")])).toBe(
      "50.00 30.00 0.00 50.00",
    );
    expect(asked({ per: "visit", rows, yearLimit: "90.00" }, [visit("A"), other("B"), visit("C")])).toBe(
      "50.00 40.00 0.00",
    );
  });
});

describe("per year", () => {
  test("by age and status, whatever the level", () => {
    const rows = [
      { personStatus: "retired", amount: "30.00" },
      { ageFrom: 60, amount: "40.00" },
      { amount: "50.00" },
    ];
    const rule = { per: "year", rows };
    expect(asked(rule, [{ "person.status": "retired" }])).toBe("30.00");
    expect(asked(rule, [{ "person.birthDate": "1964-05-10" }])).toBe("40.00");
    expect(asked(rule, [{ "person.birthDate": "1964-05-11" }])).toBe("50.00");
    // A resident's status is ignored.
    expect(asked(rule, [{ "person.status": "retired", "person.population": "resident" }])).toBe("50.00");
  });

  test("never more than is in scope", () => {
    const rule = { per: "year", rows: [{ amount: "50.00" }] };
    expect(asked(rule, [{ items: ["C 100.00", "A 49.99"] }, { items: ["A 49.99"] }])).toBe("49.99 0.01");
  });
});

describe("values that nobody has told us", () => {
  test("no deductible known: only in-scope money needs one", () => {
    expect(asked(null, [{ items: ["C 5.00"] }, { items: ["0.01"] }])).toBe("0.00 PACK_VALUE_UNKNOWN");
  });

  test("no row for the bill: only in-scope money needs one", () => {
    const rule = { per: "year", rows: [{ level: "1", amount: "5.00" }] };
    expect(asked(rule, [{ items: ["C 5.00"] }, { items: ["0.01"] }])).toBe("0.00 PACK_VALUE_UNKNOWN");
  });
});
