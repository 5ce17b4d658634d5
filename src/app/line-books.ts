import { z } from "zod";

import { present } from "../base/assert.ts";
import type { Difference } from "../upload/compare-split.ts";
import type { Split } from "../settle/settlement.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { psnNoOf } from "../wire/centre-request.ts";
import type { CentreNumbers } from "../wire/outgoing.ts";
import type { ToldPerson } from "../wire/person-facts.ts";
import { secondOf, shanghaiTime } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Finding } from "./findings.ts";
import {
  acceptDifference,
  expectedThere,
  findingOf,
  isAsHereAfterAll,
  keepFinding,
  openFindingsOf,
} from "./findings.ts";
import type { Ground } from "./ground.ts";
import type { Outbox, UnsentMessage } from "./outbox.ts";
import { outboxOf, unsentOf } from "./outbox.ts";
import { markDiffering, noteIdentified, toIdentify } from "./refresh-people.ts";
import { reverse } from "./reverse.ts";
import type { Actor, Result } from "./terminal.ts";
import { mintMsgid } from "./write-settlement.ts";

/** How far the transactions before a settling one have come, so that none is done twice under two numbers. */
export interface Progress {
  /** Numbers of the transactions before, in their order. */
  readonly msgids: readonly string[];
  readonly done: number;
  readonly centreVisitId: string | null;
}

/** What a centre's answer comes to for the books. */
export type Delivered =
  | ({ readonly state: "confirmed"; readonly differences: readonly Difference[] } & CentreNumbers)
  | { readonly state: "rejected"; readonly code: string; readonly message: string };

/** The books as the line to the centre reads and writes them. */
export interface LineBooks extends Outbox {
  /** A number of this terminal's block that is never given again. */
  readonly newMsgid: () => string;
  /** The message that goes next of the person of a settlement; null when none of theirs is open. */
  readonly nextOf: (settlementId: string) => UnsentMessage | null;
  /** The amounts that the centre is expected to tell of a settlement. */
  readonly splitOf: (number: number) => Split;
  readonly progressOf: (unsent: UnsentMessage) => Progress;
  readonly keepProgress: (msgid: string, progress: Progress) => void;
  /** The identity number by which the centre is asked for the person of a sale before it hears of it; null: it knows them. */
  readonly toIdentify: (unsent: UnsentMessage) => string | null;
  /** The centre knows them. */
  readonly noteIdentified: (told: Pick<ToldPerson, "psnNo" | "filings">) => void;
  /** Writes what the centre answered, with all that follows from it, or nothing. */
  readonly deliver: (unsent: UnsentMessage, delivered: Delivered) => void;
  /** The centre never had what it takes back: it is done without having been sent. */
  readonly drop: (unsent: UnsentMessage) => void;
  readonly openCount: () => Readonly<Record<"pending" | "sent" | "unknown", number>>;
  /** What is not settled between desk and centre, the newest last. */
  readonly findings: (limit: number) => readonly Finding[];
  readonly findingOf: (msgid: string) => Finding | null;
  /** The cashier takes the centre's split: the difference is theirs to settle with the person. */
  readonly acceptDifference: (msgid: string, actor: Actor) => Result<Finding>;
}

const progressShape = z.object({
  msgids: z.array(z.string()).readonly(),
  done: z.int(),
  centreVisitId: z.string().nullable(),
});

/** More are never left open: a day is closed when each has been seen to. */
const findingsMax = 1000;

const centre: Actor = { operator: "system", pharmacist: null, desk: "centre" };

export function lineBooksOf(ground: Ground): LineBooks {
  const { store, clock, outbox } = ground;
  const states = doorStateOf(ground);
  const box = outboxOf({ store, outbox, nowMs: clock.nowMs });
  const newMsgid = (): string => store.write(() => mintMsgid(ground, secondOf(shanghaiTime(clock.nowMs()))));
  return {
    ...box,
    newMsgid,
    nextOf: (settlementId) => {
      const row = store.settlements.byId(settlementId);
      const open = row === undefined ? undefined : store.messages.openOf(row.person_key);
      return open === undefined ? null : unsentOf(outbox, open);
    },
    splitOf: (number) => expectedThere(ground, rowOf(ground, number)),
    progressOf: (unsent) => progressOf(ground, states, { unsent, newMsgid }),
    keepProgress: (msgid, progress) => states.keepState("upload", msgid, progress),
    toIdentify: ({ number, original }) =>
      original === null ? toIdentify(ground, rowOf(ground, number).person_key) : null,
    noteIdentified: (told) => store.together(() => noteIdentified(ground, told)),
    deliver: (unsent, delivered) =>
      store.together(() => deliverInside(ground, { box, states }, unsent, delivered)),
    drop: ({ msgid }) =>
      store.together(() => {
        box.markSent(msgid);
        box.markAnswered(msgid, { state: "confirmed", centreVisitId: null, centreSettlementId: null });
      }),
    openCount: () => ({
      pending: 0,
      sent: 0,
      unknown: 0,
      ...Object.fromEntries(store.messages.counts().map(({ state, count }) => [state, count])),
    }),
    findings: (limit) => openFindingsOf(ground, limit),
    findingOf: (msgid) => findingOf(ground, msgid),
    acceptDifference: (msgid, actor) => acceptDifference(ground, { msgid, actor }),
  };
}

