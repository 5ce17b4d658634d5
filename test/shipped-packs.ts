import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

import type { PackBook, SourceFile } from "../src/rules/pack-book.ts";
import { loadPacks } from "../src/rules/pack-book.ts";

const rulesDir = new URL("../src/rules/", import.meta.url);

/** The five packs as they are shipped. */
export function shippedPackFiles(): SourceFile[] {
  const packs = new URL("packs/", rulesDir);
  return readdirSync(packs).flatMap((plan) =>
    readdirSync(new URL(`${plan}/`, packs)).map((name) =>
      sourceFile(new URL(`${plan}/${name}`, packs), `${plan}/${name}`),
    ),
  );
}

export function demoSupplementFile(): SourceFile {
  return sourceFile(new URL("supplements/demo.yaml", rulesDir), "demo.yaml");
}

/** All shipped packs, compiled. */
export function shippedBook(supplement: "demo" | null): PackBook {
  const loaded = loadPacks(shippedPackFiles(), supplement === null ? null : demoSupplementFile());
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults, null, 2));
  return loaded.book;
}

function sourceFile(url: URL, name: string): SourceFile {
  const bytes = readFileSync(url);
  return { name, text: bytes.toString("utf8"), sha256: createHash("sha256").update(bytes).digest("hex") };
}
