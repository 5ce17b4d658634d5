import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";

import { booksOf, checkBooks, copyBooks, hasBooks } from "../store/open-store.ts";
import { putInPlace } from "../store/put-in-place.ts";
import { StoreError } from "../store/store-error.ts";
import { keyFileOf } from "./key-file.ts";

/** Where the key that opens a backup lies: beside it, to be kept apart from it. */
function keyOfBackup(file: string): string {
  return `${file}.key`;
}

/** Copies the books and their key, also while an engine has them open. @throws StoreError EXISTS, never overwrites */
export function backupDirectory(dir: string, toFile: string): void {
  copyKey(dir, toFile);
  copyBooks(dir, toFile);
}

/** The key of a backup; first, so that there is never a backup that nothing opens. */
export function copyKey(dir: string, toFile: string): void {
  const [key, copy] = [keyFileOf(dir), keyOfBackup(toFile)];
  if (!existsSync(key)) throw new StoreError("MISSING", "数据目录中没有账本和密钥，无可备份");
  // The same key beside no backup is what an attempt that was cut short left; any other may be the only one there is.
  const isOurs = existsSync(copy) && readFileSync(copy).equals(readFileSync(key));
  if (existsSync(toFile) || (existsSync(copy) && !isOurs))
    throw new StoreError("EXISTS", "备份文件已存在，请换一个文件名");
  copyWhole(key, copy);
}

/**
 * Puts a backup into a directory that has no books yet. The key comes from beside the backup, or is in the directory.
 *
 * @throws StoreError when the backup is damaged, without key, or the directory is in use
 */
export function restoreDirectory(fromFile: string, dir: string): void {
  if (!existsSync(fromFile)) throw new StoreError("MISSING", "读不到备份文件");
  checkBooks(fromFile);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (hasBooks(dir)) throw new StoreError("EXISTS", "数据目录中已有账本，请恢复到空目录");
  if (existsSync(keyOfBackup(fromFile))) copyWhole(keyOfBackup(fromFile), keyFileOf(dir));
  if (!existsSync(keyFileOf(dir)))
    throw new StoreError("KEY", "备份旁没有密钥文件（.key），个人信息无法读取");
  copyWhole(fromFile, booksOf(dir));
}

function copyWhole(from: string, to: string): void {
  putInPlace(to, (part) => {
    copyFileSync(from, part);
    // A copy takes the rights of what it was made from.
    chmodSync(part, 0o600);
  });
}