type States = ReturnType<typeof doorStateOf>;

function progressOf(
  { store }: Ground,
  states: States,
  { unsent, newMsgid }: { readonly unsent: UnsentMessage; readonly newMsgid: () => string },
): Progress {
  const { msgid, message, original } = unsent;
  const none = { msgids: [], done: 0, centreVisitId: original?.centreVisitId ?? null };
  if (message.before.length === 0) return none;
  return store.together(() => {
    const kept = states.readState("upload", msgid);
    if (kept !== undefined) return progressShape.parse(kept);
    const progress = { ...none, msgids: message.before.map(newMsgid) };
    states.keepState("upload", msgid, progress);
    return progress;
  });
}

function deliverInside(
  ground: Ground,
  { box, states }: { readonly box: Outbox; readonly states: States },
  unsent: UnsentMessage,
  delivered: Delivered,
): void {
  const { msgid, message } = unsent;
  box.markAnswered(msgid, delivered);
  if (message.before.length > 0) states.dropState("upload", msgid);
  states.dropState("provisional", msgid);
  const row = rowOf(ground, unsent.number);
  const foundAt = shanghaiTime(ground.clock.nowMs());
  const about = { msgid, settlementId: row.id, foundAt, accepted: null };
  if (delivered.state === "rejected") {
    const { code, message: words } = delivered;
    const reversedBy =
      unsent.original === null ? takeBack(ground, box, { settlementId: row.id, msgid }) : null;
    const finding = {
      ...about,
      kind: "rejected" as const,
      code,
      message: words,
      differences: [],
      reversedBy,
    };
    keepFinding(ground, finding, row);
    takeBackEarlier(ground, box, row);
    return;
  }
  if (row.reverses !== null) takeBackEarlier(ground, box, row);
  const { differences } = delivered;
  if (differences.length > 0 || isOfDifferent(ground, row)) markDiffering(ground, psnNoOf(message.envelope));
  if (differences.length === 0 || isAsHereAfterAll(ground, row, differences, centre)) return;
  const kind = "different";
  keepFinding(ground, { ...about, kind, code: "", message: "", differences, reversedBy: null }, row);
}

/** Whether it takes back what the centre has settled otherwise. */
function isOfDifferent(ground: Ground, { reverses }: SettlementRow): boolean {
  return reverses !== null && findingOf(ground, rowOf(ground, reverses).msgid)?.kind === "different";
}

/** What the centre rejected is reversed at once (domain §6), and it hears nothing of that: it has nothing to take back. */
function takeBack(
  ground: Ground,
  box: Outbox,
  { settlementId, msgid }: { readonly settlementId: string; readonly msgid: string },
): string | null {
  const key = `rejected ${msgid}`;
  const reversed = reverse(ground, { settlementId, idempotencyKey: key, msgid: null, actor: centre });
  if (!reversed.ok) return ground.store.settlements.reversalOf(numberOf(ground, settlementId))?.id ?? null;
  box.markSent(reversed.value.msgid);
  box.markAnswered(reversed.value.msgid, {
    state: "confirmed",
    centreVisitId: null,
    centreSettlementId: null,
  });
  return reversed.value.settlementId;
}

/**
 * A rejected sale that a later one rested on stands until that one is taken back; then nothing keeps it, and the person's
 * next sale must not rest on it. The newest first, as each may have rested on the ones before.
 */
function takeBackEarlier(ground: Ground, box: Outbox, { person_key: personKey }: SettlementRow): void {
  for (const finding of openFindingsOf(ground, findingsMax).toReversed()) {
    const { kind, settlementId, msgid, reversedBy } = finding;
    const row = ground.store.settlements.byId(settlementId);
    if (
      kind !== "rejected" ||
      reversedBy !== null ||
      row?.kind !== "sale" ||
      !row.person_key.equals(personKey)
    )
      continue;
    const taken = takeBack(ground, box, { settlementId, msgid });
    if (taken !== null) keepFinding(ground, { ...finding, reversedBy: taken }, row);
  }
}

function rowOf({ store }: Ground, number: number): SettlementRow {
  return present(store.settlements.byNumber(number), "the settlement of a message");
}

function numberOf({ store }: Ground, settlementId: string): number {
  return present(store.settlements.byId(settlementId), "a settlement").number;
}
