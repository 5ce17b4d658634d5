import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { PackSigner } from "../../src/centre/pack-signer.ts";
import type { CatalogueEntry, CatalogueInfno } from "../../src/wire/catalogue-file.ts";
import { writeCatalogue, writeMediumLine } from "../../src/wire/catalogue-file.ts";

/** Writes a catalogue as a medium carries it. @returns the file */
export function catalogueMedium(
  dir: string,
  signer: PackSigner,
  about: {
    readonly infno: CatalogueInfno;
    readonly since: number;
    readonly version: number;
    readonly entries: readonly CatalogueEntry[];
  },
): string {
  const { entries, ...named } = about;
  const text = writeCatalogue(entries);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const notice = signer.catalogueNotice({ ...named, rows: entries.length, sha256 });
  const file = join(dir, `catalogue-${about.infno}-${about.version}.txt`);
  writeFileSync(file, `${writeMediumLine(notice)}${text}`);
  return file;
}
