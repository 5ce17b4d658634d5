import { addDays, civilDate } from "../base/civil-date.ts";
import { fromBase45, toBase45 } from "../base/base45.ts";
import type { Fen } from "../base/money.ts";
import { fen } from "../base/money.ts";
import { assistanceClasses, populations, statuses } from "../rules/schema-parts.ts";
import { accumulatorPattern } from "../settle/accumulator-id.ts";
import type { Codec, Source } from "./voucher-bytes.ts";
import {
  MalformedVoucherError,
  day,
  dayOrNone,
  hexBytes,
  listOf,
  orNone,
  seconds,
  takeBytes,
  text,
  textOrNone,
  whole,
  wordOf,
} from "./voucher-bytes.ts";

/** How a voucher begins as text. The digit is the version of the layout. */
export const voucherPrefix = "OSV1:";
/** Longer than any honest voucher: a person with sixty accumulators has some 1,600 bytes. */
const bytesMax = 2048;
const charactersMax = voucherPrefix.length + Math.ceil((bytesMax * 3) / 2);
const signatureBytes = 64;
const accountMax = 10 ** 12;

export const voucherAlgorithms = ["ed25519", "sm2"] as const;
export type VoucherAlgorithm = (typeof voucherAlgorithms)[number];

/** What the issuer says of a person as of a day. */
export interface VoucherFacts {
  readonly psnNo: string;
  readonly name: string;
  readonly certType: string;
  readonly certNo: string;
  readonly cardNo: string | null;
  readonly cardSn: string | null;
  readonly plan: string;
  readonly insutype: string;
  readonly asOf: string;
  readonly birthDate: string;
  readonly status: (typeof statuses)[number];
  readonly population: (typeof populations)[number];
  readonly employer: string | null;
  readonly assistance: (typeof assistanceClasses)[number] | null;
  readonly coverageFrom: string;
  readonly chronicDiseases: { readonly code: string; readonly from: string; readonly to: string | null }[];
  readonly inpatientStay: { readonly from: string; readonly to: string | null } | null;
  readonly family: { readonly relation: string; readonly psnNo: string }[];
  readonly balance: Fen;
  /** Fen, or a plain count, by accumulator id. */
  readonly accumulators: Readonly<Record<string, number>>;
}

/** The `person` of a claim. */
export type InsuredPerson = Pick<
  VoucherFacts,
  | "psnNo"
  | "birthDate"
  | "status"
  | "population"
  | "employer"
  | "assistance"
  | "coverageFrom"
  | "chronicDiseases"
  | "inpatientStay"
>;

/** A voucher without its signature. */
export interface OfflineVoucher {
  readonly algorithm: VoucherAlgorithm;
  /** Sixteen hex digits: the first eight bytes of the SHA-256 of the issuer's public key. */
  readonly issuer: string;
  /** Thirty-two hex digits that the issuer gives once. */
  readonly nonce: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly facts: VoucherFacts;
}

const head = {
  algorithm: wordOf(voucherAlgorithms),
  issuer: hexBytes(8),
  nonce: hexBytes(16),
  issuedAt: seconds,
  expiresAt: seconds,
};

const disease = recordOf({ code: text, from: day, to: dayOrNone });
const relative = recordOf({ relation: text, psnNo: text });
const used = recordOf({ id: text, value: whole });
const stay: Codec<VoucherFacts["inpatientStay"]> = {
  put: (value, to) => {
    dayOrNone.put(value?.from ?? null, to);
    if (value !== null) dayOrNone.put(value.to, to);
  },
  take: (from) => {
    const first = dayOrNone.take(from);
    return first === null ? null : { from: first, to: dayOrNone.take(from) };
  },
};
const money: Codec<Fen> = {
  put: whole.put,
  take: (from) => {
    const amount = whole.take(from);
    if (amount > accountMax) throw new MalformedVoucherError(`an amount too large before byte ${from.at}`);
    return fen(amount);
  },
};
/** By id, each once, so that one content has one text. */
const accumulators: Codec<Readonly<Record<string, number>>> = {
  put: (values, to) => {
    const ids = Object.keys(values).toSorted();
    listOf(used).put(
      ids.map((id) => ({ id, value: values[id] ?? 0 })),
      to,
    );
  },
  take: (from) => {
    const list = listOf(used).take(from);
    const isWrong = list.some(({ id, value }, at) => {
      const before = list[at - 1];
      return (before !== undefined && before.id >= id) || !accumulatorPattern.test(id) || value > accountMax;
    });
    if (isWrong) throw new MalformedVoucherError(`accumulators before byte ${from.at}`);
    return Object.fromEntries(list.map(({ id, value }) => [id, value]));
  },
};

