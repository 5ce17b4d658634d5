import type { KeyObject } from "node:crypto";
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from "node:crypto";

import { assert } from "../base/assert.ts";

/**
 * The recovery key is thirty-two characters on paper, and a private key made of them. What it opens is sealed with its
 * public half, the lock, so that the keys can be sealed anew after a rotation without the paper.
 */
export interface RecoveryKey {
  /** As printed: eight groups, the last character of each checks the four before. */
  readonly text: string;
  readonly lock: Buffer;
}

/** What only the holder of the recovery key opens. */
export interface LockedBytes {
  readonly once: Buffer;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly bytes: Buffer;
}

/** Crockford's letters: no I, L, O, U. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const secretBytes = 20;
const groups = 8;
const groupLetters = 4;
/** Odd weights: one wrong letter always changes the check; the place of the group counts, so that two swapped ones do. */
const weights = [1, 3, 5, 7];
const groupWeight = 11;

export function newRecoveryKey(): RecoveryKey {
  const secret = randomBytes(secretBytes);
  return { text: textOf(secret), lock: lockOf(privateKeyOf(secret)) };
}

export type ReadRecoveryKey =
  | { readonly ok: true; readonly lock: Buffer; readonly unlock: (locked: LockedBytes) => Buffer }
  /** The first group that was read wrongly, from 1; null when there are not eight groups of five. */
  | { readonly ok: false; readonly group: number | null };

/** Reads what somebody typed off the paper: small letters, blanks, O for 0 and I or L for 1 are all right. */
export function readRecoveryKey(typed: string): ReadRecoveryKey {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  if (text.length !== groups * (groupLetters + 1)) return { ok: false, group: null };
  const values: number[] = [];
  for (let group = 0; group < groups; group += 1) {
    const from = group * (groupLetters + 1);
    const read = Array.from(text.slice(from, from + groupLetters + 1), (letter) => letters.indexOf(letter));
    const check = read.pop();
    if (read.includes(-1) || check !== checkOf(read, group)) return { ok: false, group: group + 1 };
    values.push(...read);
  }
  const privateKey = privateKeyOf(bytesOf(values));
  return { ok: true, lock: lockOf(privateKey), unlock: (locked) => unlockWith(privateKey, locked) };
}

/** Seals bytes for the holder of the recovery key. */
export function lockBytes(lock: Buffer, bytes: Buffer): LockedBytes {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const once = rawOf(publicKey);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", sharedKey(privateKey, lock, { once, lock }), nonce);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return { once, nonce, tag: cipher.getAuthTag(), bytes: sealed };
}

/** @throws when it was sealed for another key, or changed */
function unlockWith(privateKey: KeyObject, { once, nonce, tag, bytes }: LockedBytes): Buffer {
  const key = sharedKey(privateKey, once, { once, lock: lockOf(privateKey) });
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

function sharedKey(
  privateKey: KeyObject,
  publicRaw: Buffer,
  { once, lock }: { readonly once: Buffer; readonly lock: Buffer },
): KeyObject {
  const shared = diffieHellman({ privateKey, publicKey: publicKeyOf(publicRaw) });
  const salt = Buffer.concat([once, lock]);
  return createSecretKey(Buffer.from(hkdfSync("sha256", shared, salt, "onestop recovery", 32)));
}

/** What stands before the thirty-two bytes of an X25519 key (RFC 8410). */
const privateHead = Buffer.from("302e020100300506032b656e04220420", "hex");
const publicHead = Buffer.from("302a300506032b656e032100", "hex");

function privateKeyOf(secret: Buffer): KeyObject {
  const raw = Buffer.from(hkdfSync("sha256", secret, "", "onestop recovery key", 32));
  return createPrivateKey({ key: Buffer.concat([privateHead, raw]), format: "der", type: "pkcs8" });
}

function publicKeyOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([publicHead, raw]), format: "der", type: "spki" });
}

function lockOf(privateKey: KeyObject): Buffer {
  return rawOf(createPublicKey(privateKey));
}

function rawOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: "der", type: "spki" }).subarray(publicHead.length);
}

function textOf(secret: Buffer): string {
  const bits = BigInt(`0x${secret.toString("hex")}`);
  const values = Array.from({ length: groups * groupLetters }, (_, at) =>
    Number((bits >> BigInt(5 * (groups * groupLetters - 1 - at))) & 31n),
  );
  const texts = Array.from({ length: groups }, (_, group) => {
    const four = values.slice(group * groupLetters, (group + 1) * groupLetters);
    return [...four, checkOf(four, group)].map((value) => letters.charAt(value)).join("");
  });
  return texts.join("-");
}

function bytesOf(values: readonly number[]): Buffer {
  const bits = values.reduce((all, value) => (all << 5n) | BigInt(value), 0n);
  const bytes = Buffer.from(bits.toString(16).padStart(secretBytes * 2, "0"), "hex");
  assert(bytes.length === secretBytes, "a recovery key of another length");
  return bytes;
}

function checkOf(four: readonly number[], group: number): number {
  return four.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), group * groupWeight) % 32;
}
