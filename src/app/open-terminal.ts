import type { SettlementRow } from "../store/settlements.ts";
import { appendAudit } from "./audit-chain.ts";
import { copyKey } from "./backup.ts";
import { shanghaiTime } from "./clock.ts";
import { requestClearing, cancelClearing } from "./clearings.ts";
import { commit } from "./commit.ts";
import type { OpenDirectory } from "./directory.ts";
import { openDirectory } from "./directory.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { previewOf, takeIn } from "./intake.ts";
import { findItem, searchItems } from "./items.ts";
import { settleHere } from "./judge.ts";
import type { Operator } from "./operators.ts";
import { signIn } from "./operators.ts";
import type { Outbox } from "./outbox.ts";
import { outboxOf } from "./outbox.ts";
import { identify, personByNo } from "./people.ts";
import { committedOf } from "./read-settlement.ts";
import { refund } from "./refund.ts";
import { restore } from "./restore.ts";
import { reverse } from "./reverse.ts";
import { entries, totals } from "./statements.ts";
import type { Actor, Committed, Preview, Result, Sale, Terminal } from "./terminal.ts";
import { verify } from "./verify.ts";

/** What a supervisor and the housekeeping of an engine may do beyond the verbs of a desk. */
export interface Supervised {
  readonly signIn: (operatorId: string, pin: string) => Operator | null;
  /** After CLOCK_WENT_BACK: the clock has been looked at and is right. */
  readonly confirmClock: (actor: Actor) => void;
  /** Seals a day: no settlement is written on it or before it from now on. */
  readonly closeDay: (day: string, actor: Actor) => void;
  /** For idle time: moves what was written into the file, so that no commit has to. */
  readonly tidyUp: () => void;
}

/**
 * Opens the terminal of a data directory. One engine at a time; every verb is whole when it returns.
 *
 * @throws StoreError when the directory cannot be used: in use, missing, damaged, newer, without its key
 */
export function openTerminal(options: OpenDirectory): Terminal & Supervised & Outbox {
  const { ground, close } = openDirectory(options);
  const { store } = ground;
  return {
    institution: ground.institution,
    identify: (credential) => identify(ground, credential),
    personByNo: (psnNo) => personByNo(ground, psnNo),
    findItem: (code, serviceDate) => findItem(ground, code, serviceDate),
    searchItems: (query, limit) => searchItems(ground, query, limit),
    preview: (sale) => preview(ground, sale),
    commit: (request) => commit(ground, request),
    reverse: (request) => reverse(ground, request),
    refund: (request) => refund(ground, request),
    restore: (request) => restore(ground, request),
    settlement: (id) => settlementIn(ground, store.settlements.byId(id)),
    settlementByMsgid: (msgid) => settlementIn(ground, store.settlements.byMsgid(msgid)),
    successorOf: (id) => successorOf(ground, id),
    settlementsOf: (query) => settlementsOf(ground, query),
    totals: (period) => totals(ground, period),
    entries: (period) => entries(ground, period),
    requestClearing: (application) => requestClearing(ground, application),
    cancelClearing: (id, actor) => cancelClearing(ground, id, actor),
    ...doorStateOf(ground),
    verify: () => verify(ground),
    backup: (toFile) => {
      copyKey(options.dir, toFile);
      store.copyTo(toFile);
    },
    close,
    ...supervisedOf(ground),
    ...outboxOf({ store, outbox: ground.outbox, nowMs: ground.clock.nowMs }),
  };
}

function preview(ground: Ground, sale: Sale): Result<Preview> {
  const taken = takeIn(ground, sale);
  if (!taken.ok) return taken;
  const settled = settleHere(ground, taken.value);
  return settled.ok ? accept(previewOf(ground, taken.value, settled.value)) : settled;
}

function settlementIn(ground: Ground, row: SettlementRow | undefined): Result<Committed> {
  if (row === undefined) return decline("SETTLEMENT_NOT_FOUND", "本机没有这笔结算，请核对编号", {});
  return accept(committedOf(ground, row));
}

function successorOf(ground: Ground, settlementId: string): Result<Committed> {
  const { settlements } = ground.store;
  const row = settlements.byId(settlementId);
  return settlementIn(ground, row === undefined ? undefined : settlements.remainderOf(row.number));
}

/** Newest first. */
function settlementsOf(
  ground: Ground,
  { psnNo, day, limit }: Parameters<Terminal["settlementsOf"]>[0],
): readonly Committed[] {
  const { settlements } = ground.store;
  const key = psnNo === null ? null : ground.vault.lookup("person", psnNo);
  const rowsOf = (): readonly SettlementRow[] => {
    if (key === null) return day === null ? settlements.newest(limit) : settlements.newestOn(day, limit);
    return day === null ? settlements.newestOf(key, limit) : settlements.newestOfOn(key, day, limit);
  };
  return rowsOf().map((row) => committedOf(ground, row));
}

function supervisedOf(ground: Ground): Supervised {
  const { store, clock } = ground;
  return {
    signIn: (operatorId, pin) => signIn(ground, operatorId, pin),
    confirmClock: (actor) => {
      store.write(() => {
        clock.confirm();
        const at = shanghaiTime(clock.nowMs());
        appendAudit(ground, { at, action: "confirmClock", subject: actor.desk, actor, content: at });
      });
    },
    closeDay: (day, actor) => {
      store.write(() => {
        const at = shanghaiTime(clock.nowMs());
        appendAudit(ground, { at, action: "closeDay", subject: day, actor, content: day });
        const sealed = store.audit.last()?.hash ?? Buffer.alloc(32);
        store.dayCloses.add({ day, closed_at: at, operator: actor.operator, audit_hash: sealed });
      });
    },
    tidyUp: store.checkpoint,
  };
}
