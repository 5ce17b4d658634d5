import { hash } from "node:crypto";

import { z } from "zod";

import { canonicalJson } from "../base/canonical-json.ts";
import { civilDate, parseCivilDate } from "../base/civil-date.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import { populations } from "../rules/schema-parts.ts";
import type { FilingFacts } from "../upload/filing.ts";
import { judgeFiling } from "../upload/filing.ts";
import type { MessageEvent } from "../upload/message-state.ts";
import { isOpen, nextState } from "../upload/message-state.ts";
import { regionOfPlan } from "../wire/codes.ts";
import type { FilingRequest } from "../wire/filings.ts";
import { filedAbout, filedRecords } from "../wire/filings.ts";
import { appendAudit } from "./audit-chain.ts";
import { secondOf, shanghaiDay, shanghaiTime } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { personByNo } from "./people.ts";
import type { Actor, Identified, Result } from "./terminal.ts";
import { mintMsgid } from "./write-settlement.ts";

const days = {
  psnNo: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  reason: z.string().nullable(),
};
const requestShape = z.discriminatedUnion("kind", [
  z.strictObject({
    ...days,
    kind: z.literal("chronic"),
    insutype: z.string(),
    office: z.string(),
    diseaseCode: z.string(),
    diseaseName: z.string(),
    hospitalCode: z.string(),
    hospitalName: z.string(),
    identifiedOn: z.string(),
    doctorCode: z.string().nullable(),
    doctorName: z.string().nullable(),
  }),
  z.strictObject({
    ...days,
    kind: z.literal("offSite"),
    recordType: z.enum(filedRecords),
    region: z.string(),
  }),
  z.strictObject({
    ...days,
    kind: z.literal("designation"),
    purpose: z.enum(["chronic", "ordinary"]),
    institutionCode: z.string(),
    institutionName: z.string(),
  }),
]);

