import { z } from "zod";

import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";

/** Where rules came from; `desk`: a supplement that was written here. */
export type RulesSource = "centre" | "medium" | "desk";

const fileShape = z.object({
  kind: z.enum(["pack", "supplement"]),
  name: z.string(),
  /** plan@first day of a pack; a supplement's own id. */
  id: z.string(),
  sha256: z.string(),
  effectiveFrom: z.string(),
  /** null: written here. */
  signature: z.string().nullable(),
});

const downloadShape = z.object({
  id: z.string(),
  source: z.enum(["centre", "medium", "desk"]),
  stagedAt: z.string(),
  /** From then on it is meant to be in use. */
  effectiveFrom: z.string(),
  state: z.enum(["staged", "scheduled", "active", "rolledBack", "discarded"]),
  files: z.array(fileShape).readonly(),
  /** Who decided last about it. */
  decided: z.object({ at: z.string(), operator: z.string(), desk: z.string() }).nullable(),
  /** Hashes of what was in use before it and with it; empty while it has not been. */
  before: z.array(z.string()).readonly(),
  after: z.array(z.string()).readonly(),
});

export type StagedFile = z.output<typeof fileShape>;

/** Rules that came together and are taken into use together. */
export type RulesDownload = z.output<typeof downloadShape>;

/** More than anybody looks back at. */
const listedMax = 200;
const owner = "rules downloads";

/** Keeps a download as it stands. Call inside `store.write`. */
export function keepDownload(ground: Ground, download: RulesDownload): void {
  doorStateOf(ground).keepState("rules-download", download.id, download, owner);
}

export function findDownload(ground: Ground, id: string): RulesDownload | null {
  const kept = doorStateOf(ground).readState("rules-download", id);
  return kept === undefined ? null : downloadShape.parse(kept);
}

/** What came in, the newest last. */
export function rulesDownloads(ground: Ground): readonly RulesDownload[] {
  return doorStateOf(ground)
    .statesOf(owner, listedMax)
    .map(({ value }) => downloadShape.parse(value));
}
