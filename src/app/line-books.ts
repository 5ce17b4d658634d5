import { z } from "zod";

import { present } from "../base/assert.ts";
import { fen } from "../base/money.ts";
import type { Difference } from "../upload/compare-split.ts";
import type { Split } from "../settle/settlement.ts";
import { splitNames, splitOf } from "../settle/settlement.ts";
import type { CentreNumbers } from "../wire/outgoing.ts";
import { appendAudit } from "./audit-chain.ts";
import { secondOf, shanghaiTime } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Outbox, UnsentMessage } from "./outbox.ts";
import { outboxOf, unsentOf } from "./outbox.ts";
import { columnOf } from "./split-columns.ts";
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

/** Something between desk and centre that people have to see. */
export interface Finding {
  readonly msgid: string;
  readonly settlementId: string;
  readonly kind: "rejected" | "different";
  readonly code: string;
  readonly message: string;
  readonly differences: readonly Difference[];
  readonly foundAt: string;
  /** The reversal by which the desk took back what the centre rejected; null: somebody has to. */
  readonly reversedBy: string | null;
  readonly accepted: { readonly at: string; readonly operator: string } | null;
}

/** The books as the line to the centre reads and writes them. */
export interface LineBooks extends Outbox {
  /** A number of this terminal's block that is never given again. */
  readonly newMsgid: () => string;
  /** The message that goes next of the person of a settlement; null when none of theirs is open. */
  readonly nextOf: (settlementId: string) => UnsentMessage | null;
  readonly splitOf: (number: number) => Split;
  readonly progressOf: (unsent: UnsentMessage) => Progress;
  readonly keepProgress: (msgid: string, progress: Progress) => void;
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

const amount = z.int().transform((value) => fen(value));
const findingShape = z.object({
  msgid: z.string(),
  settlementId: z.string(),
  kind: z.enum(["rejected", "different"]),
  code: z.string(),
  message: z.string(),
  differences: z.array(z.object({ name: z.enum(splitNames), here: amount, there: amount })).readonly(),
  foundAt: z.string(),
  reversedBy: z.string().nullable(),
  accepted: z.object({ at: z.string(), operator: z.string() }).nullable(),
});

/** By which findings are listed. */
const openFindings = "line: open findings";
const closedFindings = "line: closed findings";
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
    splitOf: (number) => {
      const row = present(store.settlements.byNumber(number), "the settlement of a message");
      return splitOf((name) => row[columnOf[name]]);
    },
    progressOf: (unsent) => progressOf(ground, states, { unsent, newMsgid }),
    keepProgress: (msgid, progress) => states.keepState("upload", msgid, progress),
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
    findings: (limit) => states.statesOf(openFindings, limit).map(({ value }) => findingShape.parse(value)),
    findingOf: (msgid) => findingIn(states, msgid),
    acceptDifference: (msgid, actor) => acceptDifference(ground, states, { msgid, actor }),
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
  const row = present(ground.store.settlements.byNumber(unsent.number), "the settlement of a message");
  const foundAt = shanghaiTime(ground.clock.nowMs());
  const about = { msgid, settlementId: row.id, foundAt, accepted: null };
  if (delivered.state === "rejected") {
    const { code, message: words } = delivered;
    const reversedBy =
      unsent.original === null ? takeBack(ground, box, { settlementId: row.id, msgid }) : null;
    keepFinding(states, { ...about, kind: "rejected", code, message: words, differences: [], reversedBy });
    return;
  }
  const { differences } = delivered;
  if (differences.length === 0) return;
  const kind = "different";
  keepFinding(states, { ...about, kind, code: "", message: "", differences, reversedBy: null });
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

function numberOf({ store }: Ground, settlementId: string): number {
  return present(store.settlements.byId(settlementId), "a settlement").number;
}

function keepFinding(states: States, finding: Finding): void {
  const owner = finding.accepted === null ? openFindings : closedFindings;
  states.keepState("finding", finding.msgid, finding, owner);
}

function findingIn(states: States, msgid: string): Finding | null {
  const kept = states.readState("finding", msgid);
  return kept === undefined ? null : findingShape.parse(kept);
}

function acceptDifference(
  ground: Ground,
  states: States,
  { msgid, actor }: { readonly msgid: string; readonly actor: Actor },
): Result<Finding> {
  return ground.store.write(() => {
    const finding = findingIn(states, msgid);
    if (finding === null) return decline("SETTLEMENT_NOT_FOUND", "这笔结算与中心没有待处理的差异", { msgid });
    if (finding.accepted !== null) return accept(finding);
    const at = shanghaiTime(ground.clock.nowMs());
    const accepted: Finding = { ...finding, accepted: { at, operator: actor.operator } };
    keepFinding(states, accepted);
    const content = JSON.stringify([finding.kind, finding.differences]);
    appendAudit(ground, { at, action: "acceptDifference", subject: finding.settlementId, actor, content });
    return accept(accepted);
  });
}
