import { z } from "zod";

import type { Committed } from "../app/terminal.ts";
import type { Attempt, DoorBooks, Turn } from "./turn.ts";
import { no } from "./turn.ts";

const line = z.object({
  id: z.string(),
  code: z.string(),
  ownCode: z.string().nullable(),
  qty: z.string(),
  price: z.string(),
  amount: z.string(),
  occurredAt: z.string(),
  batch: z.string().nullable(),
  original: z.string().nullable(),
  prescriptionNo: z.string().nullable(),
  external: z.boolean(),
  splitPack: z.boolean(),
  traceExempt: z.string().nullable(),
  traceCodes: z.array(z.string()),
  name: z.string(),
  kind: z.string(),
  class: z.enum(["A", "B", "C"]),
  priceLimit: z.string().nullable(),
  selfPayRatio: z.string(),
  chronicListed: z.boolean(),
  dualChannel: z.boolean(),
  /** The settlement that holds it; null while none does. */
  settledBy: z.string().nullable(),
});

const extension = z.object({
  prescription: z
    .object({ issuerLevel: z.string(), issuedOn: z.string(), validDays: z.number().optional() })
    .nullable(),
  offSite: z.object({ recordType: z.string().nullable(), recordedOn: z.string().nullable() }).nullable(),
  emergency: z.boolean(),
  pregnancyId: z.string().nullable(),
  // A visit that an earlier program kept says nothing of it.
  account: z
    .object({ requested: z.string().nullable(), relatives: z.array(z.string()).readonly() })
    .nullable()
    .default(null),
});

const visitSchema = z.object({
  id: z.string(),
  kind: z.enum(["sale", "outpatient", "stay"]),
  psnNo: z.string(),
  insutype: z.string(),
  certType: z.string(),
  visitNo: z.string(),
  begin: z.string(),
  end: z.string().nullable(),
  medType: z.string().nullable(),
  diseaseCode: z.string().nullable(),
  birthControl: z.string().nullable(),
  extension,
  lines: z.array(line),
  settlements: z.array(z.object({ settlementId: z.string(), msgid: z.string() })),
  /** A settlement that was begun: whether it was committed is the ledger's to say. */
  pending: z.object({ msgid: z.string(), lines: z.array(z.string()) }).nullable(),
  openedBy: z.string(),
});

/** A visit, a stay or a pharmacy sale between its messages. No name and no number of a document stands in it. */
export type Visit = z.output<typeof visitSchema>;
export type VisitLine = Visit["lines"][number];

const contextSchema = z.object({
  inputHash: z.string(),
  infno: z.string(),
  visitId: z.string(),
  visitNo: z.string(),
  certType: z.string(),
  insutype: z.string(),
  medType: z.string(),
  balanceBefore: z.int(),
  begin: z.string(),
  end: z.string(),
  diseaseCode: z.string().nullable(),
  invoiceNo: z.string().nullable(),
  operatorNo: z.string(),
  lines: z.array(line),
  /** The visit of a sale, which no other message opens or changes; books from before have it on its own. */
  sale: visitSchema.nullable().default(null),
});

/** What a settlement's answer needs beyond the ledger; written before the commit, so that a lost answer can be given again. */
export type SettleContext = z.output<typeof contextSchema>;

const answerSchema = z.object({
  inputHash: z.string(),
  infno: z.string(),
  psnNo: z.string().nullable(),
  answer: z.object({
    infcode: z.literal(0),
    inf_refmsgid: z.string(),
    refmsg_time: z.string(),
    respond_time: z.string(),
    err_msg: z.string(),
    output: z.record(z.string(), z.unknown()),
  }),
});
export type KeptAnswer = z.output<typeof answerSchema>;

function read<T>(terminal: DoorBooks, kind: string, id: string, schema: z.ZodType<T>): T | null {
  const value = terminal.readState(kind, id);
  return value === undefined || value === null ? null : schema.parse(value);
}

export function readAnswer(terminal: DoorBooks, msgid: string): KeptAnswer | null {
  return read(terminal, "answer", msgid, answerSchema);
}

export function keepAnswer(terminal: DoorBooks, msgid: string, kept: KeptAnswer): void {
  terminal.keepState("answer", msgid, kept);
}

export function readContext(terminal: DoorBooks, msgid: string): SettleContext | null {
  return read(terminal, "context", msgid, contextSchema);
}

