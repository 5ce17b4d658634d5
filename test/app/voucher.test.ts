import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { demoIssuers } from "../../src/app/demo-issuers.ts";
import type { IssuerKey } from "../../src/app/issue-voucher.ts";
import { issueVoucher } from "../../src/app/issue-voucher.ts";
import type { Ground } from "../../src/app/ground.ts";
import { receivePerson } from "../../src/app/people.ts";
import { fromBase45, toBase45 } from "../../src/base/base45.ts";
import { fen } from "../../src/base/money.ts";
import type { OfflineVoucher, VoucherFacts } from "../../src/wire/offline-voucher.ts";
import { voucherPrefix } from "../../src/wire/offline-voucher.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { sampleVoucher } from "../wire/sample-voucher.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, morning, openTestDesk, refusalOf, valueOf } from "./test-desk.ts";

const [ed25519, sm2] = demoIssuers;
const issuers = [ed25519, sm2] as const;
let desk: TestDesk;
let serial = 0;
beforeAll(() => {
  desk = openTestDesk(heldPeople);
});
beforeEach(() => {
  desk.clock.ms = morning;
});
afterAll(() => {
  desk.close();
});

/** Somebody of whom the centre told on 9 May. */
const held = "99100000000009";
function heldPeople(ground: Ground): void {
  const { facts } = sampleVoucher({ psnNo: held, certNo: "991101199003070099", cardNo: null });
  receivePerson(ground, {
    ...facts,
    token: "held-token",
    asOf: "2024-05-09",
    family: [],
    person: { ...sampleClaim({}).person, psnNo: held },
    balance: fen(50_000),
    accumulators: {},
  });
}

/** A voucher of a person of its own. */
function issue(
  issuer: IssuerKey = ed25519,
  facts: Partial<VoucherFacts> = {},
  head: Partial<OfflineVoucher> = {},
): string {
  serial += 1;
  const psnNo = `991000001${String(serial).padStart(5, "0")}`;
  const certNo = `9911011990030${String(serial).padStart(5, "0")}`;
  const nonce = serial.toString(16).padStart(32, "0");
  return issueVoucher(issuer, sampleVoucher({ psnNo, certNo, cardNo: null, ...facts }, { nonce, ...head }));
}

const identify = (number: string) => desk.terminal.identify({ type: "01", number, cardSn: null });
const codeOf = (number: string) => refusalOf(identify(number)).code;