/** The fields in the order in which they lie. */
const body = {
  psnNo: text,
  name: text,
  certType: text,
  certNo: text,
  cardNo: textOrNone,
  cardSn: textOrNone,
  plan: text,
  insutype: text,
  asOf: day,
  birthDate: day,
  status: wordOf(statuses),
  population: wordOf(populations),
  employer: textOrNone,
  assistance: orNone(wordOf(assistanceClasses)),
  coverageFrom: day,
  chronicDiseases: listOf(disease),
  inpatientStay: stay,
  family: listOf(relative),
  balance: money,
  accumulators,
};

const layout = recordOf<OfflineVoucher>({ ...head, facts: recordOf<VoucherFacts>(body) });

function recordOf<T extends object>(fields: { readonly [K in keyof T]: Codec<T[K]> }): Codec<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the very object that is typed by T
  const names = Object.keys(fields) as (keyof T)[];
  return {
    put: (value, to) => {
      for (const name of names) fields[name].put(value[name], to);
    },
    take: (from) => {
      const taken: Partial<T> = {};
      for (const name of names) taken[name] = fields[name].take(from);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field of T has just been taken
      return taken as T;
    },
  };
}

/** The bytes of a voucher before its signature. */
export function voucherBytes(voucher: OfflineVoucher): Uint8Array {
  const bytes: number[] = [];
  layout.put(voucher, bytes);
  return Uint8Array.from(bytes);
}

/**
 * What is signed: the prefix and the bytes, so that a signature of this key over anything else is none of a voucher and
 * a later version cannot be taken for this one.
 */
export function signedBytes(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...Array.from(voucherPrefix, (one) => one.charCodeAt(0)), ...bytes]);
}

/** A voucher as it stands in a QR code. */
export function voucherText(bytes: Uint8Array, signature: Uint8Array): string {
  return `${voucherPrefix}${toBase45(Uint8Array.from([...bytes, ...signature]))}`;
}

export type DecodedVoucher =
  | {
      readonly ok: true;
      readonly voucher: OfflineVoucher;
      /** What the signature must be of. */
      readonly signed: Uint8Array;
      readonly signature: Uint8Array;
    }
  | { readonly ok: false; readonly reason: "tooLong" | "unreadable"; readonly detail: string };

/** Reads a voucher. Nothing of it is to be believed before the signature is looked at. */
export function decodeVoucher(voucher: string): DecodedVoucher {
  if (voucher.length > charactersMax)
    return { ok: false, reason: "tooLong", detail: `more than ${charactersMax} characters` };
  const bytes = voucher.startsWith(voucherPrefix) ? fromBase45(voucher.slice(voucherPrefix.length)) : null;
  if (bytes === null) return { ok: false, reason: "unreadable", detail: "no base45 after the prefix" };
  try {
    return { ok: true, ...readVoucher(bytes) };
  } catch (error) {
    if (!(error instanceof MalformedVoucherError)) throw error;
    return { ok: false, reason: "unreadable", detail: error.message };
  }
}

function shanghaiDayOf(secondsSince1970: number): string {
  return addDays(civilDate("1970-01-01"), Math.floor((secondsSince1970 + 8 * 3600) / 86_400));
}

function readVoucher(bytes: Uint8Array) {
  const from: Source = { bytes: bytes.subarray(0, Math.max(0, bytes.length - signatureBytes)), at: 0 };
  const voucher = layout.take(from);
  if (from.at !== from.bytes.length) throw new MalformedVoucherError(`something more from byte ${from.at}`);
  const { issuedAt, expiresAt, facts } = voucher;
  if (expiresAt <= issuedAt) throw new MalformedVoucherError("it ends before it begins");
  if (facts.asOf > shanghaiDayOf(issuedAt)) throw new MalformedVoucherError("it tells of a day to come");
  const rest = { bytes, at: from.at };
  return { voucher, signed: signedBytes(from.bytes), signature: takeBytes(rest, signatureBytes) };
}
