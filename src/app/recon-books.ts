import { present } from "../base/assert.ts";
import type { Cause, Deed } from "../recon/causes.ts";
import { moneyDeeds } from "../recon/causes.ts";
import type { Difference } from "../recon/differences.ts";
import type { StatementEntry } from "../recon/statement.ts";
import type { Split } from "../settle/settlement.ts";
import { recordOf } from "../store/records.ts";
import type { Difference as SplitDifference } from "../upload/compare-split.ts";
import { splitPaid } from "./adjustments.ts";
import { actorOf, approve, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiDay, shanghaiTime } from "./clock.ts";
import type { Closing } from "./closing.ts";
import { readClosing, writeClosing } from "./closing.ts";
import { dayVerbs } from "./day-close.ts";
import { acceptThere } from "./findings.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { UnsentMessage } from "./outbox.ts";
import { outboxOf, unsentOf } from "./outbox.ts";
import { openEntries } from "./open-entries.ts";
import { payloadOf } from "./payload.ts";
import { readStored } from "./read-settlement.ts";
import { reverse } from "./reverse.ts";
import { digestNowOf, digestOf } from "./statement-digest.ts";
import type { Foreign } from "./statement-entries.ts";
import { isUndoneThere, keepForeign, statementEntries, statementEntryOf } from "./statement-entries.ts";
import type { Mark } from "./statement-marks.ts";
import { addMark } from "./statement-marks.ts";
import type { Approval } from "./supervision.ts";
import type { Actor, Committed, Result } from "./terminal.ts";

/** A day that is closed or being closed. */
export interface ListedDay {
  readonly day: string;
  /** local: sealed without ever having been held against the centre. */
  readonly outcome: Closing["outcome"] | "local";
  readonly sealedAt: string | null;
  readonly differences: number;
}

/** The books as the close of a day reads and writes them. */
export interface ReconBooks {
  readonly today: () => string;
  readonly statementOf: (day: string) => readonly StatementEntry[];
  /** Of what is told: another one when anything of it has changed. */
  readonly digestOf: (entries: readonly StatementEntry[]) => string;
  /** The same of a day's statement as it is now. */
  readonly digestNow: (day: string) => string;
  readonly entryOf: (by: "id" | "msgid", value: string) => StatementEntry | null;
  readonly saleOfVisit: (centreVisit: string, psnNo: string) => StatementEntry | null;
  /** Whether a visit is that of a sale which only the centre had, and which was taken back there. */
  readonly isUndoneThere: (visitKey: string) => boolean;
  readonly closingOf: (day: string) => Closing | null;
  readonly keepClosing: (closing: Omit<Closing, "startedAt" | "changedAt" | "outcome">) => Closing;
  readonly listedDays: (limit: number) => readonly ListedDay[];
  /** What earlier days have left open. */
  readonly carriedInto: (
    day: string,
  ) => readonly { readonly day: string; readonly differences: readonly Difference[] }[];
  /** Whether a deed may be done, and by whom it is then done. */
  readonly mayDo: (deed: Deed, actor: Actor, approval: Approval | null) => Result<Actor>;
  readonly mark: (
    settlementId: string,
    about: { readonly cause: Cause; readonly actor: Actor },
    mark: Mark,
  ) => void;
  /** Pays a settlement as the centre has it; one that has been taken back is only told so. */
  readonly acceptThere: (
    settlementId: string,
    about: { readonly cause: Cause; readonly actor: Actor; readonly differences: readonly SplitDifference[] },
  ) => Result<null>;
  readonly acknowledge: (day: string, foreign: readonly Foreign[]) => void;
  /** Takes back here what the centre has taken back: it hears nothing of it. */
  readonly reverseAsThere: (
    settlementId: string,
    there: { readonly centreSettlementId: string; readonly centreVisitId: string; readonly day: string },
    actor: Actor,
  ) => Result<Committed>;
  readonly splitOfSettlement: (settlementId: string) => Split;
  /** The message of a settlement as it was first sent. */
  readonly messageAgain: (settlementId: string) => UnsentMessage;
  /** Seals a day; `provisional`: with what is left open carried over. */
  readonly sealDay: (day: string, approval: Approval, provisional: boolean) => Result<Closing>;
}

