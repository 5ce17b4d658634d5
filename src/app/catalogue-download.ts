import { z } from "zod";

import type { CatalogueInfno } from "../wire/catalogue-file.ts";
import { catalogueInfnos } from "../wire/catalogue-file.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";

export const downloadShape = z.object({
  id: z.string(),
  infno: z.enum(catalogueInfnos),
  since: z.int(),
  version: z.int(),
  rows: z.int(),
  sha256: z.string(),
  signature: z.string(),
  source: z.enum(["centre", "medium"]),
  state: z.enum([
    "receiving",
    "staged",
    "applying",
    "active",
    "rollingBack",
    "rolledBack",
    "discarding",
    "discarded",
  ]),
  stagedAt: z.string(),
  /** The version that was held before it was taken into use. */
  heldBefore: z.int(),
  /** Rows that have been received or prepared so far; on the way back, those that are left. */
  done: z.int(),
  /** The edition of the catalogue that it is being prepared in; null: none. */
  edition: z.int().nullable().default(null),
  /** What its rows are against the catalogue as it was when they came. */
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  decided: z.object({ at: z.string(), operator: z.string(), desk: z.string() }).nullable(),
});

/** A catalogue that came, or what has changed in it since the version held here. */
export type CatalogueDownload = z.output<typeof downloadShape>;

const owner = "catalogue downloads";
const listedMax = 100;

export function versionOf(ground: Ground, infno: CatalogueInfno): number {
  const kept = doorStateOf(ground).readState("catalogue-version", infno);
  return typeof kept === "number" ? kept : 0;
}

export function downloadsOf(ground: Ground): readonly CatalogueDownload[] {
  return doorStateOf(ground)
    .statesOf(owner, listedMax)
    .map(({ value }) => downloadShape.parse(value));
}

export function keep(ground: Ground, download: CatalogueDownload): CatalogueDownload {
  doorStateOf(ground).keepState("catalogue-download", download.id, download, owner);
  return download;
}

/** Whether it is on its way into use or out of it. */
export function isMoving({ state }: CatalogueDownload): boolean {
  return state === "applying" || state === "rollingBack";
}
