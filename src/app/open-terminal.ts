import { z } from "zod";

import type { Store } from "../store/open-store.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { StoreError } from "../store/store-error.ts";
import { appendAudit } from "./audit-chain.ts";
import { backupWith } from "./backup.ts";
import { shanghaiTime } from "./clock.ts";
import { commit } from "./commit.ts";
import type { OpenDirectory } from "./directory.ts";
import { openDirectory } from "./directory.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { previewOf, takeIn } from "./intake.ts";
import { findItem, searchItems } from "./items.ts";
import { settleHere } from "./judge.ts";
import type { Operator } from "./operators.ts";
import { signIn } from "./operators.ts";
import { identify, personByNo } from "./people.ts";
import { committedOf } from "./read-settlement.ts";
import { refund } from "./refund.ts";
import { reverse } from "./reverse.ts";
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
export function openTerminal(options: OpenDirectory): Terminal & Supervised {
  const { ground, close } = openDirectory(options);
  const { store } = ground;
  return guarded(store, {
    institution: ground.institution,
    identify: (credential) => identify(ground, credential),
    personByNo: (psnNo) => personByNo(ground, psnNo),
    findItem: (code, serviceDate) => findItem(ground, code, serviceDate),
    searchItems: (query, limit) => searchItems(ground, query, limit),
    preview: (sale) => preview(ground, sale),
    commit: (request) => commit(ground, request),
    reverse: (request) => reverse(ground, request),
    refund: (request) => refund(ground, request),
    settlement: (id) => settlementIn(ground, store.settlements.byId(id)),
    settlementByMsgid: (msgid) => settlementIn(ground, store.settlements.byMsgid(msgid)),
    settlementsOf: (query) => settlementsOf(ground, query),
    ...doorStateOf(ground),
    verify: () => verify(ground),
    backup: (toFile) => backupWith(options.dir, toFile, () => store.copyTo(toFile)),
    close,
    ...supervisedOf(ground),
  });
}

/** Every verb, with faults of the books said as StoreErrors, whichever verb met them. */
function guarded<T extends object>(store: Store, verbs: T): T {
  return new Proxy(verbs, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function" || name === "close") return value;
      return (...args: unknown[]): unknown =>
        store.run(() => {
          try {
            return Reflect.apply(value, undefined, args) as unknown;
          } catch (error) {
            throw isUnreadable(error) ? unreadable() : error;
          }
        });
    },
  });
}

/** What a caller tells is checked without throwing: text that does not parse in the middle of a verb is our own, damaged. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof z.ZodError;
}

function unreadable(): StoreError {
  return new StoreError("DAMAGED", "账本中的记录读不出来，已损坏；请运行 onestop verify");
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

const wrapped = z.object({ value: z.unknown() });

/** Sealed, and found by keyed hash: a door may use an id or value that tells of a person. */
function doorStateOf({ store, vault }: Ground): Pick<Terminal, "keepState" | "readState" | "dropState"> {
  const keyOf = (kind: string, id: string): Buffer => vault.lookup("state", `${kind}\n${id}`);
  return {
    keepState: (kind, id, value) => {
      const key = keyOf(kind, id);
      store.doorState.put(key, vault.seal("state", key.toString("hex"), JSON.stringify({ value })));
    },
    readState: (kind, id) => {
      const key = keyOf(kind, id);
      const sealed = store.doorState.read(key);
      if (sealed === undefined) return undefined;
      return wrapped.parse(JSON.parse(vault.open("state", key.toString("hex"), sealed))).value;
    },
    dropState: (kind, id) => {
      store.doorState.drop(keyOf(kind, id));
    },
  };
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
