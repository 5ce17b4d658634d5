import { createHash } from "node:crypto";

import { present } from "../base/assert.ts";
import { parsePack, parseSupplement } from "../rules/parse-pack.ts";
import type { BundleFault, SignedFile } from "../wire/rules-bundle.ts";
import { readBundle } from "../wire/rules-bundle.ts";
import { actorOf, approve, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { RulesDownload, RulesSource, StagedFile } from "./rules-download.ts";
import { findDownload, keepDownload, rulesDownloads } from "./rules-download.ts";
import type { Chosen } from "./rules-in-use.ts";
import { chooseRules, putInUse } from "./rules-in-use.ts";
import { checkSigned } from "./rules-signer.ts";
import type { Approval, RuleFile } from "./supervision.ts";
import type { Actor, Result } from "./terminal.ts";

const bundleWords: Readonly<
  Record<BundleFault, readonly ["RULES_TOO_LARGE" | "RULES_UNREADABLE" | "RULES_FORMAT_UNKNOWN", string]>
> = {
  tooLarge: ["RULES_TOO_LARGE", "政策文件过大，未采用"],
  unreadable: ["RULES_UNREADABLE", "政策文件不完整或已损坏，未采用，请重新下载或拷贝"],
  otherFormat: ["RULES_FORMAT_UNKNOWN", "不是本程序认得的政策文件格式，未采用；也许须先升级程序"],
  invalid: ["RULES_FORMAT_UNKNOWN", "政策文件的内容不合格式，未采用"],
};

/**
 * Takes a bundle in: checked whole, then kept beside what is in use, which does not change. What comes into effect at
 * different moments becomes downloads of their own.
 *
 * @returns what is new in it; empty when all of it is in use or staged already
 */
export function stageRules(
  ground: Ground,
  text: string,
  source: Exclude<RulesSource, "desk">,
): Result<readonly RulesDownload[]> {
  const read = readBundle(text);
  if (!read.ok) {
    const [code, words] = bundleWords[read.fault];
    return decline(code, words, { faults: read.faults });
  }
  for (const file of read.files) {
    const checked = checkSigned(ground, file);
    if (!checked.ok) return checked;
  }
  return ground.store.write(() => stageChecked(ground, read.files, source));
}

function stageChecked(
  ground: Ground,
  signed: readonly SignedFile[],
  source: RulesSource,
): Result<readonly RulesDownload[]> {
  const inUse = new Set(ground.store.packs.inUse().map(({ sha256 }) => sha256));
  const states = doorStateOf(ground);
  // What is in use learns its date: by it an older one is known.
  for (const { notice } of signed)
    if (inUse.has(notice.sha256)) states.keepState("rules-notice", notice.sha256, notice.effectiveFrom);
  const fresh = signed.filter(({ notice }) => !inUse.has(notice.sha256));
  const groups = Map.groupBy(fresh, ({ notice }) => effectiveOf(ground, notice.effectiveFrom));
  const staged: RulesDownload[] = [];
  const together = new Map<string, RuleFile>();
  for (const [effectiveFrom, files] of [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const named = newestOfEach(files.map(({ notice, text }) => ({ file: stagedFileOf(notice, text), text })));
    for (const { file } of named) {
      const older = olderThan(ground, file);
      if (older !== null) return older;
    }
    // Each comes after those before it: with them, or in their place, it has to load.
    for (const { file, text } of named)
      if (file.kind === "pack") together.set(file.id, { name: file.name, text });
    const supplement = named.find(({ file }) => file.kind === "supplement");
    const loads = chooseRules(ground, {
      files: [...together.values()],
      supplement: supplement === undefined ? "keep" : { name: supplement.file.name, text: supplement.text },
    });
    if (!loads.ok) return loads;
    staged.push(keepStaged(ground, { source, effectiveFrom, named }));
  }
  return accept(staged);
}

/** Of what takes one place the one that was handed out last. */
function newestOfEach(named: NewDownload["named"]): NewDownload["named"] {
  const places = new Map<string, NewDownload["named"][number]>();
  for (const one of named) {
    const place = one.file.kind === "supplement" ? "" : one.file.id;
    const held = places.get(place);
    if (held === undefined || held.file.effectiveFrom < one.file.effectiveFrom) places.set(place, one);
  }
  return [...places.values()];
}

/** Everything that is due already comes into effect together, whenever each was meant to. */
function effectiveOf({ clock }: Ground, effectiveFrom: string): string {
  const now = shanghaiTime(clock.nowMs());
  return effectiveFrom <= now ? "" : effectiveFrom;
}

function stagedFileOf(
  notice: Omit<StagedFile, "id" | "signature"> & { readonly signature: string | null },
  text: string,
): StagedFile {
  const { kind, name, sha256, effectiveFrom, signature } = notice;
  return { kind, name, id: idOf(kind, text) ?? name, sha256, effectiveFrom, signature };
}

/** By what rules are known whatever their file is called. */
function idOf(kind: StagedFile["kind"], text: string): string | null {
  if (kind === "supplement") {
    const parsed = parseSupplement(text);
    return parsed.ok ? parsed.value.id : null;
  }
  const parsed = parsePack(text);
  return parsed.ok ? `${parsed.value.plan}@${parsed.value.from}` : null;
}

/** What is in use may only give way to what was handed out after it. */
function olderThan(ground: Ground, file: StagedFile): ReturnType<typeof decline> | null {
  const { store, books } = ground;
  const held = store.packs
    .inUse()
    .find((row) =>
      file.kind === "supplement"
        ? row.kind === "supplement"
        : books.current.packs.some(({ id, sha256 }) => sha256 === row.sha256 && id === file.id),
    );
  if (held === undefined) return null;
  const since = doorStateOf(ground).readState("rules-notice", held.sha256);
  if (typeof since !== "string" || since < file.effectiveFrom) return null;
  const words = `${file.name} 的生效时间 ${file.effectiveFrom.slice(0, 16)} 不晚于在用的 ${since.slice(0, 16)}，不能换回旧的；要退回请用撤回启用`;
  return decline("RULES_OLDER", words, { file: file.name, inUse: since, offered: file.effectiveFrom });
}

interface NewDownload {
  readonly source: RulesSource;
  readonly effectiveFrom: string;
  readonly named: readonly { readonly file: StagedFile; readonly text: string }[];
}

function keepStaged(ground: Ground, { source, effectiveFrom, named }: NewDownload): RulesDownload {
  const { store, clock } = ground;
  const at = shanghaiTime(clock.nowMs());
  const files = named.map(({ file }) => file);
  const about = files.map(({ kind, name, sha256, effectiveFrom: from }) =>
    [kind, name, sha256, from].join("\n"),
  );
  const id = createHash("sha256").update(about.toSorted().join("\n\n")).digest("hex").slice(0, 16);
  const known = findDownload(ground, id);
  // The same again is the same; one that was put away or rolled back may be looked at anew.
  if (known !== null && (known.state === "staged" || known.state === "scheduled")) return known;
  for (const { file, text } of named) {
    const { kind, name, sha256 } = file;
    if (store.packs.bySha256(sha256) === undefined)
      store.packs.add({ sha256, kind, name, text, in_use: 0, received_at: at });
  }
  const download: RulesDownload = {
    id,
    source,
    stagedAt: at,
    effectiveFrom: effectiveFrom === "" ? latestOf(files) : effectiveFrom,
    state: "staged",
    files,
    decided: null,
    before: [],
    after: [],
  };
  keepDownload(ground, download);
  const actor: Actor = { operator: "system", pharmacist: null, desk: source };
  appendAudit(ground, { at, action: "stageRules", subject: id, actor, content: JSON.stringify(files) });
  return download;
}

function latestOf(files: readonly StagedFile[]): string {
  return files.map((file) => file.effectiveFrom).reduce((one, other) => (one > other ? one : other), "");
}

/** Keeps a supplement that was written here beside what is in use; it is activated as any other. */
export function stageHere(ground: Ground, file: RuleFile, actor: Actor): Result<RulesDownload> {
  const loads = chooseRules(ground, { files: [], supplement: file });
  if (!loads.ok) return loads;
  const { store, clock } = ground;
  const at = shanghaiTime(clock.nowMs());
  const sha256 = createHash("sha256").update(file.text, "utf8").digest("hex");
  const staged = stagedFileOf(
    { kind: "supplement", name: file.name, sha256, effectiveFrom: at, signature: null },
    file.text,
  );
  return store.write(() => {
    const named = [{ file: staged, text: file.text }];
    const download = keepStaged(ground, { source: "desk", effectiveFrom: at, named });
    appendAudit(ground, { at, action: "saveSupplement", subject: download.id, actor, content: sha256 });
    return accept(download);
  });
}

/** The rules as they would be in use with a download. */
export function chosenWith(ground: Ground, { files }: RulesDownload): Result<Chosen> {
  const textOf = ({ name, sha256 }: StagedFile): RuleFile => ({
    name,
    text: present(ground.store.packs.bySha256(sha256), "a staged file").text,
  });
  const supplement = files.find(({ kind }) => kind === "supplement");
  return chooseRules(ground, {
    files: files.filter(({ kind }) => kind === "pack").map(textOf),
    supplement: supplement === undefined ? "keep" : textOf(supplement),
  });
}

/**
 * Takes a download into use, or at its moment when that is still to come; by a supervisor. All of it is checked again:
 * what was kept meanwhile must still be what was signed.
 */
export function activateRules(ground: Ground, id: string, approval: Approval): Result<RulesDownload> {
  const approved = approve(ground, approval, isSupervising);
  if (!approved.ok) return approved;
  const done = ground.store.write(() => decideInside(ground, id, approval));
  if (done.ok && done.value.state === "active") ground.books.reload();
  return done;
}

function decideInside(ground: Ground, id: string, approval: Approval): Result<RulesDownload> {
  const found = waiting(ground, id, ["staged", "scheduled"]);
  if (!found.ok) return found;
  const { store, clock } = ground;
  const at = shanghaiTime(clock.nowMs());
  const { operator, desk } = approval;
  const decided = { ...found.value, decided: { at, operator, desk } };
  if (found.value.effectiveFrom <= at) return useNow(ground, decided);
  const loads = checkStaged(ground, decided);
  if (!loads.ok) return loads;
  const scheduled: RulesDownload = { ...decided, state: "scheduled" };
  keepDownload(ground, scheduled);
  const content = scheduled.effectiveFrom;
  appendAudit(ground, { at, action: "scheduleRules", subject: id, actor: actorOf(approval), content });
  const due = store.counters.read("rulesDueMs") ?? Number.MAX_SAFE_INTEGER;
  store.counters.write({ rulesDueMs: Math.min(due, Date.parse(content)) });
  return accept(scheduled);
}

function checkStaged(ground: Ground, download: RulesDownload): Result<Chosen> {
  for (const file of download.files) {
    const { signature, sha256 } = file;
    const older = signature === null ? null : olderThan(ground, file);
    if (older !== null) return older;
    if (signature === null) continue;
    const { text } = present(ground.store.packs.bySha256(sha256), "a staged file");
    const checked = checkSigned(ground, { notice: { ...file, signature }, text });
    if (!checked.ok) return checked;
  }
  return chosenWith(ground, download);
}

function useNow(ground: Ground, download: RulesDownload): Result<RulesDownload> {
  const chosen = checkStaged(ground, download);
  if (!chosen.ok) return chosen;
  const { store } = ground;
  const inUse = (): string[] => store.packs.inUse().map(({ sha256 }) => sha256);
  const before = inUse();
  const actor = decidedBy(download);
  putInUse(ground, chosen.value, { action: "activateRules", actor });
  const states = doorStateOf(ground);
  for (const { sha256, effectiveFrom } of download.files)
    states.keepState("rules-notice", sha256, effectiveFrom);
  const active: RulesDownload = { ...download, state: "active", before, after: inUse() };
  keepDownload(ground, active);
  return accept(active);
}

function decidedBy({ decided }: RulesDownload): Actor {
  const { operator, desk } = present(decided, "who decided");
  return { operator, desk, pharmacist: null };
}

/** Takes into use what was decided for a moment that has come. @returns whether anything changed */
export function applyDueRules(ground: Ground): boolean {
  const { store, clock, books } = ground;
  const nowMs = clock.nowMs();
  if ((store.counters.read("rulesDueMs") ?? Number.MAX_SAFE_INTEGER) > nowMs) return false;
  const now = shanghaiTime(nowMs);
  const isChanged = store.write(() => {
    const scheduled = rulesDownloads(ground)
      .filter(({ state }) => state === "scheduled")
      .toSorted((one, other) => (one.effectiveFrom < other.effectiveFrom ? -1 : 1));
    let changed = false;
    for (const download of scheduled.filter(({ effectiveFrom }) => effectiveFrom <= now)) {
      const used = useNow(ground, download);
      changed ||= used.ok;
      if (used.ok) continue;
      // Something else has changed since: whoever decided it has to look again.
      keepDownload(ground, { ...download, state: "staged" });
      const content = used.refusal.code;
      const actor = decidedBy(download);
      appendAudit(ground, { at: now, action: "rulesNotApplied", subject: download.id, actor, content });
    }
    const next = scheduled.find(({ effectiveFrom }) => effectiveFrom > now);
    const rulesDueMs = next === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(next.effectiveFrom);
    store.counters.write({ rulesDueMs });
    return changed;
  });
  if (isChanged) books.reload();
  return isChanged;
}

/** Puts away a download that has not been in use. */
export function discardRules(ground: Ground, id: string, approval: Approval): Result<RulesDownload> {
  const approved = approve(ground, approval, isSupervising);
  if (!approved.ok) return approved;
  const actor = actorOf(approval);
  return ground.store.write(() => {
    const found = waiting(ground, id, ["staged", "scheduled"]);
    if (!found.ok) return found;
    const at = shanghaiTime(ground.clock.nowMs());
    const { operator, desk } = actor;
    const discarded: RulesDownload = { ...found.value, state: "discarded", decided: { at, operator, desk } };
    keepDownload(ground, discarded);
    appendAudit(ground, { at, action: "discardRules", subject: id, actor, content: id });
    return accept(discarded);
  });
}

/** What was in use before a download is in use again; by a supervisor, and only while nothing else has come since. */
export function rollBackRules(ground: Ground, id: string, approval: Approval): Result<RulesDownload> {
  const approved = approve(ground, approval, isSupervising);
  if (!approved.ok) return approved;
  const { store, clock, books } = ground;
  const done = store.write((): Result<RulesDownload> => {
    const found = waiting(ground, id, ["active"]);
    if (!found.ok) return found;
    const { after, before } = found.value;
    const inUse = store.packs.inUse().map(({ sha256 }) => sha256);
    if (after.toSorted().join(" ") !== inUse.toSorted().join(" "))
      return decline("DOWNLOAD_STATE", "启用之后在用政策已另有更改，请先撤回后来的更改", { id });
    const rows = before.map((sha256) => present(store.packs.bySha256(sha256), "what was in use before"));
    const chosen: Chosen = {
      packs: rows.filter(({ kind }) => kind === "pack"),
      supplement: rows.find(({ kind }) => kind === "supplement") ?? null,
    };
    putInUse(ground, chosen, { action: "rollBackRules", actor: actorOf(approval) });
    const { operator, desk } = approval;
    const decided = { at: shanghaiTime(clock.nowMs()), operator, desk };
    const rolledBack: RulesDownload = { ...found.value, state: "rolledBack", decided };
    keepDownload(ground, rolledBack);
    return accept(rolledBack);
  });
  if (done.ok) books.reload();
  return done;
}

function waiting(
  ground: Ground,
  id: string,
  states: readonly RulesDownload["state"][],
): Result<RulesDownload> {
  const found = findDownload(ground, id);
  if (found === null) return decline("DOWNLOAD_NOT_FOUND", "没有这份下载，请核对编号", { id });
  if (states.includes(found.state)) return accept(found);
  return decline("DOWNLOAD_STATE", "这份下载已经办过，不能再办", { id, state: found.state });
}
