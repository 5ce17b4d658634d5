import { describe, expect, test } from "vitest";

import type { PackBook } from "../../src/rules/pack-book.ts";
import type { RefusalCode } from "../../src/settle/refusal.ts";
import { refusalOrder } from "../../src/settle/refusal.ts";
import type { Parts } from "../rules/sample-pack.ts";
import { plainBenefit, stated, unknown } from "../rules/sample-pack.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Given } from "./case-claim.ts";
import { claimOf } from "./case-claim.ts";
import { smallBook } from "./fixtures/small-book.ts";
import { createDesk } from "./run-claim.ts";

/** Reasons to refuse one bill, each a change of its own: any of them can be put together. */
interface Scene {
  readonly name: string;
  readonly book: PackBook;
  readonly plan: string;
  /** Settles as it is. */
  readonly bill: Given;
  readonly reasons: Readonly<Partial<Record<RefusalCode, Given>>>;
}

/** Reasons that every plan knows; off-site bills are an emergency until the reason takes that away. */
const everywhere: Scene["reasons"] = {
  CLAIM_INVALID: { "account.balance": "-1" },
  NOT_SUPPORTED: { stay: { admitted: "2024-05-01", discharged: null } },
  PACK_NOT_FOUND: { day: "2020-05-10", submittedOn: "2025-04-01" },
  COVERAGE_NOT_IN_FORCE: { "person.coverageFrom": "2024-06-01" },
  NOT_ENTITLED: {
    maternity: {
      kind: "birth",
      pregnancyId: "G1",
      payer: { psnNo: "H1", status: "active", coverageFrom: "2020-01-01", filedOn: "2024-01-01" },
    },
  },
  NOT_DESIGNATED: { "institution.designations": ["pooling", "chronic"] },
  RECORD_REQUIRED: { emergency: false },
  ACCOUNT_USE_NOT_ALLOWED: { "account.family": [{ relation: "sibling", balance: "1.00" }] },
  ACCOUNT_INSUFFICIENT: { "account.requested": "99.00" },
};
const duringStay = { "person.inpatientStay": { from: "2024-05-01", to: null } };
const late = { submittedOn: "2025-04-01" };
const fourDiseases = { diseases: "M01600, M03900, M00500, M07800", chronicDisease: "M01600" };

const awayForFree = { "institution.region": "310000", emergency: true, items: ["C 10.00"] };

const scenes: readonly Scene[] = [
  {
    name: "shiyan, a pharmacy with a prescription",
    book: shippedBook(null),
    plan: "shiyan",
    bill: {
      ...awayForFree,
      medType: "41",
      "institution.type": "pharmacy",
      prescription: { issuerLevel: "1", issuedOn: "2024-05-10" },
    },
    reasons: {
      ...everywhere,
      CLAIM_WINDOW_CLOSED: late,
      INPATIENT_EXCLUDES_OUTPATIENT: duringStay,
      PRESCRIPTION_EXPIRED: { prescription: { issuerLevel: "1", issuedOn: "2024-05-09" } },
      PACK_VALUE_UNKNOWN: { items: ["C 10.00", "A 10.00 dual"] },
    },
  },
  {
    name: "daye, a chronic bill",
    book: shippedBook(null),
    plan: "daye",
    bill: { ...awayForFree, medType: "14", diseases: "M01600" },
    reasons: {
      ...everywhere,
      CHRONIC_LIMIT: fourDiseases,
      PACK_VALUE_UNKNOWN: { items: ["A 10.00 chronic"] },
    },
  },
  {
    name: "hubei-provincial, an outpatient bill",
    book: shippedBook(null),
    plan: "hubei-provincial",
    bill: { ...awayForFree, "person.employer": "东风汽车集团有限公司" },
    reasons: {
      ...everywhere,
      PLAN_NOT_TRANSFERRED: { "person.employer": "长江航道局" },
      PACK_VALUE_UNKNOWN: { items: ["A 2400.01"] },
    },
  },
  {
    name: "a plan that has every rule, a chronic bill",
    book: strictBook(),
    plan: "sample",
    bill: { ...awayForFree, medType: "14", diseases: "M01600", "person.employer": "甲" },
    reasons: {
      ...everywhere,
      PLAN_NOT_TRANSFERRED: { "person.employer": "乙" },
      CLAIM_WINDOW_CLOSED: late,
      INPATIENT_EXCLUDES_OUTPATIENT: duringStay,
      CHRONIC_LIMIT: fourDiseases,
      PACK_VALUE_UNKNOWN: { items: ["A 10.00"] },
    },
  },
  {
    name: "a plan that has every rule, a pharmacy with a prescription",
    book: strictBook(),
    plan: "sample",
    bill: {
      ...awayForFree,
      medType: "41",
      "institution.type": "pharmacy",
      "person.employer": "甲",
      prescription: { issuerLevel: "1", issuedOn: "2024-05-10" },
    },
    reasons: {
      ...everywhere,
      PLAN_NOT_TRANSFERRED: { "person.employer": "乙" },
      CLAIM_WINDOW_CLOSED: late,
      INPATIENT_EXCLUDES_OUTPATIENT: duringStay,
      PRESCRIPTION_EXPIRED: { prescription: { issuerLevel: "1", issuedOn: "2024-05-09" } },
      PACK_VALUE_UNKNOWN: { items: ["A 10.00"] },
    },
  },
];

