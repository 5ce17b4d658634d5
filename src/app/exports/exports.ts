import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

import { parseCivilDate } from "../../base/civil-date.ts";
import { claimInvalid } from "../../settle/preconditions.ts";
import { actorOf, approve, isSupervising } from "../approvals.ts";
import { appendAudit } from "../audit-chain.ts";
import { shanghaiTime } from "../clock.ts";
import type { Ground } from "../ground.ts";
import { accept, decline } from "../ground.ts";
import type { Approval } from "../supervision.ts";
import type { Actor, Refused, Result } from "../terminal.ts";
import type { Work } from "../upkeep.ts";
import { begun, ending } from "../upkeep.ts";
import { daysOf } from "./day-rows.ts";
import type { Exported, ExportRequest } from "./export-rows.ts";
import { endingOf, exportRows } from "./export-rows.ts";
import type { Threads } from "./rows-beside.ts";

export interface ExportWork extends Work, Omit<Exported, "sha256"> {
  /** Whoever started it knows it, and nobody else: by it alone the work is asked for. */
  readonly id: string;
  readonly filename: string;
  /** Of the whole file; null until then. */
  readonly sha256: string | null;
}

/** A whole file, for one download. */
export interface TakenExport {
  readonly file: string;
  readonly filename: string;
}

interface Running {
  readonly signal: AbortSignal;
  readonly progress: (done: number, of: number) => void;
}

/** Rows of the books as files for other programs. Each is entered in the audit chain when it begins and when it is whole. */
export interface Exports {
  /** By a supervisor; one at a time. */
  readonly startExport: (request: ExportRequest, approval: Approval) => Result<ExportWork>;
  readonly exportState: (id: string) => Result<ExportWork>;
  readonly stopExport: (id: string) => Result<ExportWork>;
  /** A secret that hands out the whole file once, within a minute. */
  readonly exportTicket: (id: string) => Result<string>;
  /** null: no such secret, or no longer. */
  readonly takeExport: (ticket: string) => TakenExport | null;
  /** To a file of the caller's choice, for whoever has the data directory anyway. @throws StoreError */
  readonly exportTo: (
    request: ExportRequest,
    to: { readonly file: string; readonly actor: Actor } & Running,
  ) => Promise<Result<Exported>>;
}

const ticketMs = 60_000;
/** Ten years and a few days. */
const daysMax = 3660;

export function exportsOf(
  ground: Ground,
  { closing, ...threads }: Threads & { readonly closing: AbortSignal },
): Exports {
  const place = join(resolve(threads.dir), "exports");
  const forget = (): void => rmSync(place, { recursive: true, force: true });
  // What an engine left that ended in the middle is nobody's any more.
  forget();
  closing.addEventListener("abort", forget, { once: true });
  return {
    ...kept(ground, { place, closing, threads }),
    exportTo: (request, to) => exportTo(ground, request, { ...to, threads }),
  };
}

interface Means {
  readonly place: string;
  readonly closing: AbortSignal;
  readonly threads: Threads;
}

function kept(ground: Ground, { place, closing, threads }: Means): Omit<Exports, "exportTo"> {
  let work: ExportWork | null = null;
  let stopping = new AbortController();
  const tickets = ticketsOf(ground);
  const fileOf = (id: string): string => join(place, id);
  const held = (id: string): Result<ExportWork> => (work?.id === id ? accept(work) : notFound());
  const change = (id: string, more: Partial<ExportWork>): void => {
    if (work?.id === id) work = { ...work, ...more };
  };
  const start = (request: ExportRequest, actor: Actor): ExportWork => {
    tickets.forget();
    stopping = new AbortController();
    return begin(ground, { place, request, actor });
  };
  const run = async (id: string, request: ExportRequest, actor: Actor): Promise<void> => {
    const signal = AbortSignal.any([closing, stopping.signal]);
    const progress = (done: number, of: number): void => change(id, { done, of });
    const end = await ending(ground, signal, async () => {
      const written = await exportRows(ground, request, { file: fileOf(id), signal, progress, threads });
      noteDone(ground, request, { actor, written });
      change(id, written);
    });
    change(id, end);
  };
  return {
    startExport: (request, approval) => {
      const wrong = faultOf(request);
      if (wrong !== null) return wrong;
      const approved = approve(ground, approval, isSupervising);
      if (!approved.ok) return approved;
      if (work?.is === "running") return decline("VERIFY_RUNNING", "导出正在进行，请等它结束后再试", {});
      const actor = actorOf(approval);
      const started = (work = start(request, actor));
      const { id } = started;
      run(id, request, actor).catch((error: unknown) => change(id, { is: "failed", reason: String(error) }));
      return accept(started);
    },
    exportState: held,
    stopExport: (id) => {
      const found = held(id);
      if (!found.ok) return found;
      stopping.abort();
      // It became whole while it was being stopped: nobody comes for it.
      if (found.value.is === "done" && !tickets.wereGiven()) {
        rmSync(fileOf(id), { force: true });
        change(id, { is: "stopped" });
      }
      return held(id);
    },
    exportTicket: (id) => {
      const found = held(id);
      if (!found.ok) return found;
      return found.value.is === "done" ? accept(tickets.make()) : notFound();
    },
    takeExport: (ticket) => {
      if (!tickets.take(ticket) || work?.is !== "done") return null;
      return { file: fileOf(work.id), filename: work.filename };
    },
  };
}