export function reconBooksOf(ground: Ground): ReconBooks {
  const { store, clock } = ground;
  const numberOf = (settlementId: string): number =>
    present(store.settlements.byId(settlementId), "a settlement that is told").number;
  return {
    today: () => shanghaiDay(clock.nowMs()),
    statementOf: (day) => statementEntries(ground, day),
    digestOf: (entries) => digestOf(ground, entries),
    digestNow: digestNowOf(ground),
    entryOf: (by, value) => {
      const row = by === "id" ? store.settlements.byId(value) : store.settlements.byMsgid(value);
      return row === undefined ? null : statementEntryOf(ground, row.number);
    },
    saleOfVisit: (visit, psnNo) => {
      const rows = store.closings.ofVisit(visit);
      const standing = rows.find(
        ({ kind, reversed_by: reversedBy }) => kind === "sale" && reversedBy === null,
      );
      const entry = standing === undefined ? null : statementEntryOf(ground, standing.number);
      return entry?.psnNo === psnNo ? entry : null;
    },
    isUndoneThere: (key) => isUndoneThere(ground, key),
    closingOf: (day) => closingIn(ground, day),
    keepClosing: (closing) => store.write(() => keepClosing(ground, closing)),
    listedDays: (limit) => listedDays(ground, limit),
    carriedInto: (day) =>
      store.closings.newest(carriedDaysMax).flatMap((row) => {
        if (row.day >= day || row.outcome !== "provisional") return [];
        return [{ day: row.day, differences: readClosing(ground, row).differences }];
      }),
    mayDo: (deed, actor, approval) => {
      if (!moneyDeeds.has(deed)) return accept(actor);
      const approved = approve(ground, approval, isSupervising);
      if (!approved.ok) return approved;
      return accept(approval === null ? actor : actorOf(approval));
    },
    mark: (settlementId, about, mark) => {
      store.write(() =>
        addMark(ground, { number: numberOf(settlementId), id: settlementId }, { ...about, mark }),
      );
    },
    acceptThere: (settlementId, about) => store.together(() => acceptTold(ground, settlementId, about)),
    acknowledge: (day, foreign) => {
      store.write(() => {
        keepForeign(ground, day, foreign);
        const content = foreign.map((one) => one.settlementId).join(" ");
        note(ground, system, { action: "acknowledge", subject: day, content });
      });
    },
    reverseAsThere: (settlementId, there, actor) =>
      store.together(() => reverseAsThere(ground, settlementId, { there, actor })),
    splitOfSettlement: (settlementId) => {
      const row = present(store.settlements.byId(settlementId), "a settlement that is told");
      return splitPaid(ground, row);
    },
    messageAgain: (settlementId) => messageAgain(ground, numberOf(settlementId)),
    sealDay: (day, approval, provisional) => sealDay(ground, day, { approval, provisional }),
  };
}

/** More days than anybody leaves open. */
const carriedDaysMax = 400;
const system: Actor = { operator: "system", pharmacist: null, desk: "centre" };

function acceptTold(
  ground: Ground,
  settlementId: string,
  { cause, actor, differences }: Parameters<ReconBooks["acceptThere"]>[1],
): Result<null> {
  const row = present(ground.store.settlements.byId(settlementId), "a settlement that is told");
  const taken = acceptThere(ground, row, { differences, actor });
  if (taken.ok) addMark(ground, row, { cause, actor, mark: { funds: JSON.stringify(differences) } });
  return taken;
}

function closingIn(ground: Ground, day: string): Closing | null {
  const row = ground.store.closings.byDay(day);
  return row === undefined ? null : readClosing(ground, row);
}

function keepClosing(ground: Ground, closing: Omit<Closing, "startedAt" | "changedAt" | "outcome">): Closing {
  const before = closingIn(ground, closing.day);
  const now = shanghaiTime(ground.clock.nowMs());
  const wasOpen = before?.outcome ?? "open";
  // A day that was sealed with something open is balanced as soon as nothing is.
  const outcome = wasOpen === "provisional" && closing.step === "balanced" ? "balanced" : wasOpen;
  const kept: Closing = { ...closing, outcome, startedAt: before?.startedAt ?? now, changedAt: now };
  writeClosing(ground, kept);
  if (outcome !== wasOpen)
    note(ground, system, { action: "balanceDay", subject: closing.day, content: closing.digest });
  return kept;
}

function listedDays(ground: Ground, limit: number): readonly ListedDay[] {
  const { store } = ground;
  const sealed = new Map(store.dayCloses.all().map((row) => [row.day, row.closed_at]));
  const begun = new Map(store.closings.newest(limit).map((row) => [row.day, readClosing(ground, row)]));
  const days = [...new Set([...sealed.keys(), ...begun.keys()])].toSorted().toReversed().slice(0, limit);
  return days.map((day) => {
    const closing = begun.get(day);
    const sealedAt = sealed.get(day) ?? null;
    return {
      day,
      outcome: closing?.outcome ?? "local",
      sealedAt,
      differences: closing?.differences.length ?? 0,
    };
  });
}

