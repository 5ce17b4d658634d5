import { expect, test } from "vitest";

import type { Parts } from "../rules/sample-pack.ts";
import { plainBenefit, stated } from "../rules/sample-pack.ts";
import { shippedBook } from "../shipped-packs.ts";
import { table } from "../table.ts";
import type { Given } from "./case-claim.ts";
import { claimOf } from "./case-claim.ts";
import { smallBook, smallClaim } from "./fixtures/small-book.ts";
import { createDesk } from "./run-claim.ts";

const ids = [
  "inpatient",
  "chronic",
  "dualChannel",
  "outpatient",
  "pharmacy",
  "antenatal",
  "birth",
  "birthControl",
];

/** Where the one line goes, in a pack with one row of its own before the national ones. */
function routed(when: Parts, given: Given): string {
  const benefits = ids.map((id) => plainBenefit({ id }));
  const book = smallBook({ benefits, routing: stated([{ when, to: "accountOnly" }]) });
  const answer = createDesk(book, { carry: false })(smallClaim(given));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.settlement.lines.map((line) => line.benefit).join(" ");
}

const resident = { "person.population": "resident" };
const payer = { psnNo: "H1", status: "active", coverageFrom: "2020-01-01", filedOn: "2024-01-01" };
const prescription = { issuerLevel: "1", issuedOn: "2024-05-10" };

test.each<{ when: Parts; fits: Given; not: Given }>([
  { when: { medType: ["11", "13"] }, fits: { medType: "13" }, not: { medType: "21" } },
  { when: { population: "resident" }, fits: resident, not: {} },
  {
    when: { institution: "pharmacy" },
    fits: { medType: "14", "institution.type": "pharmacy" },
    not: { medType: "14" },
  },
  { when: { designation: "chronic" }, fits: {}, not: { "institution.designations": ["basic"] } },
  { when: { withoutDesignation: "chronic" }, fits: { "institution.designations": ["basic"] }, not: {} },
  { when: { level: ["1", "2"] }, fits: { "institution.level": "2" }, not: {} },
  { when: { prescription: true }, fits: { prescription }, not: {} },
  { when: { prescription: false }, fits: {}, not: { prescription } },
  {
    when: { recorded: true },
    fits: { offSite: { recordType: "referral", recordedOn: "2024-01-01" } },
    not: { offSite: { recordType: null, recordedOn: null } },
  },
  {
    when: { recorded: false },
    fits: {},
    not: { offSite: { recordType: "referral", recordedOn: "2024-01-01" } },
  },
  { when: { offSite: true }, fits: { "institution.region": "110000", emergency: true }, not: {} },
  { when: { offSite: false }, fits: {}, not: { "institution.region": "110000", emergency: true } },
  {
    when: { payer: true },
    fits: { ...resident, medType: "52", maternity: { kind: "birth", pregnancyId: "G1", payer } },
    not: { ...resident, medType: "52", maternity: { kind: "birth", pregnancyId: "G1", payer: null } },
  },
  {
    when: { disease: ["M01600", "M03900"] },
    fits: { diseases: "M00500, M03900" },
    not: { diseases: "M00500" },
  },
  { when: { chronicListed: true }, fits: { items: ["A 1.00 chronic"] }, not: {} },
  { when: { dualChannel: false }, fits: {}, not: { items: ["A 1.00 dual"] } },
  {
    when: { kind: ["device", "drug"] },
    fits: { items: ["A 1.00 device"] },
    not: { items: ["A 1.00 service"] },
  },
  {
    when: { medType: ["11"], kind: ["drug"], level: ["3"], chronicListed: false },
    fits: {},
    not: { items: ["A 1.00 drug chronic"] },
  },
])("a row that asks $when", ({ when, fits, not }) => {
  expect(routed(when, fits)).toBe("accountOnly");
  expect(routed(when, not)).not.toBe("accountOnly");
});

test.each(
  table(`
    medType  place     prescription  line          benefit
    11       hospital  no            A 1.00        outpatient
    13       hospital  no            A 1.00        outpatient
    11       hospital  no            A 1.00 dual   dualChannel
    11       hospital  no            A 1.00 chronic  outpatient
    14       hospital  no            A 1.00 chronic  chronic
    14       hospital  no            A 1.00        outpatient
    14       hospital  no            A 1.00 dual   dualChannel
    14       hospital  no            A 1.00 chronic dual  chronic
    14       pharmacy  no            A 1.00 chronic  chronic
    14       pharmacy  no            A 1.00        outpatient
    21       hospital  no            A 1.00 dual chronic  inpatient
    41       pharmacy  no            A 1.00 dual   accountOnly
    41       pharmacy  yes           A 1.00        pharmacy
    41       pharmacy  yes           A 1.00 dual   dualChannel
    41       pharmacy  yes           A 1.00 chronic  pharmacy
    51       hospital  no            A 1.00        antenatal
    52       hospital  no            A 1.00        birth
    53       hospital  no            A 1.00        birthControl
  `),
)("the national rows: $medType at a $place, prescription $prescription, $line → $benefit", (row) => {
  const given = {
    medType: row["medType"],
    "institution.type": row["place"],
    prescription: row["prescription"] === "yes" ? prescription : null,
    diseases: "M01600",
    items: [row["line"]],
  };
  expect(routed({ medType: ["52"], population: "resident" }, given)).toBe(row["benefit"]);
});

test("an expired prescription routes like a valid one, so that its own reason is given", () => {
  const given = {
    medType: "41",
    "institution.type": "pharmacy",
    prescription: { issuerLevel: "1", issuedOn: "2024-05-01" },
    items: ["A 1.00 dual"],
  };
  const answer = createDesk(shippedBook(null), { carry: false })(claimOf("shiyan", given));
  expect(answer).toMatchObject({ refusal: { code: "PRESCRIPTION_EXPIRED" } });
});