const filingShape = z.object({
  msgid: z.string(),
  psnNo: z.string(),
  plan: z.string(),
  request: requestShape,
  /** The filing that this one takes back, by its number there and here; null: it files something. */
  withdraws: z.object({ msgid: z.string(), serial: z.string() }).nullable(),
  /** The one that took this one back. */
  withdrawnBy: z.string().nullable(),
  state: z.enum(["pending", "sent", "confirmed", "rejected", "unknown"]),
  tries: z.int(),
  /** Whether bills settle directly by it, or it only serves a claim by hand. */
  counts: z.enum(["direct", "manualClaim"]),
  filedAt: z.string(),
  operator: z.string(),
  desk: z.string(),
  /** The centre's number of it. */
  serial: z.string().nullable(),
  /** Why the centre has rejected it. */
  rejection: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** Something that the counter asks the centre to put on file, from the moment it is written down. */
export type Filing = z.output<typeof filingShape>;

/** What the caller knows of a chronic filing; insurance and office are the person's own. */
export type NewFiling =
  | Omit<Extract<FilingRequest, { kind: "chronic" }>, "insutype" | "office">
  | Extract<FilingRequest, { kind: "offSite" }>
  | Extract<FilingRequest, { kind: "designation" }>;

export interface FilingOrder {
  readonly request: NewFiling;
  /** The stay that a late record is for. */
  readonly stay: FilingFacts["stay"];
  readonly idempotencyKey: string;
  readonly actor: Actor;
}

export interface FilingBooks {
  /** Whether it can be filed, and what it will do; nothing is written. */
  readonly previewFiling: (order: Pick<FilingOrder, "request" | "stay">) => Result<Pick<Filing, "counts">>;
  readonly fileRequest: (order: FilingOrder) => Result<Filing>;
  readonly withdrawFiling: (order: {
    readonly msgid: string;
    readonly reason: string;
    readonly idempotencyKey: string;
    readonly actor: Actor;
  }) => Result<Filing>;
  readonly filing: (msgid: string) => Result<Filing>;
  /** Of a person, in the order in which they were asked. */
  readonly filingsOf: (psnNo: string) => readonly Filing[];
  /** Those without a final answer, oldest first. */
  readonly openFilings: (limit: number) => readonly Filing[];
  /** What has happened to one on its way. */
  readonly noteFiling: (msgid: string, event: FilingEvent) => Filing;
}

export type FilingEvent =
  | { readonly kind: Exclude<MessageEvent, "confirm" | "reject"> }
  | { readonly kind: "confirm"; readonly serial: string | null }
  | { readonly kind: "reject"; readonly code: string; readonly message: string };

const openOwner = "filings: open";
const closedOwner = "filings: closed";
/** Of one person; nobody has nearly as many. */
const ofPersonMax = 200;
const centre: Actor = { operator: "system", pharmacist: null, desk: "centre" };

export function filingBooksOf(ground: Ground): FilingBooks {
  const { store } = ground;
  return {
    previewFiling: (order) => {
      const judged = judge(ground, order);
      return judged.ok ? accept({ counts: judged.value.counts }) : judged;
    },
    fileRequest: (order) => store.write(() => fileInside(ground, order)),
    withdrawFiling: (order) => store.write(() => withdrawInside(ground, order)),
    filing: (msgid) => {
      const found = read(ground, msgid);
      return found === null
        ? decline("FILING_NOT_FOUND", "没有这份备案申请，请核对编号", { msgid })
        : accept(found);
    },
    filingsOf: (psnNo) => filingsOf(ground, psnNo),
    openFilings: (limit) =>
      doorStateOf(ground)
        .statesOf(openOwner, limit)
        .map(({ value }) => filingShape.parse(value)),
    noteFiling: (msgid, event) => store.write(() => note(ground, msgid, event)),
  };
}

function read(ground: Ground, msgid: string): Filing | null {
  const kept = doorStateOf(ground).readState("filing", msgid);
  return kept === undefined ? null : filingShape.parse(kept);
}

function keep(ground: Ground, filing: Filing): Filing {
  const owner = isOpen(filing.state) ? openOwner : closedOwner;
  doorStateOf(ground).keepState("filing", filing.msgid, filing, owner);
  return filing;
}

const numbersShape = z.array(z.string()).readonly();

function numbersOf(ground: Ground, psnNo: string): readonly string[] {
  return numbersShape.parse(doorStateOf(ground).readState("filings-of", psnNo) ?? []);
}

function filingsOf(ground: Ground, psnNo: string): readonly Filing[] {
  return numbersOf(ground, psnNo).flatMap((msgid) => read(ground, msgid) ?? []);
}

interface Judged {
  readonly counts: Filing["counts"];
  readonly plan: string;
  readonly request: FilingRequest;
}

const personShape = z.looseObject({
  population: z.enum(populations),
  chronicDiseases: z
    .array(z.object({ code: z.string(), from: z.string(), to: z.string().nullable() }))
    .default([]),
});

function judge(
  ground: Ground,
  { request: asked, stay }: Pick<FilingOrder, "request" | "stay">,
): Result<Judged> {
  const found = personByNo(ground, asked.psnNo);
  if (!found.ok) return found;
  const from = parseCivilDate(asked.from);
  if (from === null) return decline("CLAIM_INVALID", "起日有误", { from: asked.from });
  const rules = rulesOn(ground, found.value, from);
  if (!rules.ok) return rules;
  const request = withPerson(ground, asked, found.value);
  const { population, chronicDiseases } = personShape.parse(found.value.person);
  const today = shanghaiDay(ground.clock.nowMs());
  const diseases = [...chronicDiseases, ...filedHere(ground, asked.psnNo, chronicDiseases)];
  const judged = judgeFiling(request, { population, diseases, today, stay }, rules.value);
  if (!judged.ok) return decline(judged.code, judged.message, { clause: judged.clause });
  return accept({ counts: judged.counts, plan: found.value.plan, request });
}

/** Diseases that were filed here and that the facts of the person do not tell yet. */
function filedHere(ground: Ground, psnNo: string, told: FilingFacts["diseases"]): FilingFacts["diseases"] {
  return filingsOf(ground, psnNo).flatMap(({ request, state, withdraws, withdrawnBy }) => {
    if (request.kind !== "chronic" || state === "rejected" || withdraws !== null || withdrawnBy !== null)
      return [];
    const { diseaseCode: code, from, to } = request;
    return told.some((one) => one.code === code && one.from === from) ? [] : [{ code, from, to }];
  });
}

function rulesOn({ books }: Ground, { plan }: Identified, day: string): Result<RulesInForce> {
  const rules = books.current.rulesOn(plan, civilDate(day));
  return rules === null
    ? decline("PACK_NOT_FOUND", `没有 ${plan} 在 ${day} 有效的政策包，请更新政策包或核对日期`, { plan, day })
    : accept(rules);
}

function withPerson(
  { institution }: Ground,
  asked: NewFiling,
  { insutype, plan }: Identified,
): FilingRequest {
  if (asked.kind !== "chronic") return asked;
  return { ...asked, insutype, office: regionOfPlan(plan) ?? institution.region };
}

/** The same key brings the same filing; another one under it is refused. */
function known(ground: Ground, key: string, content: string): Result<Filing> | null {
  const kept = doorStateOf(ground).readState("filing-key", key);
  if (kept === undefined) return null;
  const { msgid, digest } = z.object({ msgid: z.string(), digest: z.string() }).parse(kept);
  const filing = read(ground, msgid);
  if (filing !== null && digest === hash("sha256", content)) return accept(filing);
  return decline("IDEMPOTENCY_CONFLICT", "同一幂等键下已有另一份申请，请换新键", { msgid });
}

type Fresh = Pick<Filing, "psnNo" | "plan" | "request" | "withdraws" | "counts">;

/** Written with its number before the first byte of it leaves. */
function add(
  ground: Ground,
  fresh: Fresh,
  { key, content, actor }: { readonly key: string; readonly content: string; readonly actor: Actor },
): Filing {
  const at = shanghaiTime(ground.clock.nowMs());
  const msgid = mintMsgid(ground, secondOf(at));
  const filing = keep(ground, {
    ...fresh,
    msgid,
    withdrawnBy: null,
    state: "pending",
    tries: 0,
    filedAt: at,
    operator: actor.operator,
    desk: actor.desk,
    serial: null,
    rejection: null,
  });
  const states = doorStateOf(ground);
  const numbers = [...numbersOf(ground, fresh.psnNo), msgid].slice(-ofPersonMax);
  states.keepState("filings-of", fresh.psnNo, numbers);
  states.keepState("filing-key", key, { msgid, digest: hash("sha256", content) });
  const action = fresh.withdraws === null ? "fileRequest" : "withdrawFiling";
  appendAudit(ground, { at, action, subject: msgid, actor, content });
  return filing;
}

function fileInside(ground: Ground, order: FilingOrder): Result<Filing> {
  const { request, stay, idempotencyKey: key, actor } = order;
  const content = canonicalJson({ request: { ...request }, stay: stay === null ? null : { ...stay } });
  const before = known(ground, key, content);
  if (before !== null) return before;
  const judged = judge(ground, order);
  if (!judged.ok) return judged;
  const { counts, plan } = judged.value;
  const fresh = { psnNo: request.psnNo, plan, request: judged.value.request, withdraws: null, counts };
  return accept(add(ground, fresh, { key, content, actor }));
}

function withdrawInside(
  ground: Ground,
  { msgid, reason, idempotencyKey: key, actor }: Parameters<FilingBooks["withdrawFiling"]>[0],
): Result<Filing> {
  const content = canonicalJson({ withdraw: msgid, reason });
  const before = known(ground, key, content);
  if (before !== null) return before;
  const filed = read(ground, msgid);
  if (filed === null) return decline("FILING_NOT_FOUND", "没有这份备案申请，请核对编号", { msgid });
  const { psnNo, plan, counts, serial, request } = filed;
  if (
    filed.state !== "confirmed" ||
    serial === null ||
    filed.withdraws !== null ||
    filed.withdrawnBy !== null
  )
    return decline("FILING_STATE", "只有中心已确认、未撤销的备案可以撤销", { msgid, state: filed.state });
  const fresh = { psnNo, plan, counts, request: { ...request, reason }, withdraws: { msgid, serial } };
  const withdrawal = add(ground, fresh, { key, content, actor });
  keep(ground, { ...filed, withdrawnBy: withdrawal.msgid });
  return accept(withdrawal);
}

function note(ground: Ground, msgid: string, event: FilingEvent): Filing {
  const filing = filingShape.parse(read(ground, msgid));
  const state = nextState(filing.state, event.kind);
  const tries = filing.tries + (event.kind === "send" ? 1 : 0);
  const serial = event.kind === "confirm" ? event.serial : filing.serial;
  const rejection = event.kind === "reject" ? { code: event.code, message: event.message } : filing.rejection;
  const noted = keep(ground, { ...filing, state, tries, serial, rejection });
  if (event.kind !== "confirm" && event.kind !== "reject") return noted;
  const at = shanghaiTime(ground.clock.nowMs());
  const content = canonicalJson({ about: filedAbout(filing.request), serial, rejection });
  appendAudit(ground, { at, action: `filing ${state}`, subject: msgid, actor: centre, content });
  // What could not be taken back stands, and may be tried again.
  const original =
    event.kind === "reject" && filing.withdraws !== null ? read(ground, filing.withdraws.msgid) : null;
  if (original !== null) keep(ground, { ...original, withdrawnBy: null });
  return noted;
}
