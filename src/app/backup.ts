import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";

import { booksOf, checkBooks, copyBooks, hasBooks, removeBooks } from "../store/open-store.ts";
import { putInPlace } from "../store/put-in-place.ts";
import { sortFaults } from "../store/sort-faults.ts";
import { StoreError } from "../store/store-error.ts";
import { keyFileOf } from "./key-file.ts";
import { recoveryFileOf } from "./recovery-file.ts";

/** Where the key that opens a backup lies: beside it, to be kept apart from it. */
function keyOfBackup(file: string): string {
  return `${file}.key`;
}

/** The same keys once more, for the holder of the recovery key. */
function recoveryOfBackup(file: string): string {
  return `${file}.recovery`;
}

/** Copies the books and their key, also while an engine has them open. @throws StoreError EXISTS, never overwrites */
export function backupDirectory(dir: string, toFile: string): void {
  backupWith(dir, toFile, () => copyBooks(dir, toFile));
}

/** A backup by whoever can copy the books: whole with its keys, or not there. */
export function backupWith(dir: string, toFile: string, copy: () => void): void {
  sortFaults(() => copyKey(dir, toFile));
  try {
    copy();
    // Once more: the keys may have been rotated meanwhile, and newer ones open older books, too.
    sortFaults(() => copyKeyFiles(dir, toFile));
  } catch (error) {
    for (const file of [keyOfBackup(toFile), recoveryOfBackup(toFile)]) rmSync(file, { force: true });
    throw error;
  }
}

/** The same where the books are copied a little at a time. */
export async function backupGradually(dir: string, toFile: string, copy: () => Promise<void>): Promise<void> {
  sortFaults(() => copyKey(dir, toFile));
  try {
    await copy();
    sortFaults(() => copyKeyFiles(dir, toFile));
  } catch (error) {
    for (const file of [keyOfBackup(toFile), recoveryOfBackup(toFile)]) rmSync(file, { force: true });
    throw error;
  }
}

/**
 * The key of a backup; first, so that there is never a backup that nothing opens. It goes as it is wrapped. The outbox's
 * keys, which lie in clear, do not go: they are inside the key file, too.
 */
function copyKey(dir: string, toFile: string): void {
  const pairs = [
    [keyFileOf(dir), keyOfBackup(toFile)],
    [recoveryFileOf(dir), recoveryOfBackup(toFile)],
  ] as const;
  if (!existsSync(keyFileOf(dir))) throw new StoreError("MISSING", "数据目录中没有账本和密钥，无可备份");
  // The same keys beside no backup are what an attempt that was cut short left; any other may be the only ones there are.
  const isOurs = ([from, to]: readonly [string, string]): boolean =>
    !existsSync(to) || (existsSync(from) && readFileSync(to).equals(readFileSync(from)));
  if (existsSync(toFile) || !pairs.every(isOurs))
    throw new StoreError("EXISTS", "备份文件已存在，请换一个文件名");
  copyKeyFiles(dir, toFile);
}

function copyKeyFiles(dir: string, toFile: string): void {
  copyPrivately(keyFileOf(dir), keyOfBackup(toFile));
  if (existsSync(recoveryFileOf(dir))) copyPrivately(recoveryFileOf(dir), recoveryOfBackup(toFile));
}

/**
 * Puts a backup into a directory that has no books yet. The key comes from beside the backup, or is in the directory.
 *
 * @returns whether there is a key file; without one the recovery key has to make it
 * @throws StoreError when the backup is damaged, without key and recovery file, or the directory is in use
 */
export function restoreDirectory(fromFile: string, dir: string): boolean {
  if (!existsSync(fromFile)) throw new StoreError("MISSING", "读不到备份文件");
  checkBooks(fromFile);
  return sortFaults(() => moveIn(fromFile, dir));
}

function moveIn(fromFile: string, dir: string): boolean {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (hasBooks(dir)) throw new StoreError("EXISTS", "数据目录中已有账本，请恢复到空目录");
  if (existsSync(keyOfBackup(fromFile))) copyPrivately(keyOfBackup(fromFile), keyFileOf(dir));
  if (existsSync(recoveryOfBackup(fromFile))) copyPrivately(recoveryOfBackup(fromFile), recoveryFileOf(dir));
  const hasKey = existsSync(keyFileOf(dir));
  if (!hasKey && !existsSync(recoveryFileOf(dir)))
    throw new StoreError("KEY", "备份旁没有密钥文件（.key）和恢复文件（.recovery），个人信息无法读取");
  // The anchor of books that were here says nothing about these.
  removeBooks(dir);
  copyPrivately(fromFile, booksOf(dir));
  return hasKey;
}

/** Copied whole, for its owner only. */
export function copyPrivately(from: string, to: string): void {
  putInPlace(to, (part) => {
    copyFileSync(from, part);
    // A copy takes the rights of what it was made from.
    chmodSync(part, 0o600);
  });
}