/** A pack in which one bill can be refused for every reason at once. */
function strictBook(): PackBook {
  const strict = (id: string): Parts =>
    plainBenefit({
      id,
      name: id,
      ratio: unknown(),
      excludedDuringStay: stated(true),
      needs: stated("pooling"),
    });
  return smallBook({
    employers: [
      { name: "甲", layers: stated("two") },
      { name: "乙", layers: stated("notTransferred") },
    ],
    benefits: [strict("outpatient"), strict("pharmacy"), { ...strict("chronic"), diseasesMax: stated(3) }],
    claimWindow: stated({ benefits: ["outpatient", "pharmacy", "chronic"], yearsAfter: 1, lastDay: "03-31" }),
  });
}

function answerTo({ book, plan, bill, reasons }: Scene, codes: readonly RefusalCode[]): string {
  // "account" is used in every bill, so that nothing hangs on whether it is.
  const changes = [bill, ...codes.map((code) => reasons[code] ?? {})].flatMap((change) =>
    Object.entries(change),
  );
  const given = Object.fromEntries([["account.balance", "1.00"], ...changes]);
  const answer = createDesk(book, { carry: false })(claimOf(plan, given));
  return answer.ok ? "settled" : answer.refusal.code;
}

function codesOf(scene: Scene): RefusalCode[] {
  return refusalOrder.filter((code) => scene.reasons[code] !== undefined);
}

function* pairsOf(codes: readonly RefusalCode[]): Generator<[RefusalCode, RefusalCode]> {
  for (const [at, first] of codes.entries()) for (const later of codes.slice(at + 1)) yield [first, later];
}

describe.each(scenes)("$name", (scene) => {
  test("settles as long as there is no reason against it", () => {
    expect(answerTo(scene, [])).toBe("settled");
  });

  test.each(codesOf(scene))("%s alone", (code) => {
    expect(answerTo(scene, [code])).toBe(code);
  });

  test("of two reasons the earlier is the answer", () => {
    for (const pair of pairsOf(codesOf(scene))) {
      expect({ pair, answer: answerTo(scene, pair) }).toEqual({ pair, answer: pair[0] });
    }
  });

  test("of all reasons the first is the answer, and the next when that is mended", () => {
    const codes = codesOf(scene);
    for (const [at, code] of codes.entries()) expect(answerTo(scene, codes.slice(at))).toBe(code);
  });
});

test("the scenes have every pair of codes that one claim can provoke", () => {
  const had = new Set(scenes.flatMap((scene) => [...pairsOf(codesOf(scene))].map((pair) => pair.join(" "))));
  const missing = [...pairsOf(refusalOrder)].map((pair) => pair.join(" ")).filter((pair) => !had.has(pair));
  // More than three diseases matter to a chronic bill (14), a prescription to a sale (41).
  expect(missing).toEqual(["CHRONIC_LIMIT PRESCRIPTION_EXPIRED"]);
});

describe("what a rule needs of the claim", () => {
  const plain = shippedBook(null);
  const answer = (given: Given): unknown => {
    const settled = createDesk(plain, { carry: false })(claimOf("daye", given));
    return settled.ok ? "settled" : settled.refusal.code;
  };

  test("is asked before anything else that a known plan can refuse", () => {
    const bill = { medType: "53", "person.coverageFrom": "2030-01-01", "institution.designations": [] };
    expect(answer(bill)).toBe("CLAIM_INVALID");
    expect(answer({ ...bill, stay: { admitted: "2024-05-01", discharged: null } })).toBe("CLAIM_INVALID");
    expect(answer({ ...bill, birthControl: "iud" })).toBe("COVERAGE_NOT_IN_FORCE");
  });

  test("cannot be asked while the plan is not known", () => {
    expect(answer({ medType: "53", day: "2020-01-01" })).toBe("PACK_NOT_FOUND");
  });
});
