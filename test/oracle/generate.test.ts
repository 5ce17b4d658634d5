import { describe, expect, test } from "vitest";
import { coverageOf } from "./coverage.ts";
import { fenFromText } from "./fraction.ts";
import { generateClaims } from "./generate.ts";
import { planIds } from "./generate-people.ts";
import { createOracle } from "./oracle.ts";
import { benefitOrder } from "./routing.ts";

const refusalCodes = [
  "CLAIM_INVALID",
  "NOT_SUPPORTED",
  "PACK_NOT_FOUND",
  "PLAN_NOT_TRANSFERRED",
  "COVERAGE_NOT_IN_FORCE",
  "NOT_ENTITLED",
  "NOT_DESIGNATED",
  "RECORD_REQUIRED",
  "CLAIM_WINDOW_CLOSED",
  "INPATIENT_EXCLUDES_OUTPATIENT",
  "CHRONIC_LIMIT",
  "PRESCRIPTION_EXPIRED",
  "ACCOUNT_USE_NOT_ALLOWED",
  "ACCOUNT_INSUFFICIENT",
  "PACK_VALUE_UNKNOWN",
];

const settledMedTypes = ["11", "13", "14", "21", "41", "51", "52", "53"];
const otherMedTypes = ["12", "15", "16", "19", "22", "23", "24", "25", "26", "27", "28", "61"];
const shownNotes = ["TRIAL_EXPIRED", "SUPPLEMENTARY_MANUAL", "SAME_DAY_STAY", "ASSISTANCE_MANUAL"];

describe("the generated bills", () => {
  const claims = [...generateClaims(20_240_601, 6000)];
  const shown = coverageOf(claims, createOracle({ supplement: "demo", carry: true }));
  const plain = coverageOf(claims, createOracle({ supplement: null, carry: true }));

  test("meet every refusal that settling can give", () => {
    expect([...shown.codes.keys()].toSorted()).toEqual(refusalCodes.toSorted());
    expect([...plain.codes.keys()].toSorted()).toEqual(refusalCodes.toSorted());
  });

  test("settle in every benefit, with and without the supplement", () => {
    expect([...shown.benefits.keys()].toSorted()).toEqual([...benefitOrder].toSorted());
    expect([...plain.benefits.keys()].toSorted()).toEqual([...benefitOrder].toSorted());
  });

  test("meet every plan, kind of visit, note and fund", () => {
    expect([...shown.plans.keys()]).toEqual(expect.arrayContaining([...planIds]));
    expect([...shown.medTypes.keys()]).toEqual(
      expect.arrayContaining([...settledMedTypes, ...otherMedTypes, "99"]),
    );
    expect([...shown.notes.keys()].toSorted()).toEqual(shownNotes.toSorted());
    expect([...plain.notes.keys()].toSorted()).toEqual([...shownNotes, "YEARLY_CAP_UNKNOWN"].toSorted());
    expect(shown.funds.size).toBe(8);
  });

  test("settle under the supplement in about three of four bills", () => {
    expect(shown.claims).toBe(6000);
    expect(shown.settled / shown.claims).toBeGreaterThan(0.68);
    expect(shown.settled / shown.claims).toBeLessThan(0.82);
  });

  test("are the same for the same seed, and their ids are never used twice", () => {
    expect([...generateClaims(20_240_601, 6000)]).toEqual(claims);
    expect(new Set(claims.map((claim) => claim.claimId)).size).toBe(claims.length);
    const repeated = claims.filter(({ items }) => new Set(items.map((item) => item.id)).size < items.length);
    expect(repeated).toEqual([]);
  });

  test("split so that the whole is the sum of its parts", () => {
    const settle = createOracle({ supplement: "demo", carry: true });
    const broken = claims.filter((claim) => {
      const answer = settle(claim);
      return answer.ok && !addsUp(answer.split);
    });
    expect(broken.map((claim) => claim.claimId)).toEqual([]);
  });
});

function addsUp(split: Record<string, string>): boolean {
  const sum = (...fields: string[]) =>
    fields.reduce((total, field) => total + fenFromText(split[field] ?? ""), 0n);
  return (
    sum("total") === sum("ownPay", "overLimit", "selfPayFirst", "inScope") &&
    sum("fundTotal") ===
      sum("basic", "majorMedical", "supplementary", "civilServant", "assistance", "other") &&
    sum("total") === sum("fundTotal", "personal") &&
    sum("personal") === sum("account", "family", "cash") &&
    Object.values(split).every((amount) => !amount.startsWith("-") && !amount.includes("-"))
  );
}