describe("an offline voucher", () => {
  test.each(issuers)(
    "signed by $algorithm: who it is, with what they have used, and a sale counts on",
    (issuer) => {
      const text = issue(issuer, { accumulators: { "outpatient.deductible": 30_000 } });
      const known = valueOf(identify(text));
      expect(known).toMatchObject({
        name: "张示安",
        plan: "shiyan",
        insutype: "310",
        account: { balance: 123_456, asOf: "2024-05-10" },
        accumulators: { "outpatient.deductible": 30_000 },
        person: { psnNo: known.psnNo, birthDate: "1990-03-07", status: "active", population: "employee" },
      });
      const claim = {
        ...sampleClaim({ items: [{ kind: "service", price: "300.00" }] }),
        person: known.person,
        account: { use: true, balance: "1234.56", family: [] },
      };
      const request = { claim, idempotencyKey: text.slice(-30), previewHash: null, msgid: null, tenders: [] };
      const { split } = valueOf(desk.terminal.commit({ ...request, actor })).settlement;
      expect(split).toMatchObject({ deductible: 20_000, account: 25_000 });
      expect(valueOf(desk.terminal.personByNo(known.psnNo)).account.balance).toBe(98_456);
      expect(valueOf(desk.terminal.identify({ type: "02", number: known.certNo, cardSn: null })).psnNo).toBe(
        known.psnNo,
      );
      expect([...desk.terminal.verify()]).toEqual([]);
    },
  );

  test.each(issuers)(
    "of $algorithm with any single byte flipped is refused, and nothing is learnt",
    (issuer) => {
      const text = issue(issuer);
      const bytes = fromBase45(text.slice(voucherPrefix.length)) ?? new Uint8Array();
      const before = desk.terminal.auditLog({ from: null, limit: 1 });
      const codes = new Map<string, number>();
      for (const [at, byte] of bytes.entries()) {
        for (const flip of [1, 0x80, 0xff]) {
          const changed = Uint8Array.from(bytes);
          changed[at] = byte ^ flip;
          const code = codeOf(`${voucherPrefix}${toBase45(changed)}`);
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }
      }
      expect([...codes.keys()].toSorted()).toEqual([
        "VOUCHER_ISSUER_UNKNOWN",
        "VOUCHER_SIGNATURE_WRONG",
        "VOUCHER_UNREADABLE",
      ]);
      expect(desk.terminal.auditLog({ from: null, limit: 1 })).toEqual(before);
      valueOf(identify(text));
    },
  );

  test("with any character of its text changed it is refused", () => {
    const text = issue();
    for (let at = voucherPrefix.length; at < text.length; at += 1) {
      const other = text[at] === "7" ? "8" : "7";
      expect(codeOf(`${text.slice(0, at)}${other}${text.slice(at + 1)}`)).toMatch(/^VOUCHER_/);
    }
    valueOf(identify(text));
  });

  test.each([
    ["a stranger", { algorithm: "ed25519", privateKey: Buffer.alloc(32, 9) }, "VOUCHER_ISSUER_UNKNOWN"],
    ["a stranger with SM2", { algorithm: "sm2", privateKey: Buffer.alloc(32, 9) }, "VOUCHER_ISSUER_UNKNOWN"],
  ] as const)("of %s is refused", (_, issuer, code) => {
    expect(codeOf(issue(issuer))).toBe(code);
  });

  test("for a plan without rules, or without issuers, is refused", () => {
    expect(codeOf(issue(ed25519, { plan: "nowhere" }))).toBe("VOUCHER_ISSUER_UNKNOWN");
  });

  test.each([
    ["two minutes ahead of our clock", 120, 600, null],
    ["a second more ahead", 121, 600, "VOUCHER_NOT_YET_VALID"],
    ["from another year", 366 * 86_400, 600, "VOUCHER_NOT_YET_VALID"],
    ["with a second to go", -600, 601, null],
    ["that ends now", -600, 600, "VOUCHER_EXPIRED"],
    ["of yesterday", -86_400, 600, "VOUCHER_EXPIRED"],
  ])("issued %s", (_, ahead, life, code) => {
    const issuedAt = morning / 1000 + ahead;
    const text = issue(ed25519, { asOf: "2024-05-09" }, { issuedAt, expiresAt: issuedAt + life });
    const answer = identify(text);
    expect(answer.ok ? null : answer.refusal.code).toBe(code);
  });

  test("that has expired stays so when the clock is put back behind the last sale", () => {
    const own = openTestDesk();
    const issuedAt = morning / 1000;
    const text = issue(ed25519, {}, { issuedAt, expiresAt: issuedAt + 600 });
    own.clock.ms = morning + 3_600_000;
    const request = { idempotencyKey: "late", previewHash: null, msgid: null, tenders: [], actor };
    valueOf(own.terminal.commit({ claim: sampleClaim({}), ...request }));
    own.clock.ms = morning + 60_000;
    expect(refusalOf(own.terminal.identify({ type: "01", number: text, cardSn: null })).code).toBe(
      "VOUCHER_EXPIRED",
    );
    own.close();
  });

  test("counts once, after a restart too, and says when it was taken", () => {
    const text = issue();
    valueOf(identify(text));
    expect(refusalOf(identify(text))).toMatchObject({
      code: "VOUCHER_USED",
      details: { takenAt: "2024-05-10T10:00:00.000+08:00" },
    });
    desk.reopen();
    expect(codeOf(text)).toBe("VOUCHER_USED");
  });

  test.each([
    ["far too long", `${voucherPrefix}${"A".repeat(9000)}`, "VOUCHER_TOO_LONG"],
    ["just too long", `${voucherPrefix}${"0".repeat(3073)}`, "VOUCHER_TOO_LONG"],
    ["nothing after the prefix", voucherPrefix, "VOUCHER_UNREADABLE"],
    ["no base45", `${voucherPrefix}abc`, "VOUCHER_UNREADABLE"],
  ])("that is %s is refused", (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test("is told by its refusals without a word about the person", () => {
    const text = issue(ed25519, {}, { issuedAt: 1000, expiresAt: 2000 });
    expect(JSON.stringify(identify(text))).not.toMatch(/张示安|9911011990/);
  });
});

describe("what a voucher replaces", () => {
  test("an older one of the same person says who it is, and takes nothing back of what the newer told", () => {
    const psnNo = "99100000200001";
    const at = morning / 1000;
    const one = (nonce: string, issuedAt: number, balance: number) =>
      issue(ed25519, { psnNo, balance: fen(balance) }, { nonce, issuedAt, expiresAt: at + 600 });
    const [older, newer] = [one("a".repeat(32), at - 60, 90_000), one("b".repeat(32), at - 30, 10_000)];
    expect(valueOf(identify(newer)).account.balance).toBe(10_000);
    expect(valueOf(identify(older)).account.balance).toBe(10_000);
    expect(codeOf(older)).toBe("VOUCHER_USED");
  });

  test("facts of a later day stay, and so does the token that the centre told", () => {
    const issuedAt = morning / 1000 - 60;
    const about = { psnNo: held, certNo: "991101199003070099" };
    valueOf(identify(issue(ed25519, { ...about, asOf: "2024-05-08", balance: fen(1) })));
    expect(valueOf(desk.terminal.personByNo(held)).account.balance).toBe(50_000);
    valueOf(identify(issue(ed25519, { ...about, balance: fen(2) }, { issuedAt: issuedAt + 1 })));
    expect(valueOf(desk.terminal.personByNo(held)).account.balance).toBe(2);
    expect(valueOf(identify("held-token")).psnNo).toBe(held);
  });

  test("sales here that the centre had not confirmed when it signed are counted on top of what it told", () => {
    const psnNo = "99100000200002";
    const about = { psnNo, certNo: "991101199003072000" };
    const accumulators = { "outpatient.deductible": 30_000, "outpatient.fund": 0 };
    const first = issue(ed25519, { ...about, balance: fen(100_000), accumulators });
    const known = valueOf(identify(first));
    const claim = {
      ...sampleClaim({ items: [{ kind: "service", price: "300.00" }] }),
      person: known.person,
      account: { use: true, balance: "1000.00", family: [] },
    };
    const request = { claim, idempotencyKey: "unconfirmed", previewHash: null, msgid: null, tenders: [] };
    const sale = valueOf(desk.terminal.commit({ ...request, actor }));
    const { basic, account } = sale.settlement.split;
    expect([basic, account]).toEqual([5000, 25_000]);
    desk.clock.ms = morning + 60_000;
    const issuedAt = desk.clock.ms / 1000;
    const head = { issuedAt, expiresAt: issuedAt + 600 };
    const again = valueOf(identify(issue(ed25519, { ...about, balance: fen(100_000), accumulators }, head)));
    expect(again.account.balance).toBe(75_000);
    expect(again.accumulators).toMatchObject({ "outpatient.deductible": 50_000, "outpatient.fund": 5000 });

    // Once it has confirmed the sale, what it tells is with it.
    const { msgid } = sale;
    desk.terminal.markSent(msgid);
    desk.terminal.markAnswered(msgid, { state: "confirmed", centreSettlementId: "C1", centreVisitId: "V1" });
    desk.clock.ms = morning + 120_000;
    const later = { issuedAt: desk.clock.ms / 1000, expiresAt: desk.clock.ms / 1000 + 600 };
    const told = { "outpatient.deductible": 50_000, "outpatient.fund": 5000 };
    const third = issue(ed25519, { ...about, balance: fen(75_000), accumulators: told }, later);
    expect(valueOf(identify(third))).toMatchObject({ account: { balance: 75_000 }, accumulators: told });
    expect([...desk.terminal.verify()]).toEqual([]);
  });
});
