import { existsSync, mkdirSync, rmSync } from "node:fs";

import { readAnchor } from "../store/anchor.ts";
import { takeEngineLock } from "../store/engine-lock.ts";
import type { Store } from "../store/open-store.ts";
import { booksOf, openStore, removeBooks } from "../store/open-store.ts";
import { sortFaults } from "../store/sort-faults.ts";
import { StoreError } from "../store/store-error.ts";
import type { Wreck } from "../store/wreck.ts";
import { copyOtherTables, openWreck, safely } from "../store/wreck.ts";
import { appendAudit } from "./audit-chain.ts";
import { copyPrivately } from "./backup.ts";
import { shanghaiTime } from "./clock.ts";
import type { OpenDirectory } from "./directory.ts";
import { openDirectory, readInstitution } from "./directory.ts";
import { keyFileOf, readRing } from "./key-file.ts";
import { openOutboxSeal } from "./outbox-seal.ts";
import { recoveryFileOf } from "./recovery-file.ts";
import type { Rescue, Spare } from "./rescue.ts";
import { rescueAudit, rescueItems, rescuePacks, rescuePeople } from "./rescue.ts";
import { groundOf, rescueSettlements } from "./rescue-settlements.ts";
import type { Finding } from "./terminal.ts";
import { openVault } from "./vault.ts";
import { verify } from "./verify.ts";
import { verifyClosings } from "./verify-closings.ts";
import { verifyNotes } from "./verify-notes.ts";

/** What a salvage came to. */
export interface Salvaged {
  /** The books are whole: nothing was done. */
  readonly whole: boolean;
  readonly findings: readonly Finding[];
  readonly settlements: number;
}

const salvager = { operator: "supervisor", pharmacist: null, desk: "salvage" };

/**
 * Carries what is provably whole from damaged books into a new directory, under the same key. What is left behind, or
 * cannot be vouched for, is named; the damaged directory stays as it is.
 *
 * @param spares  packs of this program, for those that the books have lost
 * @throws StoreError when nothing can be salvaged: no key, no institution, no schema; or the new directory has books
 */
export function salvageDirectory(from: OpenDirectory, to: string, spares: readonly Spare[]): Salvaged {
  if (isWhole(from)) return { whole: true, findings: [], settlements: 0 };
  const lock = takeEngineLock(from.dir);
  try {
    const ring = readRing(from.dir, from);
    const vault = openVault(ring.dataKeys);
    const outbox = openOutboxSeal(ring.outboxKeys);
    const wreck = openWreck(from.dir);
    try {
      const store = openNew(from.dir, to);
      try {
        const rescue: Rescue = { wreck, store, vault, outbox, clock: from.clock, findings: [] };
        const settlements = store.write(() => carry(rescue, from.dir, spares));
        const rest = copyRest(from.dir, to);
        const unvouched = [...vouchFor(rescue)];
        return { whole: false, findings: [...rescue.findings, ...rest, ...unvouched], settlements };
      } catch (error) {
        removeBooks(to);
        for (const file of [keyFileOf(to), recoveryFileOf(to)]) rmSync(file, { force: true });
        throw error;
      } finally {
        store.close();
      }
    } finally {
      wreck.close();
    }
  } finally {
    lock.release();
  }
}

/** Opens and verifies; anything but the state of the books themselves goes on up. */
function isWhole(from: OpenDirectory): boolean {
  try {
    const { ground, close } = openDirectory(from);
    const findings = verify(ground);
    try {
      return findings.next().done === true;
    } finally {
      // Left in the middle it would keep its query open.
      findings.return(undefined);
      close();
    }
  } catch (error) {
    if (error instanceof StoreError && ["DAMAGED", "INCOMPLETE", "DISK_FAULT"].includes(error.code))
      return false;
    throw error;
  }
}

function openNew(dir: string, to: string): Store {
  return sortFaults(() => {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    if (existsSync(booksOf(to)) || existsSync(keyFileOf(to)))
      throw new StoreError("EXISTS", "新目录中已有账本或密钥，请换一个空目录");
    copyPrivately(keyFileOf(dir), keyFileOf(to));
    if (existsSync(recoveryFileOf(dir))) copyPrivately(recoveryFileOf(dir), recoveryFileOf(to));
    return openStore(to);
  });
}

/** @returns how many settlements came over */
function carry(rescue: Rescue, dir: string, spares: readonly Spare[]): number {
  const { wreck, store, vault } = rescue;
  store.institution.add(institutionOf(wreck, rescue));
  for (const name of ["institutionEntry", "keyGeneration"] as const) {
    const value = safely(() => wreck.tables.counters.read(name));
    if (value !== undefined) store.counters.write({ [name]: value });
  }
  rescuePacks(rescue, spares);
  rescuePeople(rescue);
  rescueItems(rescue);
  const entries = rescueAudit(rescue, anchored(dir));
  const settlements = rescueSettlements(rescue, entries);
  const at = shanghaiTime(rescue.clock());
  const content = JSON.stringify(rescue.findings);
  appendAudit({ store, vault }, { at, action: "salvage", subject: "books", actor: salvager, content });
  return settlements;
}

function institutionOf({ tables }: Wreck, { vault }: Rescue): ReturnType<typeof readInstitution> {
  const byNumber = (number: number): ReturnType<Store["audit"]["byNumber"]> =>
    safely(() => tables.audit.byNumber(number));
  return sortFaults(() =>
    readInstitution(
      { institution: tables.institution, counters: tables.counters, audit: { ...tables.audit, byNumber } },
      vault,
    ),
  );
}

/** How many audit entries there were, says the anchor; nothing when it is damaged itself. */
function anchored(dir: string): number {
  try {
    return readAnchor(dir)?.number ?? 0;
  } catch {
    return 0;
  }
}

function copyRest(dir: string, to: string): Finding[] {
  return copyOtherTables(dir, to).flatMap(({ table, keys, hasGap }): Finding[] => [
    ...keys.map((key): Finding => {
      return { what: "file", id: `${table} ${key}`, reason: "这一行读不出来，或所属的记录没有转入" };
    }),
    ...(hasGap ? [{ what: "file" as const, id: table, reason: "有些行读不出来，没有转入" }] : []),
  ]);
}

/** Adjustments, marks and closed days that came over, as far as the chain that came over does not say the same. */
function* vouchFor(rescue: Rescue): Generator<Finding> {
  const ground = groundOf(rescue, rescue.store);
  yield* verifyNotes(ground, { notes: new Set(), lastEntry: 0 });
  yield* verifyClosings(ground);
}