export function keepContext(terminal: DoorBooks, msgid: string, context: SettleContext): void {
  terminal.keepState("context", msgid, context, context.sale?.psnNo);
}

/** A message that was undone before it came: should it still come, it is refused. */
export function keepUndone(terminal: DoorBooks, msgid: string): void {
  terminal.keepState("undone", msgid, { undone: true });
}

export function isUndone(terminal: DoorBooks, msgid: string): boolean {
  const undone = terminal.readState("undone", msgid);
  return undone !== undefined && undone !== null;
}

/** As many visits of one person as a query ever lists. */
const visitsMax = 100;
const visitIds = z.array(z.string());

/** A person's visits as the ledger has them now, in the order in which they were opened. */
export function visitsOf(terminal: DoorBooks, psnNo: string): readonly Visit[] {
  // Books from before visits had an owner keep the list of a person's visits beside them.
  const listed = read(terminal, "visits-of", psnNo, visitIds) ?? [];
  const before = listed.flatMap((id) => read(terminal, "visit", id, visitSchema) ?? []);
  const own = terminal.statesOf(psnNo, visitsMax).flatMap(({ kind, value }) => visitIn(kind, value) ?? []);
  // One that was kept again, or a sale whose reversal was undone, is here twice.
  const visits = new Map([...before, ...own].map((visit) => [visit.id, visit] as const));
  return [...visits.values()].slice(-visitsMax).map((visit) => asInLedger(terminal, visit));
}

function visitIn(kind: string, value: unknown): Visit | null {
  return kind === "visit" ? visitSchema.parse(value) : contextSchema.parse(value).sale;
}

export function keepVisit(terminal: DoorBooks, visit: Visit): void {
  terminal.keepState("visit", visit.id, visit, visit.psnNo);
}

export function dropVisit(terminal: DoorBooks, visit: Visit): void {
  terminal.dropState("visit", visit.id);
}

/**
 * What of a settlement stands now: itself, or what took its place after a reversal (a refund's remainder, an undone
 * reversal); null when nothing does.
 */
export function standingOf(terminal: DoorBooks, settlementId: string): Committed | null {
  let found = terminal.settlement(settlementId);
  while (found.ok && found.value.reversedBy !== null) found = terminal.successorOf(found.value.settlementId);
  return found.ok ? found.value : null;
}

export function readVisit(terminal: DoorBooks, id: string): Visit | null {
  const visit = read(terminal, "visit", id, visitSchema);
  return visit === null ? null : asInLedger(terminal, visit);
}

/**
 * A visit as the ledger has it now: a settlement that was begun and did come about is counted, one that has been
 * reversed since, here or at a desk, is not.
 */
function asInLedger(terminal: DoorBooks, visit: Visit): Visit {
  const begun = visit.pending === null ? null : terminal.settlementByMsgid(visit.pending.msgid);
  const come = begun !== null && begun.ok ? standingOf(terminal, begun.value.settlementId) : null;
  const pending = new Set(come === null ? [] : visit.pending?.lines);
  const standing = new Map(
    visit.settlements.map(({ settlementId }) => [settlementId, standingOf(terminal, settlementId)] as const),
  );
  if (come !== null) standing.set(come.settlementId, come);
  const settlements = new Map(
    [...standing.values()].flatMap((one) => (one === null ? [] : [[one.settlementId, one.msgid] as const])),
  );
  const holderOf = (one: VisitLine): string | null => {
    if (come !== null && pending.has(one.id)) return come.settlementId;
    return one.settledBy === null ? null : (standing.get(one.settledBy)?.settlementId ?? null);
  };
  return {
    ...visit,
    settlements: [...settlements].map(([settlementId, msgid]) => ({ settlementId, msgid })),
    lines: visit.lines.map((one) => ({ ...one, settledBy: holderOf(one) })),
  };
}

/** The visit that a message names, of the person it names. */
export function findVisit(
  { door }: Turn,
  named: { readonly centreVisitId: string; readonly psnNo: string },
  kind: Visit["kind"],
): Attempt<Visit> {
  const visit = readVisit(door.terminal, named.centreVisitId);
  if (visit === null || visit.psnNo !== named.psnNo || visit.kind !== kind) {
    const what = kind === "stay" ? "住院登记（2401）" : "门诊挂号（2201）";
    return no("CLAIM_INVALID", `mdtrt_id 与 psn_no 没有对应的${what}，请核对就诊编号`);
  }
  return { ok: true, value: visit };
}
