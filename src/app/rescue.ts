import { createHash } from "node:crypto";

import type { SourceFile } from "../rules/pack-book.ts";
import type { AuditRow } from "../store/audit.ts";
import type { PackRow } from "../store/packs.ts";
import type { Store } from "../store/open-store.ts";
import type { Wreck, WreckedItem } from "../store/wreck.ts";
import { safely } from "../store/wreck.ts";
import { chainHash } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import { isIntact } from "./items.ts";
import type { OutboxSeal } from "./outbox-seal.ts";
import { carryFacts, carryPerson } from "./people.ts";
import type { Finding } from "./terminal.ts";
import type { Vault } from "./vault.ts";
import { attempt } from "./verify-words.ts";

/** Books that are being carried from a wreck into a new store; what is lost on the way is named. */
export interface Rescue {
  readonly wreck: Wreck;
  readonly store: Store;
  readonly vault: Vault;
  readonly outbox: OutboxSeal;
  readonly clock: () => number;
  readonly findings: Finding[];
}

/** A pack that comes with this program. */
export interface Spare {
  readonly kind: PackRow["kind"];
  readonly file: SourceFile;
}

/** Packs are what their hash says; a lost one is replaced by this program's own of the same hash. */
export function rescuePacks({ wreck, store, findings, clock }: Rescue, spares: readonly Spare[]): void {
  const rows = wreck.keys("packs").flatMap((id) => wreck.pack(id) ?? []);
  const known = new Set<string>();
  for (const row of rows.filter((one) => sha256Of(one.text) === one.sha256)) {
    // The mark of a cash sale, which needs no rules, is there already.
    if (store.packs.bySha256(row.sha256) === undefined) store.packs.add(row);
    known.add(row.sha256);
  }
  for (const sha256 of new Set([...wreck.packHashes(), ...rows.map((row) => row.sha256)])) {
    if (known.has(sha256)) continue;
    const spare = spares.find((one) => one.file.sha256 === sha256);
    if (spare === undefined) {
      findings.push({ what: "file", id: sha256, reason: "政策包损坏，须重新导入；按它结算的业务无法重算" });
      continue;
    }
    const { name, text } = spare.file;
    store.packs.add({ sha256, kind: spare.kind, name, text, in_use: 1, received_at: shanghaiTime(clock()) });
    findings.push({ what: "file", id: sha256, reason: `政策包 ${name} 损坏，已换成程序自带的同一份` });
  }
}

function sha256Of(text: unknown): string {
  return createHash("sha256").update(String(text)).digest("hex");
}

/** People whose identity opens, with what was told of them; whose newest facts are lost has none rather than old ones. */
export function rescuePeople(rescue: Rescue): void {
  const { wreck, findings } = rescue;
  const told = factsByPerson(wreck);
  const keys = new Map<string, Buffer>();
  const found = wreck.keys("persons").filter((key) => Buffer.isBuffer(key));
  for (const key of [...found, ...Array.from(told.values(), (one) => one.key)])
    keys.set(key.toString("hex"), key);
  for (const [id, key] of keys) {
    const reason = attempt(() => rescuePerson(rescue, key, told.get(id)?.ids ?? []));
    if (reason !== null) findings.push({ what: "person", id, reason });
  }
  const rows = wreck.keys("credentials").filter((key) => Buffer.isBuffer(key));
  const homeless = rows.filter((key) => rescue.store.persons.keyOf(key) === undefined);
  if (homeless.length > 0) {
    const reason = `${homeless.length} 个凭证找不到所属的人，这些人须重新获取参保信息`;
    findings.push({ what: "person", id: "credentials", reason });
  }
}

function rescuePerson(rescue: Rescue, key: Buffer, ids: readonly number[]): string | null {
  const { wreck, store } = rescue;
  const sealed = safely(() => wreck.tables.persons.sealed(key));
  if (sealed === undefined) return "参保人记录读不出来";
  carryPerson(rescue, key, sealed);
  const newest = ids.at(-1);
  if (newest === undefined) return "没有参保信息";
  for (const id of ids) {
    const row = wreck.facts(id);
    const reason = row === undefined ? "读不出来" : attempt(() => carried(rescue, row));
    if (reason !== null && id === newest) return "最近的参保信息损坏，须重新获取";
  }
  return store.persons.facts(key) === undefined ? "没有参保信息" : null;
}