interface Beginning {
  readonly place: string;
  readonly request: ExportRequest;
  readonly actor: Actor;
}

/** In an empty place: one file at a time lies there. */
function begin(ground: Ground, { place, request, actor }: Beginning): ExportWork {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true, mode: 0o700 });
  noteBegun(ground, request, actor);
  const id = randomBytes(24).toString("base64url");
  return { ...begun(ground), id, filename: filenameOf(request), rows: 0, bytes: 0, sha256: null };
}

/** Secrets that are good once, for a minute. */
function ticketsOf({ clock }: Ground) {
  const tickets = new Map<string, number>();
  let wereGiven = false;
  return {
    wereGiven: (): boolean => wereGiven,
    make: (): string => {
      wereGiven = true;
      const ticket = randomBytes(24).toString("base64url");
      tickets.set(ticket, clock.nowMs() + ticketMs);
      return ticket;
    },
    take: (ticket: string): boolean => {
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      return until !== undefined && until >= clock.nowMs();
    },
    forget: (): void => {
      wereGiven = false;
      tickets.clear();
    },
  };
}

async function exportTo(
  ground: Ground,
  request: ExportRequest,
  { actor, ...run }: Parameters<Exports["exportTo"]>[1] & { readonly threads: Threads },
): Promise<Result<Exported>> {
  const wrong = faultOf(request);
  if (wrong !== null) return wrong;
  noteBegun(ground, request, actor);
  const written = await exportRows(ground, request, run);
  noteDone(ground, request, { actor, written });
  return accept(written);
}

/** What is asked for and cannot be; null: nothing. */
function faultOf({
  what,
  format,
  from,
  to,
}: ExportRequest): { readonly ok: false; readonly refusal: Refused } | null {
  const fault = (path: string, value: string, reason: string) => ({
    ok: false as const,
    refusal: claimInvalid([{ path, value, reason }]),
  });
  for (const [path, day] of [
    ["from", from],
    ["to", to],
  ] as const)
    if (parseCivilDate(day) === null) return fault(path, day, "日期不存在");
  if (from > to) return fault("to", to, "截止日期不能早于起始日期");
  if (daysOf({ from, to }) > daysMax) return fault("to", to, `期间不得超过 ${daysMax} 天`);
  if ((what === "statement") !== (format === "3202"))
    return fault("format", format, "3202 格式只用于对账明细（statement），对账明细也只有这种格式");
  if (what === "statement" && from !== to) return fault("to", to, "对账明细一次只导出一天");
  return null;
}

/** Says what it is and of when, and of nobody. */
function filenameOf({ what, format, from, to }: ExportRequest): string {
  return `onestop-${what}-${from}${from === to ? "" : `-${to}`}.${endingOf[format]}`;
}

function noteBegun(ground: Ground, request: ExportRequest, actor: Actor): void {
  note(ground, request, { actor, action: "export", content: JSON.stringify(request) });
}

function noteDone(
  ground: Ground,
  request: ExportRequest,
  { actor, written }: { readonly actor: Actor; readonly written: Exported },
): void {
  const content = JSON.stringify({ ...request, ...written });
  note(ground, request, { actor, action: "exportDone", content });
}

function note(
  ground: Ground,
  { what, format, from, to }: ExportRequest,
  { actor, action, content }: { readonly actor: Actor; readonly action: string; readonly content: string },
): void {
  const at = shanghaiTime(ground.clock.nowMs());
  const subject = `${what} ${format} ${from} ${to}`;
  ground.store.write(() => appendAudit(ground, { at, action, subject, actor, content }));
}

function notFound() {
  return decline("DOWNLOAD_NOT_FOUND", "没有这份导出文件，请重新导出", {});
}
