import { z } from "zod";

import { assert, present } from "../base/assert.ts";
import type { CatalogueEntry } from "../wire/catalogue-file.ts";
import { parseCatalogueLine } from "../wire/catalogue-file.ts";
import type { Counting } from "../store/catalogue-names.ts";
import type { Preparing } from "../store/catalogue.ts";
import type { CatalogueDownload } from "./catalogue-download.ts";
import { downloadsOf, isMoving, keep } from "./catalogue-download.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import type { DatedItem } from "./items.ts";
import { prepareItem, prepareWithout } from "./items.ts";

const rowsAtOnce = 20;
/** From so many rows on it takes less to count the parts of all names than those of the rows one by one. */
const countedLaterFrom = 5000;
const partsAtOnce = 200;
const rowsAtMost = 2000;

/** One short transaction; where it was cut off it goes on, as the books know how far it is. */
export function stepCatalogue(ground: Ground, msMax: number): boolean {
  const download = nextOf(downloadsOf(ground));
  if (download === undefined) return sweep(ground, msMax) || recount(ground, msMax);
  ground.store.write(() => {
    const endMs = performance.now() + msMax;
    if (download.state === "discarding") drop(ground, download);
    else prepare(ground, download, endMs);
  });
  return true;
}

/** An edition is prepared for one alone: the others wait until it is in use. */
function nextOf(downloads: readonly CatalogueDownload[]): CatalogueDownload | undefined {
  return (
    downloads.find(({ edition }) => edition !== null) ??
    downloads.find((one) => isMoving(one) || one.state === "discarding")
  );
}

function countingOf({ rows }: CatalogueDownload): Counting {
  return rows < countedLaterFrom ? "now" : "later";
}

const recounted = { kind: "catalogue-recount", id: "names" } as const;
const recountShape = z.object({ after: z.string() });

/** What it was worth to count later is counted after the last row of it, in steps as well. */
function countLater(ground: Ground): void {
  doorStateOf(ground).keepState(recounted.kind, recounted.id, { after: "" });
}

function isCountedLater(ground: Ground): boolean {
  return doorStateOf(ground).readState(recounted.kind, recounted.id) !== undefined;
}

function recount(ground: Ground, msMax: number): boolean {
  const { readState, keepState, dropState } = doorStateOf(ground);
  const kept = readState(recounted.kind, recounted.id);
  if (kept === undefined) return false;
  ground.store.write(() => {
    const endMs = performance.now() + msMax;
    let after: string | null = recountShape.parse(kept).after;
    while (after !== null && performance.now() < endMs)
      after = ground.store.catalogue.recountNames(after, partsAtOnce);
    if (after === null) dropState(recounted.kind, recounted.id);
    else keepState(recounted.kind, recounted.id, { after });
  });
  return true;
}

/** What is no longer in use goes; the rows themselves tell what is left to do, after a kill as well. */
function sweep(ground: Ground, msMax: number): boolean {
  const { store } = ground;
  if (store.catalogue.replaced(1).length === 0) return false;
  store.write(() => {
    const endMs = performance.now() + msMax;
    // A count that has begun would miss what goes behind its back.
    const isLater = isCountedLater(ground);
    if (isLater) countLater(ground);
    let rows = store.catalogue.replaced(rowsAtOnce);
    while (rows.length > 0) {
      for (const row of rows) store.catalogue.remove(row, isLater ? "later" : "now");
      rows = performance.now() < endMs ? store.catalogue.replaced(rowsAtOnce) : [];
    }
  });
  return true;
}

function drop(ground: Ground, download: CatalogueDownload): void {
  if (ground.store.catalogueChanges.drop(download.id, rowsAtMost) < rowsAtMost)
    keep(ground, { ...download, state: "discarded" });
}

const sameItem = "same";
const beforeShape = z.union([
  z.literal(sameItem),
  z.custom<DatedItem>((value) => typeof value === "object" && value !== null && "code" in value),
]);

function prepare(ground: Ground, download: CatalogueDownload, endMs: number): void {
  const edition = ground.store.catalogue.edition() + 1;
  if (download.edition !== edition && forgetPrepared(ground, endMs)) return;
  const moving = { ...download, edition, done: beginsAt(download, edition) };
  const preparing = { edition, counting: countingOf(download) };
  const done =
    download.state === "applying"
      ? apply(ground, moving, { ...preparing, endMs })
      : takeBack(ground, moving, { ...preparing, endMs });
  if (done === (download.state === "applying" ? download.rows : 0)) takeIntoUse(ground, { ...moving, done });
  else keep(ground, { ...moving, done });
}

/** What was prepared in salvaged books did not come over: it is prepared again from the first row on. */
function beginsAt({ edition, state, rows, done }: CatalogueDownload, next: number): number {
  if (edition === null || edition === next) return done;
  return state === "applying" ? 0 : rows;
}

/** Nothing of an edition that nobody finished may come into use with another. @returns whether there was any */
function forgetPrepared(ground: Ground, endMs: number): boolean {
  const { catalogue } = ground.store;
  let isAny = false;
  do {
    const rows = catalogue.prepared(rowsAtOnce);
    for (const row of rows) catalogue.remove(row, "later");
    if (rows.length + catalogue.keepAll(rowsAtOnce) === 0) return isAny;
    countLater(ground);
    isAny = true;
  } while (performance.now() < endMs);
  return true;
}

interface Step extends Preparing {
  readonly endMs: number;
}

/** @returns how many rows are prepared now */
function apply(ground: Ground, download: CatalogueDownload, step: Step): number {
  const { catalogueChanges } = ground.store;
  let { done } = download;
  while (done < download.rows && performance.now() < step.endMs) {
    for (const { seq, entry } of catalogueChanges.from(download.id, done + 1, rowsAtOnce)) {
      const before = prepareItem(ground, itemOf(entryAt(entry, seq)), step);
      if (before !== null) catalogueChanges.setBefore(download.id, seq, JSON.stringify(before));
      done = seq;
    }
  }
  return done;
}

/** @returns how many rows are left */
function takeBack(ground: Ground, download: CatalogueDownload, step: Step): number {
  const { catalogueChanges } = ground.store;
  let { done } = download;
  while (done > 0 && performance.now() < step.endMs) {
    for (const { seq, entry, before } of catalogueChanges.back(download.id, done, rowsAtOnce)) {
      const was = before === null ? null : beforeShape.parse(JSON.parse(before));
      if (was === null) prepareWithout(ground, entryAt(entry, seq), step);
      else if (was !== sameItem) prepareItem(ground, was, step);
      done = seq - 1;
    }
  }
  return done;
}

function entryAt(line: string, seq: number): CatalogueEntry {
  const parsed = parseCatalogueLine(line, seq);
  return present(parsed.ok ? parsed.value : null, "a row that was checked");
}

export function itemOf({ version: _version, ...item }: CatalogueEntry): DatedItem {
  return item;
}

/** At one moment: up to it everybody sees the catalogue as it was, from it on the new one, each whole. */
function takeIntoUse(ground: Ground, download: CatalogueDownload): void {
  const { edition, infno, version, heldBefore } = download;
  assert(edition !== null, "a catalogue that goes into use has its edition");
  const isForth = download.state === "applying";
  ground.store.catalogue.takeIntoUse(edition);
  keep(ground, { ...download, edition: null, state: isForth ? "active" : "rolledBack" });
  doorStateOf(ground).keepState("catalogue-version", infno, isForth ? version : heldBefore);
  if (countingOf(download) === "later") countLater(ground);
}