function carried(rescue: Rescue, row: Parameters<typeof carryFacts>[1]): null {
  carryFacts(rescue, row);
  return null;
}

/** The rows of facts of each person, oldest first, from the index and from the table. */
function factsByPerson(wreck: Wreck): ReadonlyMap<string, { readonly key: Buffer; readonly ids: number[] }> {
  const told = new Map<string, { key: Buffer; ids: number[] }>();
  const add = (key: unknown, id: unknown): void => {
    if (!Buffer.isBuffer(key) || typeof id !== "number") return;
    const person = told.get(key.toString("hex")) ?? { key, ids: [] };
    told.set(key.toString("hex"), person);
    if (!person.ids.includes(id)) person.ids.push(id);
  };
  for (const { person_key: key, id } of wreck.factsOf()) add(key, id);
  for (const id of wreck.keys("person_facts")) add(wreck.facts(id)?.person_key, id);
  for (const person of told.values()) person.ids.sort((a, b) => a - b);
  return told;
}

/** What is in use comes over; what was prepared for the next edition, or not swept up yet, stays behind. */
export function rescueItems({ wreck, store, vault, findings }: Rescue): void {
  const edition = editionOf(wreck, findings);
  // No edition that anything was prepared for: it is prepared again.
  store.catalogue.takeIntoUse(edition + 1);
  let next = 1;
  for (const id of wreck.keys("catalogue")) {
    if (typeof id !== "number") continue;
    lostRange(findings, "file", {
      from: next,
      to: id - 1,
      name: "catalogue",
      reason: "目录项目读不出来，须重新导入",
    });
    next = id + 1;
    const row = wreck.item(id);
    const isWhole = row !== undefined && attempt(() => (isIntact(vault, row) ? null : "")) === null;
    if (!isWhole) findings.push({ what: "file", id: `catalogue ${id}`, reason: "目录项目损坏，须重新导入" });
    else if (isInUse(row, edition)) store.catalogue.add(row);
  }
}

function editionOf(wreck: Wreck, findings: Finding[]): number {
  const edition = wreck.edition();
  if (edition !== undefined) return edition;
  findings.push({ what: "file", id: "catalogue_edition", reason: "在用的目录版次读不出来，须重新导入目录" });
  const known = wreck.keys("catalogue").map((id) => wreck.item(id)?.since_edition ?? 0);
  return known.reduce((newest, one) => Math.max(newest, one), 0);
}

function isInUse({ since_edition: since, until_edition: until }: WreckedItem, edition: number): boolean {
  return since <= edition && (until === null || until > edition);
}

/** Entries of the chain that are what their hash says. @param anchored  how many there were, by the anchor */
export function rescueAudit(rescue: Rescue, anchored: number): readonly AuditRow[] {
  const { wreck, store, vault, findings } = rescue;
  const entries: AuditRow[] = [];
  let next = 1;
  const lost = (to: number): void =>
    lostRange(findings, "audit", { from: next, to, name: "", reason: "审计记录缺失或损坏" });
  for (const number of wreck.keys("audit")) {
    const row = typeof number === "number" ? safely(() => wreck.tables.audit.byNumber(number)) : undefined;
    if (row === undefined || attempt(() => (chainHash(vault, row).equals(row.hash) ? null : "")) !== null)
      continue;
    lost(row.number - 1);
    next = row.number + 1;
    store.audit.add(row);
    entries.push(row);
    // The seal of a day is its entry: day and hash stand in it.
    const { subject: day, at: closed_at, operator, hash: audit_hash } = row;
    if (row.action === "closeDay") {
      const told = safely(() => wreck.tables.dayCloses.byDay(day))?.totals ?? null;
      const totals = told !== null && vault.digest(told).equals(row.content) ? told : null;
      store.dayCloses.add({ day, closed_at, operator, audit_hash, totals });
      if (told === null || totals === null)
        findings.push({ what: "day", id: day, reason: "日结合计读不出来或被改动，没有转入" });
    }
  }
  lost(anchored);
  return entries;
}

interface Lost {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly reason: string;
}

function lostRange(findings: Finding[], what: Finding["what"], { from, to, name, reason }: Lost): void {
  if (to < from) return;
  const range = from === to ? String(from) : `${from}-${to}`;
  findings.push({ what, id: `${name} ${range}`.trim(), reason });
}
