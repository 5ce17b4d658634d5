import { describe, expect, test } from "vitest";

import type { Refusal } from "../../src/settle/refusal.ts";
import { refusalJson } from "../../src/settle/result.ts";
import { stated } from "../rules/sample-pack.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Given } from "./case-claim.ts";
import { claimOf } from "./case-claim.ts";
import { loneRefusals } from "./fixtures/lone-refusals.ts";
import { smallBook, smallClaim } from "./fixtures/small-book.ts";
import { createDesk } from "./run-claim.ts";

const plain = shippedBook(null);

function refused(plan: string, given: Given): Refusal {
  const answer = createDesk(plain, { carry: false })(claimOf(plan, given));
  if (answer.ok) throw new Error("this claim settles");
  return answer.refusal;
}

const pharmacy = { medType: "41", "institution.type": "pharmacy" };

describe("each code alone, with what it rests on and what to do", () => {
  test.each(loneRefusals)("$refusal.code: $of", ({ plan, given, refusal }) => {
    expect(refused(plan, given)).toEqual(refusal);
    expect(refusal.message).toMatch(/请|须|应|可/);
  });
});

test("a refusal as others read it", () => {
  const { code, message, details } = refused("atlantis", {});
  expect(refusalJson("T-1", refused("atlantis", {}))).toEqual({
    claimId: "T-1",
    ok: false,
    error: { code, message, details },
  });
});

test.each(["12", "15", "16", "19", "22", "23", "24", "25", "26", "27", "28", "61"])(
  "the national category %s is refused by name",
  (medType) => {
    expect(refused("daye", { medType })).toMatchObject({ code: "NOT_SUPPORTED", details: { medType } });
  },
);

test("a pack may take a prescription for fewer days than its prescriber says", () => {
  const book = smallBook({ prescription: stated({ validDaysMax: 2, electronicOnly: false }) });
  const sale = (day: string) =>
    createDesk(book, { carry: false })(
      smallClaim({
        ...pharmacy,
        day,
        prescription: { issuerLevel: "1", issuedOn: "2024-05-10", validDays: "3" },
        items: ["C 5.00"],
      }),
    );
  expect(sale("2024-05-11")).toMatchObject({ ok: true });
  expect(sale("2024-05-12")).toMatchObject({
    refusal: { code: "PRESCRIPTION_EXPIRED", details: { last: "2024-05-11" } },
  });
});
