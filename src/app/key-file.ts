import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { StoreError } from "../store/store-error.ts";

const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/);
const keyFileShape = z.strictObject({
  format: z.literal("onestop-key/1"),
  /** The data key in clear when there is no passphrase, else wrapped by it. */
  wrap: z.enum(["none", "scrypt"]),
  salt: hex,
  nonce: hex,
  tag: hex,
  key: hex,
});
type KeyFile = z.infer<typeof keyFileShape>;

const dataKeyBytes = 32;
const scryptCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

/** Where the data key of a directory lies. */
export function keyFileOf(dir: string): string {
  return join(dir, "onestop.key");
}

/** Makes the data key of a new directory. @param passphrase  wraps it; null leaves it to the file's owner alone */
export function createKeyFile(dir: string, passphrase: string | null): void {
  writeKeyFile(keyFileOf(dir), wrap(randomBytes(dataKeyBytes), passphrase));
}

/** @throws StoreError KEY when the file is missing or damaged or the passphrase is wrong */
export function readDataKey(dir: string, passphrase: string | null): Buffer {
  const file = readKeyFile(keyFileOf(dir));
  if (file.wrap === "none") return Buffer.from(file.key, "hex");
  if (passphrase === null)
    throw new StoreError("KEY", "数据密钥受口令保护，请设置环境变量 ONESTOP_PASSPHRASE");
  const decipher = createDecipheriv(
    "aes-256-gcm",
    wrappingKey(passphrase, file.salt),
    Buffer.from(file.nonce, "hex"),
  );
  decipher.setAuthTag(Buffer.from(file.tag, "hex"));
  try {
    return Buffer.concat([decipher.update(file.key, "hex"), decipher.final()]);
  } catch {
    throw new StoreError("KEY", "口令不正确，或密钥文件已损坏");
  }
}

/** Another passphrase around the same data key: the books stay as they are. */
export function rewrapDataKey(dir: string, from: string | null, to: string | null): void {
  writeKeyFile(keyFileOf(dir), wrap(readDataKey(dir, from), to));
}

function wrap(dataKey: Buffer, passphrase: string | null): KeyFile {
  const format = "onestop-key/1";
  if (passphrase === null)
    return { format, wrap: "none", salt: "00", nonce: "00", tag: "00", key: dataKey.toString("hex") };
  const salt = randomBytes(16).toString("hex");
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", wrappingKey(passphrase, salt), nonce);
  const key = Buffer.concat([cipher.update(dataKey), cipher.final()]).toString("hex");
  return {
    format,
    wrap: "scrypt",
    salt,
    nonce: nonce.toString("hex"),
    tag: cipher.getAuthTag().toString("hex"),
    key,
  };
}

function wrappingKey(passphrase: string, salt: string): Buffer {
  return scryptSync(passphrase.normalize("NFC"), Buffer.from(salt, "hex"), dataKeyBytes, scryptCost);
}

function readKeyFile(path: string): KeyFile {
  if (!existsSync(path)) throw new StoreError("KEY", "数据目录中没有密钥文件，账本中的个人信息无法读取");
  try {
    return keyFileShape.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw new StoreError("KEY", "密钥文件已损坏，请用备份的密钥文件恢复");
  }
}

/** Written beside and moved into place, so that there is a whole key file at every moment. */
function writeKeyFile(path: string, file: KeyFile): void {
  const beside = `${path}.new`;
  const made = openSync(beside, "w", 0o600);
  try {
    writeSync(made, JSON.stringify(file));
    fsyncSync(made);
  } finally {
    closeSync(made);
  }
  renameSync(beside, path);
}
