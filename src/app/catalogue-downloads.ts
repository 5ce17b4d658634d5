import { randomUUID } from "node:crypto";

import { z } from "zod";

import { present } from "../base/assert.ts";
import type { CatalogueEntry, CatalogueInfno, CatalogueNotice } from "../wire/catalogue-file.ts";
import {
  catalogueInfnos,
  catalogueNoticeText,
  catalogueOf,
  parseCatalogueLine,
} from "../wire/catalogue-file.ts";
import { actorOf, approve, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { DatedItem } from "./items.ts";
import { itemFrom, putItem, removeItem } from "./items.ts";
import { checkSignature } from "./rules-signer.ts";
import type { Counting } from "../store/catalogue-names.ts";
import type { Approval } from "./supervision.ts";
import type { Actor, Result } from "./terminal.ts";

const downloadShape = z.object({
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
  /** Rows that have been received, applied or taken back so far. */
  done: z.int(),
  /** What its rows are against the catalogue as it was when they came. */
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  decided: z.object({ at: z.string(), operator: z.string(), desk: z.string() }).nullable(),
});

/** A catalogue that came, or what has changed in it since the version held here. */
export type CatalogueDownload = z.output<typeof downloadShape>;

/** The catalogue as it is looked after: received whole, then taken into use in steps that no sale waits for. */
export interface CatalogueBooks {
  readonly catalogueVersion: (infno: CatalogueInfno) => number;
  readonly catalogueDownloads: () => readonly CatalogueDownload[];
  readonly beginCatalogue: (
    notice: CatalogueNotice,
    source: CatalogueDownload["source"],
  ) => Result<CatalogueDownload>;
  /** Some lines, in their order; a refusal puts the whole download away. */
  readonly addCatalogueLines: (id: string, lines: readonly string[]) => Result<CatalogueDownload>;
  /** All lines are here. @param sha256  of the bytes as they came */
  readonly endCatalogue: (id: string, sha256: string) => Result<CatalogueDownload>;
  readonly abandonCatalogue: (id: string) => void;
  readonly activateCatalogue: (id: string, approval: Approval) => Result<CatalogueDownload>;
  readonly rollBackCatalogue: (id: string, approval: Approval) => Result<CatalogueDownload>;
  readonly discardCatalogue: (id: string, approval: Approval) => Result<CatalogueDownload>;
  /**
   * A step of whatever is on its way into use or out of it.
   *
   * @param msMax  so long it may hold the books
   * @returns whether there is more
   */
  readonly stepCatalogue: (msMax: number) => boolean;
}

const owner = "catalogue downloads";
const listedMax = 100;
/** A region's whole catalogue is a third of it. */
const rowsMax = 1_000_000;
const rowsAtOnce = 20;
/** From so many rows on it takes less to count the parts of all names than those of the rows one by one. */
const countedLaterFrom = 5000;
const partsAtOnce = 200;
const rowsAtMost = 2000;
const system: Actor = { operator: "system", pharmacist: null, desk: "catalogue" };

export function catalogueBooksOf(ground: Ground): CatalogueBooks {
  return {
    catalogueVersion: (infno) => versionOf(ground, infno),
    catalogueDownloads: () => downloadsOf(ground),
    beginCatalogue: (notice, source) => begin(ground, notice, source),
    addCatalogueLines: (id, lines) => ground.store.write(() => addLines(ground, id, lines)),
    endCatalogue: (id, sha256) => ground.store.write(() => end(ground, id, sha256)),
    abandonCatalogue: (id) => ground.store.write(() => putAway(ground, id)),
    activateCatalogue: (id, approval) => decide(ground, { id, approval }, ["staged", "applying"]),
    rollBackCatalogue: (id, approval) => decide(ground, { id, approval }, ["active", "rollingBack"]),
    discardCatalogue: (id, approval) => discard(ground, { id, approval }),
    stepCatalogue: (msMax) => step(ground, msMax),
  };
}

function versionOf(ground: Ground, infno: CatalogueInfno): number {
  const kept = doorStateOf(ground).readState("catalogue-version", infno);
  return typeof kept === "number" ? kept : 0;
}

function downloadsOf(ground: Ground): readonly CatalogueDownload[] {
  return doorStateOf(ground)
    .statesOf(owner, listedMax)
    .map(({ value }) => downloadShape.parse(value));
}

function keep(ground: Ground, download: CatalogueDownload): CatalogueDownload {
  doorStateOf(ground).keepState("catalogue-download", download.id, download, owner);
  return download;
}

function find(
  ground: Ground,
  id: string,
  states: readonly CatalogueDownload["state"][],
): Result<CatalogueDownload> {
  const kept = doorStateOf(ground).readState("catalogue-download", id);
  if (kept === undefined) return decline("DOWNLOAD_NOT_FOUND", "没有这份目录下载，请核对编号", { id });
  const download = downloadShape.parse(kept);
  if (states.includes(download.state)) return accept(download);
  return decline("DOWNLOAD_STATE", "这份目录下载已经办过，不能再办", { id, state: download.state });
}

/** Looks at what is said of a catalogue before a byte of it is taken in. */
function begin(
  ground: Ground,
  notice: CatalogueNotice,
  source: CatalogueDownload["source"],
): Result<CatalogueDownload> {
  const { infno, since, version, rows, sha256, signature } = notice;
  const text = catalogueNoticeText(notice);
  const signed = checkSignature(ground, { name: `目录 ${infno}`, text, signature });
  if (!signed.ok) return signed;
  if (rows > rowsMax) return decline("RULES_TOO_LARGE", `目录 ${infno} 行数过多，未采用`, { rows });
  const held = versionOf(ground, infno);
  const older = { infno, held, since, version };
  if (version <= held)
    return decline("RULES_OLDER", `目录 ${infno} 的版本 ${version} 不比在用的 ${held} 新，未采用`, older);
  if (since > held)
    return decline(
      "RULES_OLDER",
      `目录 ${infno} 须接在版本 ${since} 之后，本机为 ${held}；请取完整目录`,
      older,
    );
  const at = shanghaiTime(ground.clock.nowMs());
  return ground.store.write(() => {
    // One that was cut short, or a newer one of the same catalogue that nobody has decided about, gives way.
    for (const other of downloadsOf(ground))
      if (other.infno === infno && (other.state === "receiving" || other.state === "staged"))
        putAway(ground, other.id);
    const busy = downloadsOf(ground).find((one) => one.infno === infno && isMoving(one));
    if (busy !== undefined)
      return decline("DOWNLOAD_STATE", `目录 ${infno} 正在更新，请等它完成`, { id: busy.id });
    const id = `${infno}-${since}-${version}-${randomUUID().slice(0, 8)}`;
    const counts = { heldBefore: held, done: 0, added: 0, changed: 0, same: 0 };
    const about = { id, infno, since, version, rows, sha256, signature, source };
    return accept(keep(ground, { ...about, ...counts, state: "receiving", stagedAt: at, decided: null }));
  });
}

function isMoving({ state }: CatalogueDownload): boolean {
  return state === "applying" || state === "rollingBack";
}

function addLines(ground: Ground, id: string, lines: readonly string[]): Result<CatalogueDownload> {
  const found = find(ground, id, ["receiving"]);
  if (!found.ok) return found;
  const download = { ...found.value };
  for (const line of lines) {
    const seq = download.done + 1;
    const entry = seq > download.rows ? null : entryOf(line, seq, download);
    if (entry === null) {
      putAway(ground, id);
      const words = `目录 ${download.infno} 第 ${seq} 行有误，未采用`;
      return decline(seq > download.rows ? "RULES_HASH_WRONG" : "RULES_FORMAT_UNKNOWN", words, { row: seq });
    }
    ground.store.catalogueChanges.add({ download: id, seq, entry: line, before: null });
    const held = itemFrom(ground, entry.code, entry.from);
    if (held === null) download.added += 1;
    else if (isSame(held, entry)) download.same += 1;
    else download.changed += 1;
    download.done = seq;
  }
  return accept(keep(ground, download));
}

/** A row of this catalogue and of these versions. */
function entryOf(line: string, seq: number, download: CatalogueDownload): CatalogueEntry | null {
  const parsed = parseCatalogueLine(line, seq);
  if (!parsed.ok) return null;
  const { kind, version, from, to } = parsed.value;
  const fits =
    catalogueOf(kind) === download.infno && version > download.since && version <= download.version;
  return fits && (to === null || from <= to) ? parsed.value : null;
}

function itemOf({ version: _version, ...item }: CatalogueEntry): DatedItem {
  return item;
}

function isSame(held: DatedItem, entry: CatalogueEntry): boolean {
  const told: Readonly<Record<string, unknown>> = { ...itemOf(entry) };
  return Object.entries(held).every(([name, value]) => told[name] === value);
}

function end(ground: Ground, id: string, sha256: string): Result<CatalogueDownload> {
  const found = find(ground, id, ["receiving"]);
  if (!found.ok) return found;
  const download = found.value;
  if (download.done !== download.rows || download.sha256 !== sha256) {
    putAway(ground, id);
    const words = `目录 ${download.infno} 的内容与签发时不同（应 ${download.rows} 行，收到 ${download.done} 行），未采用，请重新下载`;
    return decline("RULES_HASH_WRONG", words, { rows: download.rows, received: download.done });
  }
  const at = shanghaiTime(ground.clock.nowMs());
  appendAudit(ground, { at, action: "stageCatalogue", subject: id, actor: system, content: sha256 });
  return accept(keep(ground, { ...download, state: "staged", done: 0 }));
}

/** Its rows go in steps, as everything that is long. */
function putAway(ground: Ground, id: string): void {
  const found = find(ground, id, ["receiving", "staged"]);
  if (found.ok) keep(ground, { ...found.value, state: "discarding" });
}

/** Put away unused; by a supervisor, as taking it into use is. */
function discard(ground: Ground, { id, approval }: Decision): Result<CatalogueDownload> {
  const approved = approve(ground, approval, isSupervising);
  if (!approved.ok) return approved;
  const actor = actorOf(approval);
  return ground.store.write(() => {
    const found = find(ground, id, ["receiving", "staged"]);
    if (!found.ok) return found;
    const at = shanghaiTime(ground.clock.nowMs());
    appendAudit(ground, { at, action: "discardCatalogue", subject: id, actor, content: id });
    return accept(keep(ground, { ...found.value, state: "discarding" }));
  });
}

interface Decision {
  readonly id: string;
  readonly approval: Approval;
}

/** Into use, or out of it again; by a supervisor. */
function decide(
  ground: Ground,
  { id, approval }: Decision,
  [from, to]: readonly ["staged", "applying"] | readonly ["active", "rollingBack"],
): Result<CatalogueDownload> {
  const approved = approve(ground, approval, isSupervising);
  if (!approved.ok) return approved;
  return ground.store.write(() => {
    const found = find(ground, id, [from]);
    if (!found.ok) return found;
    const { infno, since, version } = found.value;
    const held = versionOf(ground, infno);
    const isInTurn = from === "staged" ? since <= held && held < version : held === version;
    if (!isInTurn) return decline("DOWNLOAD_STATE", "之后目录已另有更新，请先撤回后来的更新", { id, held });
    const at = shanghaiTime(ground.clock.nowMs());
    const { operator, desk } = approval;
    const action = from === "staged" ? "activateCatalogue" : "rollBackCatalogue";
    appendAudit(ground, { at, action, subject: id, actor: actorOf(approval), content: found.value.sha256 });
    const [done, heldBefore] = from === "staged" ? [0, held] : [found.value.rows, found.value.heldBefore];
    return accept(
      keep(ground, { ...found.value, state: to, done, heldBefore, decided: { at, operator, desk } }),
    );
  });
}

/** One short transaction; where it was cut off it goes on, as the books know how far it is. */
function step(ground: Ground, msMax: number): boolean {
  const download = downloadsOf(ground).find((one) => isMoving(one) || one.state === "discarding");
  if (download === undefined) return recount(ground, msMax);
  ground.store.write(() => {
    const endMs = performance.now() + msMax;
    if (download.state === "discarding") drop(ground, download);
    else if (download.state === "applying") apply(ground, download, endMs);
    else takeBack(ground, download, endMs);
  });
  return true;
}

function countingOf({ rows }: CatalogueDownload): Counting {
  return rows < countedLaterFrom ? "now" : "later";
}

const recounted = { kind: "catalogue-recount", id: "names" } as const;
const recountShape = z.object({ after: z.string() });

/** What it was worth to count later is counted after the last row of it, in steps as well. */
function countLater(ground: Ground, download: CatalogueDownload): void {
  if (countingOf(download) === "later")
    doorStateOf(ground).keepState(recounted.kind, recounted.id, { after: "" });
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

function drop(ground: Ground, download: CatalogueDownload): void {
  if (ground.store.catalogueChanges.drop(download.id, rowsAtMost) < rowsAtMost)
    keep(ground, { ...download, state: "discarded" });
}

const beforeShape = z.custom<DatedItem>(
  (value) => typeof value === "object" && value !== null && "code" in value,
);

function apply(ground: Ground, download: CatalogueDownload, endMs: number): void {
  const { store } = ground;
  const counting = countingOf(download);
  let { done } = download;
  while (done < download.rows && performance.now() < endMs) {
    for (const { seq, entry } of store.catalogueChanges.from(download.id, done + 1, rowsAtOnce)) {
      const parsed = parseCatalogueLine(entry, seq);
      const before = putItem(
        ground,
        itemOf(present(parsed.ok ? parsed.value : null, "a row that was checked")),
        counting,
      );
      if (before !== null) store.catalogueChanges.setBefore(download.id, seq, JSON.stringify(before));
      done = seq;
    }
  }
  if (done < download.rows) {
    keep(ground, { ...download, done });
    return;
  }
  keep(ground, { ...download, done, state: "active" });
  doorStateOf(ground).keepState("catalogue-version", download.infno, download.version);
  countLater(ground, download);
}

function takeBack(ground: Ground, download: CatalogueDownload, endMs: number): void {
  const { store } = ground;
  const counting = countingOf(download);
  let { done } = download;
  while (done > 0 && performance.now() < endMs) {
    for (const { seq, entry, before } of store.catalogueChanges.back(download.id, done, rowsAtOnce)) {
      if (before === null) {
        const parsed = parseCatalogueLine(entry, seq);
        removeItem(ground, present(parsed.ok ? parsed.value : null, "a row that was checked"), counting);
      } else putItem(ground, beforeShape.parse(JSON.parse(before)), counting);
      done = seq - 1;
    }
  }
  if (done > 0) {
    keep(ground, { ...download, done });
    return;
  }
  keep(ground, { ...download, done, state: "rolledBack" });
  doorStateOf(ground).keepState("catalogue-version", download.infno, download.heldBefore);
  countLater(ground, download);
}
