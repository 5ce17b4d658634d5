import { keepFile } from "../gateway/files.ts";
import { reading } from "../gateway/opening.ts";
import type { Handler } from "../gateway/turn.ts";
import { done } from "../gateway/turn.ts";
import { zipText } from "../line/zip.ts";
import { catalogueInput, catalogueOf, encodeCatalogueFile, writeCatalogue } from "../wire/catalogue-file.ts";
import type { Centre } from "./centre.ts";

/** 1301, 1305, 1306: a file of what has changed since the version that an institution holds. */
export function catalogueHandler(centre: Centre, infno: "1301" | "1305" | "1306"): Handler {
  return reading(catalogueInput, (turn, { since }) => {
    const entries = centre
      .items()
      .filter(({ kind, version }) => version > since && catalogueOf(kind) === infno);
    const bytes = zipText(`${infno}.txt`, writeCatalogue(entries), turn.door.now());
    const file = keepFile(turn, { filename: `${infno}.txt.zip`, bytes });
    return done(encodeCatalogueFile(file, entries.length), null);
  });
}
