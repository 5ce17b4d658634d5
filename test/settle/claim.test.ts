import { describe, expect, test } from "vitest";

import { faultsFor, validClaim } from "./changed-claim.ts";
import { table } from "../table.ts";

/** A cell of a table as JSON; a bare word is a text. */
function jsonOf(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

const whole = validClaim();

test("a claim with every field there is has no fault", () => {
  expect(faultsFor({})).toEqual([]);
});

test.each(
  table(`
    path                             values
    claimId                          "" | " " | " a" | "a " | "a\\u0000b" | 7 | null | []
    plan                             "" | "Shiyan" | "-x" | "十堰" | 1 | null
    medType                          "18" | "" | 11 | null | "011"
    institution.code                 "" | "a b" | 1
    institution.type                 "clinic" | null
    institution.level                "4" | 3 | "" | null
    institution.region               "4203" | "42030a" | 420300 | "４２０３００"
    institution.designations         "basic" | null
    institution.designations[0]      "all" | 1 | null
    person.psnNo                     "" | " P1" | 1
    person.birthDate                 "1979-02-29" | "1980-13-01" | "1980-00-10" | "1980-01-32" | "1980-1-1" | "" | 19800101 | null
    person.status                    "working" | null
    person.population                "all" | null
    person.employer                  1 | "a\\u0007"
    person.assistance                "poor" | "" | false
    person.coverageFrom              "2020-02-30" | "never" | null
    person.chronicDiseases           null | {} | "M01600"
    person.chronicDiseases[0].code   "M016" | "m01600" | "M016000" | 1600
    person.chronicDiseases[0].from   "2020-04-31" | null
    person.chronicDiseases[0].to     "2020-06-31" | ""
    person.inpatientStay             [] | "no" | false
    person.inpatientStay.from        "2024-06-31" | null
    person.inpatientStay.to          "2023-02-29" | ""
    prescription                     [] | "yes" | true
    prescription.issuerLevel         "4" | null
    prescription.issuedOn            "2024-05-32" | null
    prescription.validDays           0 | 4 | 1.5 | -1 | "1" | null
    items                            [] | {} | null | "x"
    items[0].id                      "" | 1 | " "
    items[0].code                    "" | null
    items[0].name                    null | "\\u0000"
    items[0].kind                    "food" | null
    items[0].class                   "D" | "a" | null
    items[0].chronicListed           "true" | 1 | null
    items[0].dualChannel             0 | null
    items[0].traceCodes              "1" | null | {}
    items[0].traceCodes[0]           "" | 1
    items[0].splitPack               "no" | null
    items[0].traceExempt             "all" | true
    account.use                      "true" | 1 | null
    account.family                   null | {}
    account.family[0].relation       "" | "wife 1" | "配偶" | null
    visitId                          "" | "a b" | null
    stay                             null | []
    stay.admitted                    "2024-05-00" | null
    stay.discharged                  "2024-02-30" | ""
    chronicDisease                   "M1" | "" | null
    maternity                        null | "birth"
    maternity.kind                   "twins" | null
    maternity.pregnancyId            "" | "G 1" | null
    maternity.payer                  [] | "H1"
    maternity.payer.psnNo            "" | null
    maternity.payer.status           "alive" | null
    maternity.payer.coverageFrom     "2024-02-30" | null
    maternity.payer.filedOn          "31-01-2024" | null
    birthControl                     "other" | null
    emergency                        "true" | 1 | null
    offSite                          [] | "yes"
    offSite.recordType               "holiday" | ""
    offSite.recordedOn               "2024-11-31" | ""
    offSite.revokedOn                "2024-11-31" | ""
    submittedOn                      "2024-11-31" | "" | null
    accumulators                     null | [] | "0.00"
  `),
)("a value that cannot be: $path", ({ path = "", values = "" }) => {
  for (const cell of values.split(" | ")) {
    const [fault, ...others] = faultsFor({ [path]: jsonOf(cell) });
    expect({ cell, path: fault?.path, others }).toEqual({ cell, path, others: [] });
    expect(fault?.reason).toMatch(/\p{Script=Han}/u);
    expect(fault?.value).not.toBe("");
  }
});

describe("amounts are texts of plain digits", () => {
  const odd = [
    "-1",
    "+1",
    "1e3",
    "1E3",
    "0x10",
    " 1",
    "1 ",
    "",
    ".5",
    "5.",
    "1,000",
    "NaN",
    "Infinity",
    "１",
  ];
  const never = [1, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, null, true, [], {}];

  test.each([
    { path: "account.balance", tooFine: "1.234", longest: "1234567890.12" },
    { path: "account.requested", tooFine: "1.001", longest: "1234567890.12" },
    { path: "account.family[0].balance", tooFine: "0.001", longest: "1234567890.12" },
    { path: "items[0].price", tooFine: "1.1234567", longest: "1234567890.123456" },
    { path: "items[0].priceLimit", tooFine: "1.1234567", longest: "1234567890.123456" },
    { path: "items[0].qty", tooFine: "1.12345", longest: "1234567890.1234" },
    { path: "items[0].selfPayRatio", tooFine: "0.12345", longest: "0.1234" },
    { path: "accumulators.outpatient.fund", tooFine: "1.234", longest: "1234567890.12" },
  ])("$path", ({ path, tooFine, longest }) => {
    const nullable = path === "items[0].priceLimit";
    for (const value of [...odd, ...never, tooFine, "12345678901"]) {
      if (value === null && nullable) continue;
      const paths = faultsFor({ [path]: value }).map((fault) => fault.path);
      expect({ value, named: paths.includes(path) }).toEqual({ value, named: true });
    }
    // As long as the format allows; the other factor of the bill's amount stays small.
    expect(faultsFor({ "items[0].price": "0.01", "items[0].qty": "1", [path]: longest })).toEqual([]);
  });

  test("nothing and less than nothing is no quantity", () => {
    for (const qty of ["0", "0.0", "0.0000", "00"]) {
      expect(faultsFor({ "items[0].qty": qty })).toEqual([
        { path: "items[0].qty", value: JSON.stringify(qty), reason: "数量应大于 0" },
      ]);
    }
    expect(faultsFor({ "items[0].qty": "0.0001" })).toEqual([]);
  });

  test("a share is at most the whole", () => {
    for (const ratio of ["1.0001", "2", "100", "9999999999"]) {
      expect(faultsFor({ "items[0].selfPayRatio": ratio }).map((fault) => fault.reason)).toEqual([
        "比例不得大于 1",
      ]);
    }
    for (const ratio of ["0", "1", "1.0000"])
      expect(faultsFor({ "items[0].selfPayRatio": ratio })).toEqual([]);
  });

  test("a price may be nothing", () => {
    expect(faultsFor({ "items[0].price": "0", "items[0].priceLimit": "0.000000" })).toEqual([]);
  });
});

describe("the time of service", () => {
  test.each([
    "2024-05-10T10:00:00+08:00",
    "2024-05-10T02:00:00Z",
    "2024-05-10T02:00:00.123Z",
    "2024-05-10T02:00:00.123456789-00:00",
    "2024-05-10T23:59:59+08:00",
    "2024-05-09T16:00:00Z",
    "2024-05-10T00:00:00+08:00",
    "2024-05-09T10:00:00-06:00",
    "2024-05-10T15:59:59Z",
    "2024-05-10T05:59:59-10:00",
  ])("%s is the tenth in Shanghai", (serviceTime) => {
    expect(faultsFor({ serviceTime })).toEqual([]);
    // The day is the claim's day: one day more and the stay of the sample would have to end then.
    expect(faultsFor({ serviceTime, submittedOn: "2024-05-10" })).toEqual([]);
    expect(faultsFor({ serviceTime, submittedOn: "2024-05-09" }).map((fault) => fault.path)).toEqual([
      "submittedOn",
    ]);
  });

  test.each([
    "2024-05-10",
    "2024-05-10T10:00:00",
    "2024-05-10T10:00+08:00",
    "2024-05-10 10:00:00+08:00",
    "2024-05-10T10:00:00+0800",
    "2024-05-10T10:00:00+08",
    "2024-05-10T24:00:00+08:00",
    "2024-05-10T10:60:00+08:00",
    "2024-05-10T10:00:60+08:00",
    "2024-05-10T10:00:00+15:00",
    "2024-05-10T10:00:00z",
    "2024-02-30T10:00:00+08:00",
    "2023-02-29T10:00:00Z",
    "2024-05-10T10:00:00.+08:00",
    " 2024-05-10T10:00:00+08:00",
    "20240510T100000+0800",
    "1715306400",
    "",
    1715306400,
    null,
  ])("%s is none", (serviceTime) => {
    expect(faultsFor({ serviceTime }).map((fault) => fault.path)).toEqual(["serviceTime"]);
  });
});

describe("keys", () => {
  const objects = [
    "",
    "institution",
    "person",
    "person.chronicDiseases[0]",
    "person.inpatientStay",
    "prescription",
    "items[0]",
    "account",
    "account.family[0]",
    "stay",
    "maternity",
    "maternity.payer",
    "offSite",
  ];

  test.each(objects)("a key that nobody knows in %s", (path) => {
    for (const key of ["extra", "__proto__", "constructor", "toString", "prototype", "hasOwnProperty"]) {
      const at = path === "" ? key : `${path}.${key}`;
      expect(faultsFor({ [at]: { polluted: true } })).toEqual([
        { path: at, value: "对象", reason: "未知字段" },
      ]);
    }
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  const optional = new Set(
    "visitId stay chronicDisease maternity birthControl emergency offSite submittedOn accumulators".split(
      " ",
    ),
  );

  const innerOptional = new Set([
    "account.requested",
    "offSite.revokedOn",
    "items[0].traceCodes",
    "items[0].splitPack",
    "items[0].traceExempt",
  ]);

  test("every key of the contract's example must be there, the others may be left out", () => {
    const missing = new Map(Object.keys(whole).map((key) => [key, optional.has(key)]));
    for (const inner of ["institution", "person", "account", "items[0]", "stay", "offSite"]) {
      const object = inner === "items[0]" ? whole.items[0] : whole[inner];
      for (const key of Object.keys(object as object)) {
        missing.set(`${inner}.${key}`, innerOptional.has(`${inner}.${key}`));
      }
    }
    for (const [path, mayMiss] of missing) {
      const faults = mayMiss ? [] : [{ path, value: "", reason: "缺少必填字段" }];
      expect({ path, faults: faultsFor({ [path]: undefined }) }).toEqual({ path, faults });
    }
  });

  test("what may be null", () => {
    const nullable =
      "prescription person.employer person.assistance person.inpatientStay items[0].priceLimit";
    for (const path of `${nullable} items[0].traceExempt offSite maternity.payer stay.discharged`.split(
      " ",
    )) {
      expect({ path, faults: faultsFor({ [path]: null }) }).toEqual({ path, faults: [] });
    }
  });
});
