import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { toBase45 } from "../../src/base/base45.ts";
import { fen } from "../../src/base/money.ts";
import type { OfflineVoucher } from "../../src/wire/offline-voucher.ts";
import {
  decodeVoucher,
  signedBytes,
  voucherBytes,
  voucherPrefix,
  voucherText,
} from "../../src/wire/offline-voucher.ts";
import { assistanceClasses } from "../../src/rules/schema-parts.ts";
import { seedOf } from "../runs.ts";
import { sampleVoucher } from "./sample-voucher.ts";

const day = fc
  .integer({ min: 0, max: 128_000 })
  .map((days) => new Date(Date.UTC(1850, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
const word = fc.stringMatching(/^[A-Za-z0-9]{1,20}$/);
const name = fc.stringMatching(/^[㐀-䶵一-龥A-Za-z·0-9 ]{1,30}$/).filter((text) => text.trim() !== "");
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => Buffer.from(value).toString("hex"));
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const amount = fc.integer({ min: 0, max: 10 ** 12 });

const vouchers: fc.Arbitrary<OfflineVoucher> = fc.record({
  algorithm: fc.constantFrom("ed25519", "sm2"),
  issuer: hex(8),
  nonce: hex(16),
  // Late enough for a day of the snapshot before it, early enough for an end.
  issuedAt: fc.integer({ min: 2 ** 32 - 10 ** 6, max: 2 ** 32 - 10 ** 5 }),
  expiresAt: fc.integer({ min: 2 ** 32 - 10 ** 4, max: 2 ** 32 - 1 }),
  facts: fc.record({
    psnNo: word,
    name,
    certType: word,
    certNo: word,
    cardNo: orNull(word),
    cardSn: orNull(word),
    plan: word,
    insutype: word,
    asOf: day.filter((text) => text < "2106-01-01"),
    birthDate: day,
    status: fc.constantFrom("active", "retired"),
    population: fc.constantFrom("employee", "resident"),
    employer: orNull(name),
    assistance: orNull(fc.constantFrom(...assistanceClasses)),
    coverageFrom: day,
    chronicDiseases: fc.array(fc.record({ code: word, from: day, to: orNull(day) }), { maxLength: 5 }),
    inpatientStay: orNull(fc.record({ from: day, to: orNull(day) })),
    family: fc.array(fc.record({ relation: word, psnNo: word }), { maxLength: 5 }),
    balance: amount.map(fen),
    accumulators: fc.dictionary(
      fc.constantFrom("outpatient.fund", "outpatient.deductible.2", "basic.fund", "inpatient.stays.3"),
      amount,
    ),
  }),
});
const signature = new Uint8Array(64).fill(7);
const runs = { seed: seedOf(), numRuns: 500 };

describe("the layout of an offline voucher", () => {
  test("whatever is written is read again, with the bytes that were to be signed", () => {
    fc.assert(
      fc.property(vouchers, (voucher) => {
        const bytes = voucherBytes(voucher);
        const decoded = decodeVoucher(voucherText(bytes, signature));
        expect(decoded).toEqual({ ok: true, voucher, signed: signedBytes(bytes), signature });
      }),
      runs,
    );
  });

  test("what is read has no other spelling: of any bytes either none is read or the same are written", () => {
    const honest = voucherBytes(sampleVoucher());
    const changed = fc.tuple(
      fc.integer({ min: 0, max: honest.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(changed, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = Uint8Array.from(honest);
        for (const [at, by] of changes) bytes[at] = (bytes[at] ?? 0) ^ by;
        const decoded = decodeVoucher(voucherText(bytes, signature));
        read += decoded.ok ? 1 : 0;
        expect(decoded.ok ? voucherBytes(decoded.voucher) : bytes).toEqual(bytes);
      }),
      { ...runs, numRuns: 3000 },
    );
    // Many changes hit a digit or a letter and still read: those are what the signature is for.
    expect(read).toBeGreaterThan(300);
  });

  test("noise of any length is refused and nothing is thrown", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(decodeVoucher(`${voucherPrefix}${toBase45(bytes)}`)).toMatchObject({ ok: false });
      }),
      { ...runs, numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(decodeVoucher(text)).toMatchObject({ ok: false, reason: "unreadable" });
        expect(decodeVoucher(`${voucherPrefix}${text}`)).toMatchObject({ ok: false });
      }),
      runs,
    );
  });

  test("cut short anywhere, or with something more, it is not read", () => {
    const bytes = voucherBytes(sampleVoucher());
    for (let length = 0; length < bytes.length; length += 1)
      expect(decodeVoucher(voucherText(bytes.subarray(0, length), signature)).ok).toBe(false);
    for (const more of [0, 1, 64])
      expect(decodeVoucher(voucherText(Uint8Array.from([...bytes, more]), signature)).ok).toBe(false);
  });

  test.each([
    ["no prefix", (text: string) => text.slice(voucherPrefix.length)],
    ["another version", (text: string) => text.replace("OSV1", "OSV2")],
    ["small letters", (text: string) => text.toLowerCase()],
    ["nothing", () => ""],
    ["only the prefix", () => voucherPrefix],
  ])("with %s it is not read", (_, change) => {
    const text = change(voucherText(voucherBytes(sampleVoucher()), signature));
    expect(decodeVoucher(text)).toMatchObject({ ok: false, reason: "unreadable" });
  });

  test("too long is said before anything is read: 3,077 characters are looked at, one more is not", () => {
    expect(decodeVoucher(`${voucherPrefix}${"0".repeat(3072)}`)).toMatchObject({ reason: "unreadable" });
    expect(decodeVoucher(`${voucherPrefix}${"0".repeat(3073)}`)).toMatchObject({ reason: "tooLong" });
  });

  test.each([
    ["a number longer than it need be", { balance: 0 }, [0], [0x80, 0]],
    ["an amount beyond any account", { balance: 1 }, [1], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ["a number beyond what a number holds", { balance: 1 }, [1], Array.from({ length: 9 }, () => 0xff)],
  ])("%s is not read", (_, { balance }, plain, other) => {
    const bytes = voucherBytes(sampleVoucher({ balance: fen(balance), accumulators: {} }));
    // The balance and the count of the accumulators are the last.
    expect(Array.from(bytes.subarray(-2))).toEqual([...plain, 0]);
    const changed = Uint8Array.from([...bytes.subarray(0, -2), ...other, 0]);
    expect(decodeVoucher(voucherText(changed, signature))).toMatchObject({ reason: "unreadable" });
  });

  test.each([
    ["that ends as it begins", {}, { expiresAt: sampleVoucher().issuedAt }],
    ["that tells of tomorrow", { asOf: "2024-05-11" }, {}],
  ])("one %s is not read", (_, facts, head) => {
    const text = voucherText(voucherBytes(sampleVoucher(facts, head)), signature);
    expect(decodeVoucher(text)).toMatchObject({ reason: "unreadable" });
  });

  test("accumulators are named once, in order, and are ones that a rule may ask for", () => {
    const none = voucherBytes(sampleVoucher({ accumulators: {} })).subarray(0, -1);
    const entry = (id: string, value: number) => [id.length, ...Buffer.from(id), value];
    const read = (...entries: number[][]) =>
      decodeVoucher(voucherText(Uint8Array.from([...none, entries.length, ...entries.flat()]), signature)).ok;
    const [first, second] = [entry("basic.fund", 1), entry("outpatient.fund", 2)];
    expect(read(first, second)).toBe(true);
    expect(read(second, first)).toBe(false);
    expect(read(first, first)).toBe(false);
    expect(read(entry("__proto__", 1))).toBe(false);
    expect(read(entry("fund", 1))).toBe(false);
  });
});
