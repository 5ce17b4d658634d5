import { describe, expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import type { Parts } from "../rules/sample-pack.ts";
import { plainBenefit, stated } from "../rules/sample-pack.ts";
import { table } from "../table.ts";
import type { Given } from "./case-claim.ts";
import { smallBook, smallClaim } from "./fixtures/small-book.ts";
import { createDesk } from "./run-claim.ts";

/** Half is paid at home, of a bill of 100. */
function paid(offSite: Parts, given: Given, parts: Parts = {}): string {
  const rules = {
    records: stated(["referral", "temporary"]),
    lateInpatient: stated(true),
    emergency: stated(true),
  };
  const benefits = [plainBenefit(), plainBenefit({ id: "inpatient" })];
  const book = smallBook({ benefits, offSite: { ...rules, ...offSite }, ...parts });
  const answer = createDesk(book, { carry: false })(smallClaim({ items: ["100.00"], ...given }));
  return answer.ok ? resultJson(answer.settlement).split.basic : answer.refusal.code;
}

const sameProvince = { "institution.region": "998800" };
const otherProvince = { "institution.region": "110000" };
const recorded = (recordType: string | null) => ({ offSite: { recordType, recordedOn: "2024-05-10" } });

describe("what a record takes off the ratio", () => {
  const cuts = stated({
    rows: [
      { record: "referral", otherProvinceOnly: true, points: "0.10" },
      { record: "temporary", otherProvinceOnly: false, points: "0.2005" },
      { record: "emergency", otherProvinceOnly: false, points: "0.60" },
    ],
  });

  test.each(
    table(`
      place          record     emergency  paid     because
      home           none       no         50.00    at home nothing is taken off
      home           temporary  yes        50.00    nor for a record that nobody needs
      sameProvince   referral   no         50.00    only in another province
      otherProvince  referral   no         40.00    50 − 10 points
      sameProvince   temporary  no         29.95    50 − 20.05 points
      otherProvince  temporary  no         29.95    in another province too
      otherProvince  none       yes        0.00     never below nothing
      otherProvince  referral   yes        0.00     an emergency counts as one whatever was recorded
    `),
  )("$place, $record, emergency $emergency: $because", ({ place, record, emergency, paid: expected }) => {
    const where = { home: {}, sameProvince, otherProvince }[place as "home"];
    const given = {
      ...where,
      ...recorded(record === "none" ? null : (record ?? null)),
      emergency: emergency === "yes",
    };
    expect(paid({ cuts }, given)).toBe(expected);
  });

  test("a record without a row of its own takes nothing off", () => {
    const rows = [{ record: "referral", otherProvinceOnly: false, points: "0.10" }];
    expect(paid({ cuts: stated({ rows }) }, { ...otherProvince, ...recorded("temporary") })).toBe("50.00");
  });

  test("a place where no record is asked and none was made", () => {
    const direct = stated([{ regions: ["9988"], benefits: ["outpatient"] }]);
    expect(paid({ cuts, direct }, sameProvince)).toBe("50.00");
  });
});

describe("whether a bill settles away from home", () => {
  test("a kind of record that the plan does not know", () => {
    expect(paid({}, { ...otherProvince, ...recorded("referral") })).toBe("50.00");
    expect(paid({}, { ...otherProvince, ...recorded("postedWorker") })).toBe("RECORD_REQUIRED");
  });

  test("a plan that has no rule for emergencies", () => {
    const away = { ...otherProvince, emergency: true };
    expect(paid({}, away)).toBe("50.00");
    expect(paid({ emergency: stated(false) }, away)).toBe("RECORD_REQUIRED");
  });

  test("a plan that takes no record after the service", () => {
    const late = {
      ...otherProvince,
      medType: "21",
      offSite: { recordType: "referral", recordedOn: "2024-05-12" },
      submittedOn: "2024-05-12",
    };
    expect(paid({}, late)).toBe("50.00");
    expect(paid({ lateInpatient: stated(false) }, late)).toBe("RECORD_REQUIRED");
  });

  test("a place where no record is asked, for some or for everybody", () => {
    const circle = { regions: ["9988", "9977"], benefits: ["outpatient"] };
    const resident = { ...sameProvince, "person.population": "resident" };
    expect(paid({ direct: stated([circle]) }, resident)).toBe("50.00");
    expect(paid({ direct: stated([{ ...circle, population: "employee" }]) }, resident)).toBe(
      "RECORD_REQUIRED",
    );
    expect(paid({ direct: stated([{ ...circle, population: "employee" }]) }, sameProvince)).toBe("50.00");
    expect(paid({ direct: stated([circle]) }, { ...sameProvince, medType: "21" })).toBe("RECORD_REQUIRED");
    expect(paid({ direct: stated([]) }, sameProvince)).toBe("RECORD_REQUIRED");
  });
});

test("home is by region, by level, or by the institution itself", () => {
  const home = stated([
    { regions: ["9999"] },
    { regions: ["99"], levels: ["provincial"] },
    { regions: ["88"], institutions: ["H1", "H2"] },
  ]);
  const at = (given: Given): string => paid({}, given, { home });
  expect(at({})).toBe("50.00");
  expect(at(sameProvince)).toBe("RECORD_REQUIRED");
  expect(at({ ...sameProvince, "institution.level": "provincial" })).toBe("50.00");
  expect(at({ "institution.region": "880000", "institution.code": "H2" })).toBe("50.00");
  expect(at({ "institution.region": "880000", "institution.code": "H3" })).toBe("RECORD_REQUIRED");
  expect(at({ "institution.region": "770000", "institution.code": "H2" })).toBe("RECORD_REQUIRED");
});
