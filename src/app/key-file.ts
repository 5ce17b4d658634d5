import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { assert } from "../base/assert.ts";
import { StoreError } from "../store/store-error.ts";
import type { KeyRing } from "./key-ring.ts";
import { hexOf, newKey, parseRing, ringText } from "./key-ring.ts";
import { writePrivately } from "./private-file.ts";

/** The key store of the system, where there is one: what it wraps, only this user on this machine unwraps. */
export interface KeyWrap {
  readonly wrap: (bytes: Buffer) => Buffer;
  /** @throws when it did not wrap the bytes, or the user is not allowed to */
  readonly unwrap: (wrapped: Buffer) => Buffer;
}

/** What stands around the keys of a directory. Without both they are left to the file's owner alone. */
export interface Unlock {
  readonly passphrase: string | null;
  /** The desk hands in the system's key store; headless there is none. */
  readonly keyWrap?: KeyWrap | undefined;
}

const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/);
const scryptParts = { salt: hex, nonce: hex, tag: hex };
const keyFileShape = z.union([
  z.strictObject({ format: z.literal("onestop-key/2"), wrap: z.enum(["none", "keyStore"]), keys: hex }),
  z.strictObject({
    format: z.literal("onestop-key/2"),
    wrap: z.literal("scrypt"),
    ...scryptParts,
    keys: hex,
  }),
  /** Before generations: one data key and nothing beside it. */
  z.strictObject({
    format: z.literal("onestop-key/1"),
    wrap: z.enum(["none", "scrypt"]),
    ...scryptParts,
    key: hex,
  }),
]);
type KeyFile = z.infer<typeof keyFileShape>;

const scryptCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

/** Where the keys of a directory lie. */
export function keyFileOf(dir: string): string {
  return join(dir, "onestop.key");
}

/** The keys of a directory. @throws StoreError KEY when the file is missing or damaged or does not open this way */
export function readRing(dir: string, unlock: Unlock): KeyRing {
  const file = readKeyFile(keyFileOf(dir));
  const bytes = unwrapKeys(file, unlock);
  try {
    if (file.format === "onestop-key/2") return parseRing(bytes.toString("utf8"));
    return { dataKeys: [bytes], outboxKeys: [newKey()], recoveryLock: null };
  } catch {
    throw damaged();
  }
}

/** Whether the file is from before the keys had generations: then its ring has to be written. */
export function isOldKeyFile(dir: string): boolean {
  return readKeyFile(keyFileOf(dir)).format === "onestop-key/1";
}

/** What stands around the keys of a directory. @throws StoreError KEY when the file is missing or damaged */
export function wrapOf(dir: string): KeyFile["wrap"] {
  return readKeyFile(keyFileOf(dir)).wrap;
}

/** Writes the keys with this around them. The key store comes first, then the passphrase. */
export function writeRing(dir: string, ring: KeyRing, unlock: Unlock): void {
  writePrivately(keyFileOf(dir), JSON.stringify(wrapKeys(Buffer.from(ringText(ring)), unlock)));
}

/** Writes the keys anew with what stands around them now: only who asks for another wrap gets one. */
export function rewriteRing(dir: string, ring: KeyRing, { passphrase, keyWrap }: Unlock): void {
  const { wrap } = readKeyFile(keyFileOf(dir));
  assert(wrap !== "keyStore" || keyWrap !== undefined, "keys that opened without their key store");
  assert(wrap !== "scrypt" || passphrase !== null, "keys that opened without their passphrase");
  const kept = { passphrase: wrap === "scrypt" ? passphrase : null };
  writeRing(dir, ring, wrap === "keyStore" ? { ...kept, keyWrap } : kept);
}

function wrapKeys(keys: Buffer, { passphrase, keyWrap }: Unlock): KeyFile {
  const format = "onestop-key/2";
  if (keyWrap !== undefined) return { format, wrap: "keyStore", keys: hexOf(keyWrap.wrap(keys)) };
  if (passphrase === null) return { format, wrap: "none", keys: hexOf(keys) };
  const salt = hexOf(randomBytes(16));
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", wrappingKey(passphrase, salt), nonce);
  const wrapped = hexOf(Buffer.concat([cipher.update(keys), cipher.final()]));
  return {
    format,
    wrap: "scrypt",
    salt,
    nonce: hexOf(nonce),
    tag: hexOf(cipher.getAuthTag()),
    keys: wrapped,
  };
}

function unwrapKeys(file: KeyFile, { passphrase, keyWrap }: Unlock): Buffer {
  const keys = Buffer.from(file.format === "onestop-key/2" ? file.keys : file.key, "hex");
  switch (file.wrap) {
    case "none":
      return keys;
    case "keyStore":
      if (keyWrap === undefined)
        throw new StoreError("KEY", "数据密钥由系统钥匙串保护，请用原用户的桌面程序打开，或用恢复密钥恢复");
      try {
        return keyWrap.unwrap(keys);
      } catch {
        throw new StoreError("KEY", "系统钥匙串打不开数据密钥，请用原用户登录，或用恢复密钥恢复");
      }
    case "scrypt":
      if (passphrase === null)
        throw new StoreError("KEY", "数据密钥受口令保护，请设置环境变量 ONESTOP_PASSPHRASE");
      return unwrapByPassphrase(file, keys, passphrase);
  }
}

function unwrapByPassphrase(
  { salt, nonce, tag }: Extract<KeyFile, { readonly salt: string }>,
  keys: Buffer,
  passphrase: string,
): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", wrappingKey(passphrase, salt), Buffer.from(nonce, "hex"));
  try {
    decipher.setAuthTag(Buffer.from(tag, "hex"));
    return Buffer.concat([decipher.update(keys), decipher.final()]);
  } catch {
    throw new StoreError("KEY", "口令不正确，或密钥文件已损坏");
  }
}

function wrappingKey(passphrase: string, salt: string): Buffer {
  return scryptSync(passphrase.normalize("NFC"), Buffer.from(salt, "hex"), 32, scryptCost);
}

function readKeyFile(path: string): KeyFile {
  if (!existsSync(path))
    throw new StoreError(
      "KEY",
      "数据目录中没有密钥文件，个人信息无法读取，请用恢复密钥恢复（onestop keys recover）",
    );
  try {
    return keyFileShape.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw damaged();
  }
}

function damaged(): StoreError {
  return new StoreError("KEY", "密钥文件已损坏，请用恢复密钥（onestop keys recover）或备份的密钥文件恢复");
}