function note(
  ground: Ground,
  actor: Actor,
  entry: { readonly action: string; readonly subject: string; readonly content: string },
): void {
  appendAudit(ground, { at: shanghaiTime(ground.clock.nowMs()), actor, ...entry });
}

function reverseAsThere(
  ground: Ground,
  settlementId: string,
  how: {
    readonly there: Parameters<ReconBooks["reverseAsThere"]>[1];
    readonly actor: Actor;
  },
): Result<Committed> {
  const { there, actor } = how;
  const idempotencyKey = `reversed there ${settlementId}`;
  const reversed = reverse(ground, { settlementId, idempotencyKey, msgid: null, actor });
  if (!reversed.ok) return reversed;
  const { store, outbox, clock } = ground;
  const { msgid, number } = reversed.value;
  if (store.messages.of(number)?.state === "pending") {
    const box = outboxOf({ store, outbox, nowMs: clock.nowMs });
    box.markSent(msgid);
    const { centreSettlementId, centreVisitId } = there;
    box.markAnswered(msgid, { state: "confirmed", centreSettlementId, centreVisitId });
    const isOtherDay = reversed.value.committedAt.slice(0, 10) !== there.day;
    const mark: Mark = isOtherDay ? { day: there.day } : {};
    if (isOtherDay)
      addMark(ground, { number, id: reversed.value.settlementId }, { cause: "reversedThere", actor, mark });
  }
  return reversed;
}

function messageAgain(ground: Ground, number: number): UnsentMessage {
  const { store, outbox } = ground;
  const row = present(store.settlements.byNumber(number), "a settlement that is told");
  const message = present(store.messages.of(number), "its message");
  const { claim, settlement } = readStored(ground, recordOf(store, row));
  const { payload, payload_key: payloadKey } = payloadOf(ground, row, { claim, settlement });
  const unsent = unsentOf(outbox, {
    ...message,
    state: "pending",
    payload,
    payload_key: payloadKey,
    person_key: row.person_key,
    original_msgid: null,
    original_state: null,
    original_settlement: null,
    original_visit: null,
  });
  return present(unsent, "a message that was sealed this moment");
}

/** Whether it says what is open: one that is under way, or was cut short, does not yet. */
function hasLooked({ step, failure }: Closing): boolean {
  return step === "balanced" || step === "differences" || failure !== null;
}

/** A day that the ledger has gone on with since, or that nobody has looked at: what is open as these books know it. */
function untold(day: string, entries: readonly StatementEntry[]) {
  return {
    day,
    step: "counting" as const,
    count: entries.length,
    groups: [],
    differences: openEntries(entries),
    unnamed: [],
    failure: "CENTRE_NOT_ASKED",
  };
}

function sealDay(
  ground: Ground,
  day: string,
  { approval, provisional }: { readonly approval: Approval; readonly provisional: boolean },
): Result<Closing> {
  const { store } = ground;
  const closing = closingIn(ground, day);
  if (closing !== null && closing.outcome !== "open") return accept(closing);
  const entries = statementEntries(ground, day);
  const digest = digestOf(ground, entries);
  const isBalanced = closing?.step === "balanced" && closing.digest === digest;
  if (!isBalanced && !provisional)
    return decline("NOT_BALANCED", "当日尚未与中心对平，请继续对账，或暂结并结转未了事项", { day });
  if (closing !== null && closing.unnamed.length > 0)
    return decline("DIFFERENCE_UNNAMED", "有差异查不出原因，不能日结；请再对账一次或联系经办机构", {
      day,
      unnamed: closing.unnamed,
    });
  return store.together(() => {
    if (!store.dayCloses.isClosed(day)) {
      const sealed = dayVerbs(ground).closeDay(day, approval);
      if (!sealed.ok) return sealed;
    } else {
      const approved = approve(ground, approval, isSupervising);
      if (!approved.ok) return approved;
    }
    const now = shanghaiTime(ground.clock.nowMs());
    const before =
      closing?.digest === digest && hasLooked(closing)
        ? closing
        : { ...untold(day, entries), digest, startedAt: closing?.startedAt ?? now };
    const outcome = isBalanced ? ("balanced" as const) : ("provisional" as const);
    const kept: Closing = { ...before, outcome, changedAt: now };
    writeClosing(ground, kept);
    note(ground, actorOf(approval), { action: "sealDay", subject: day, content: `${outcome} ${digest}` });
    return accept(kept);
  });
}
