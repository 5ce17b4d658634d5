import { existsSync } from "node:fs";

import { takeEngineLock } from "../store/engine-lock.ts";
import type { Store } from "../store/open-store.ts";
import { booksOf, openStore } from "../store/open-store.ts";
import { StoreError } from "../store/store-error.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { OpenDirectory } from "./directory.ts";
import { openDirectory } from "./directory.ts";
import type { Ground } from "./ground.ts";
import type { Unlock } from "./key-file.ts";
import { rewriteRing, writeRing } from "./key-file.ts";
import { canRotate, nextRing } from "./key-ring.ts";
import { assertFits, keepRing } from "./kept-keys.ts";
import type { Outbox } from "./outbox.ts";
import { allOpenMessages, outboxOf } from "./outbox.ts";
import { readOutboxKeys } from "./outbox-file.ts";
import { openOutboxSeal } from "./outbox-seal.ts";
import { openRecovery, writeRecovery } from "./recovery-file.ts";
import { newRecoveryKey } from "./recovery-key.ts";
import { openVault } from "./vault.ts";

/**
 * New keys from now on; what may change is sealed anew at once. The keys are on the disk before anything is sealed by
 * them, and opening finishes whatever was begun, so a crash at any moment leaves a directory that opens.
 *
 * @returns the generation that seals now
 */
export function rotateKeys(options: OpenDirectory): number {
  const before = openDirectory(options);
  const next = nextRing(before.ring);
  try {
    if (!canRotate(before.ring)) throw new StoreError("KEY", "密钥轮换次数已满（255 次），请联系软件供应商");
    rewriteRing(options.dir, next, options);
  } finally {
    before.close();
  }
  openDirectory(options).close();
  return next.dataKeys.length;
}

/** Other words, or another key store, around the same keys. */
export function rewrapKeys(options: OpenDirectory, to: Unlock): void {
  const { ground, ring, close } = openDirectory(options);
  try {
    writeRing(options.dir, ring, to);
    note(ground, "rewrapKeys");
  } finally {
    close();
  }
}

/** Another recovery key; the one before stops working. @returns the key, which is kept nowhere */
export function renewRecovery(options: OpenDirectory): string {
  const { ground, ring, close } = openDirectory(options);
  try {
    const recovery = newRecoveryKey();
    const next = { ...ring, recoveryLock: recovery.lock };
    rewriteRing(options.dir, next, options);
    writeRecovery(options.dir, next);
    note(ground, "renewRecovery");
    return recovery.text;
  } finally {
    close();
  }
}

/**
 * Gets the keys back from the recovery key and writes the key file anew, wrapped as `options` say.
 *
 * @throws StoreError KEY when the recovery key is mistyped, an old one or another directory's
 */
export function recoverKeys(options: OpenDirectory, typed: string): void {
  const { dir } = options;
  const ring = openRecovery(dir, typed);
  const lock = takeEngineLock(dir);
  try {
    const store = openBooksOf(dir);
    try {
      // Before a key file is written over: it may be a good one that only its passphrase was missing for.
      assertFits({ store, vault: openVault(ring.dataKeys) }, ring);
    } finally {
      store.close();
    }
    writeRing(dir, ring, options);
    keepRing(dir, ring, options);
  } finally {
    lock.release();
  }
  const { ground, close } = openDirectory(options);
  note(ground, "recoverKeys");
  close();
}

/** The outbox of a directory whose data key nobody has: what is in it can still be sent. */
export interface RescuedOutbox extends Outbox {
  /** Every open message, oldest first. */
  readonly all: () => ReturnType<typeof allOpenMessages>;
  readonly close: () => void;
}

/** Opens the outbox with its own keys and without the data key. @throws StoreError IN_USE, MISSING, KEY, DAMAGED */
export function openOutbox(dir: string, nowMs: () => number): RescuedOutbox {
  const outbox = openOutboxSeal(readOutboxKeys(dir));
  const lock = takeEngineLock(dir);
  try {
    const store = openBooksOf(dir);
    const ground = { store, outbox, nowMs };
    return {
      ...outboxOf(ground),
      all: () => allOpenMessages(ground),
      close: () => {
        store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openBooksOf(dir: string): Store {
  if (!existsSync(booksOf(dir)))
    throw new StoreError("MISSING", "数据目录中没有账本，请先恢复备份（onestop restore）");
  return openStore(dir);
}

function note(ground: Ground, action: string): void {
  const at = shanghaiTime(ground.clock.nowMs());
  const actor = { operator: "system", pharmacist: null, desk: "keys" };
  ground.store.write(() => {
    appendAudit(ground, { at, action, subject: ground.institution.code, actor, content: at });
  });
}
