import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { safeStorage } from "electron";

import { writePrivately } from "../src/app/private-file.ts";

/** What the system's key store has to do with a directory. */
export type DeskKey =
  | { readonly is: "kept"; readonly hex: string }
  /** The system has no key store, or one that only hides. */
  | { readonly is: "none" }
  /** It does not open what it once closed: another user, another machine, a new key store. */
  | { readonly is: "refused" };

const keyBytes = 32;

/** The key of a directory that the system's key store keeps, made when there is none yet. */
export function deskKeyOf(dir: string): DeskKey {
  const file = join(dir, "onestop.keystore");
  const isThere = existsSync(file);
  if (!isReal()) return isThere ? { is: "refused" } : { is: "none" };
  if (isThere) {
    try {
      // oxlint-disable-next-line typescript/no-deprecated -- its successors are promises that older runtimes of the desk do not have
      return { is: "kept", hex: safeStorage.decryptString(readFileSync(file)) };
    } catch {
      return { is: "refused" };
    }
  }
  const hex = randomBytes(keyBytes).toString("hex");
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // oxlint-disable-next-line typescript/no-deprecated -- its successors are promises that older runtimes of the desk do not have
  writePrivately(file, safeStorage.encryptString(hex));
  return { is: "kept", hex };
}

/** On Linux there may be one that encrypts with a password that everybody knows. */
function isReal(): boolean {
  // oxlint-disable-next-line typescript/no-deprecated -- its successors are promises that older runtimes of the desk do not have
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== "linux" || safeStorage.getSelectedStorageBackend() !== "basic_text";
}
