import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { PackBook, SourceFile } from "../rules/pack-book.ts";
import { loadPacks } from "../rules/pack-book.ts";
import { UsageError } from "./command.ts";

const rulesDir = new URL("../rules/", import.meta.url);

/** A bound on what is read as a pack: the longest shipped one is a tenth of it. */
const fileBytesMax = 1024 * 1024;

/** The packs that come with the program, one file per region and first day. */
export function shippedPackFiles(): SourceFile[] {
  const packs = new URL("packs/", rulesDir);
  return readdirSync(packs, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => readSource(fileURLToPath(new URL(name.replaceAll("\\", "/"), packs)), name));
}

/** A shipped supplement by its name ("demo"), or one in a file. */
export function supplementFile(nameOrPath: string): SourceFile {
  if (/^[a-z][a-z0-9-]*$/.test(nameOrPath)) {
    const shipped = new URL(`supplements/${nameOrPath}.yaml`, rulesDir);
    return readSource(fileURLToPath(shipped), nameOrPath);
  }
  return readSource(nameOrPath, nameOrPath);
}

/** The shipped packs, compiled, with a supplement or without. @throws UsageError when they cannot be loaded */
export function shippedBook(supplement: string | null): PackBook {
  const loaded = loadPacks(shippedPackFiles(), supplement === null ? null : supplementFile(supplement));
  if (loaded.ok) return loaded.book;
  const list = loaded.faults.map((fault) => `${fault.file}: ${fault.path} ${fault.reason}`);
  throw new UsageError(`政策包有误：\n${list.join("\n")}`);
}

export function readSource(path: string, name: string): SourceFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new UsageError(`读不到文件：${name}`);
  }
  if (bytes.length > fileBytesMax) throw new UsageError(`文件过大：${name}`);
  return { name, text: bytes.toString("utf8"), sha256: createHash("sha256").update(bytes).digest("hex") };
}
