import { randomUUID } from "node:crypto";

import type { CatalogueEntry, CatalogueInfno, CatalogueNotice } from "../wire/catalogue-file.ts";
import { catalogueNoticeText, catalogueOf, parseCatalogueLine } from "../wire/catalogue-file.ts";
import { actorOf, approve, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import type { CatalogueDownload } from "./catalogue-download.ts";
import { downloadShape, downloadsOf, isMoving, keep, versionOf } from "./catalogue-download.ts";
import { itemOf, stepCatalogue } from "./catalogue-steps.ts";
import { shanghaiTime } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { isSame, itemFrom } from "./items.ts";
import { checkSignature } from "./rules-signer.ts";
import type { Approval } from "./supervision.ts";
import type { Actor, Refused, Result } from "./terminal.ts";

/** The catalogue as it is looked after: received whole, prepared in steps that no sale waits for, then taken into use at once. */
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

/** A region's whole catalogue is a third of it. */
const rowsMax = 1_000_000;
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
    stepCatalogue: (msMax) => stepCatalogue(ground, msMax),
  };
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
    const busy = busyWith(ground, infno);
    if (busy !== null) return busy;
    const id = `${infno}-${since}-${version}-${randomUUID().slice(0, 8)}`;
    const counts = { heldBefore: held, done: 0, edition: null, added: 0, changed: 0, same: 0 };
    const about = { id, infno, since, version, rows, sha256, signature, source };
    return accept(keep(ground, { ...about, ...counts, state: "receiving", stagedAt: at, decided: null }));
  });
}

/** Until it is there, nobody knows what the next one of the same catalogue would build on. */
function busyWith(
  ground: Ground,
  infno: CatalogueInfno,
): { readonly ok: false; readonly refusal: Refused } | null {
  const busy = downloadsOf(ground).find((one) => one.infno === infno && isMoving(one));
  if (busy === undefined) return null;
  return decline("DOWNLOAD_STATE", `目录 ${infno} 正在更新，请等它完成`, { id: busy.id });
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
    else if (isSame(held, itemOf(entry))) download.same += 1;
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
    const busy = busyWith(ground, infno);
    if (busy !== null) return busy;
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
