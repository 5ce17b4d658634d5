import { createHash } from "node:crypto";

import { keepFile } from "../gateway/files.ts";
import { reading } from "../gateway/opening.ts";
import type { Handler } from "../gateway/turn.ts";
import { done } from "../gateway/turn.ts";
import type { CatalogueInfno, CatalogueNotice } from "../wire/catalogue-file.ts";
import { zipText } from "../line/zip.ts";
import { catalogueInput, catalogueOf, encodeCatalogueFile, writeCatalogue } from "../wire/catalogue-file.ts";
import type { Centre } from "./centre.ts";

/** 1301, 1305, 1306: a file of what has changed since the version that an institution holds. */
export function catalogueHandler(centre: Centre, infno: CatalogueInfno): Handler {
  return reading(catalogueInput, (turn, { since }) => {
    const { text, notice } = catalogueText(centre, infno, since);
    const bytes = zipText(`${infno}.txt`, text, turn.door.now());
    return done(encodeCatalogueFile(keepFile(turn, { filename: `${infno}.txt.zip`, bytes }), notice), null);
  });
}

/** What has changed since a version, with what the centre signs of it. */
export function catalogueText(
  centre: Centre,
  infno: CatalogueInfno,
  since: number,
): { readonly text: string; readonly notice: CatalogueNotice } {
  const entries = centre
    .items()
    .filter(({ kind, version }) => version > since && catalogueOf(kind) === infno);
  const text = writeCatalogue(entries);
  const version = entries.reduce((newest, entry) => Math.max(newest, entry.version), since);
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const rows = entries.length;
  return { text, notice: centre.signer.catalogueNotice({ infno, since, version, rows, sha256 }) };
}
