import { existsSync, mkdirSync } from "node:fs";

import { z } from "zod";

import { canonicalJson } from "../base/canonical-json.ts";
import type { SourceFile } from "../rules/pack-book.ts";
import type { InstitutionRow } from "../store/institution.ts";
import { takeEngineLock } from "../store/engine-lock.ts";
import type { Store } from "../store/open-store.ts";
import { booksOf, hasBooks, openStore, removeBooks } from "../store/open-store.ts";
import { openReadOnly } from "../store/read-only-store.ts";
import { sortFaults } from "../store/sort-faults.ts";
import { StoreError } from "../store/store-error.ts";
import { appendAudit } from "./audit-chain.ts";
import { openBooks, storePacks } from "./books.ts";
import { openClaims } from "./claims.ts";
import { openClock, shanghaiTime } from "./clock.ts";
import { lineKeyOf } from "./line-state.ts";
import type { Ground } from "./ground.ts";
import type { Unlock } from "./key-file.ts";
import { readRing } from "./key-file.ts";
import type { KeyRing } from "./key-ring.ts";
import { assertFits, keepRing, makeRing } from "./kept-keys.ts";
import { openOutboxSeal } from "./outbox-seal.ts";
import { renewPayloads } from "./payload.ts";
import { finishRotation } from "./rotation.ts";
import { openSettledBefore } from "./settled-before.ts";
import type { Terminal } from "./terminal.ts";
import type { Vault } from "./vault.ts";
import { openVault } from "./vault.ts";
import { openVerifiers } from "./voucher-signature.ts";

/** What a new data directory starts with. */
export interface NewDirectory extends Unlock {
  readonly dir: string;
  readonly institution: Terminal["institution"];
  /** Message numbers of this terminal; two terminals of one institution never share one. */
  readonly block: { readonly from: number; readonly to: number };
  readonly packs: readonly SourceFile[];
  readonly supplement: SourceFile | null;
  readonly clock: () => number;
  /** false: no recovery key is made. For a demo, which has nobody to lose. */
  readonly recovery?: boolean;
  /** Further content, in the same transaction: people, catalogue, operators. */
  readonly moveIn: (ground: Ground) => void;
}

export interface OpenDirectory extends Unlock {
  readonly dir: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** later: the packs in use are read when they are asked for, or by `readRules`, which then has to follow soon. */
  readonly rules?: "now" | "later";
}

/** An engine's directory, open and locked. */
export interface OpenedDirectory {
  readonly ground: Ground;
  readonly ring: KeyRing;
  readonly close: () => void;
}

const designationsShape = z.array(z.string());
const setUp = { operator: "system", pharmacist: null, desk: "init" };

/**
 * Makes the data directory of an institution.
 *
 * @returns the recovery key, which is kept nowhere: to be printed now or never; null when none was wanted
 * @throws StoreError EXISTS when it has books already
 */
export function createDirectory(made: NewDirectory): string | null {
  sortFaults(() => mkdirSync(made.dir, { recursive: true, mode: 0o700 }));
  if (hasBooks(made.dir)) throw new StoreError("EXISTS", "数据目录中已有账本，不会覆盖");
  const lock = takeEngineLock(made.dir);
  try {
    const { ring, recoveryKey } = sortFaults(() => makeRing(made.dir, made, made.recovery ?? true));
    const vault = openVault(ring.dataKeys);
    const store = openStore(made.dir);
    try {
      const at = shanghaiTime(made.clock());
      store.write(() => {
        store.institution.add(institutionRow(made));
        storePacks(store, made.packs, made.supplement, at);
        const ground: Ground = {
          store,
          vault,
          lineKey: lineKeyOf(vault),
          outbox: openOutboxSeal(ring.outboxKeys),
          institution: made.institution,
          reloadInstitution: () => undefined,
          block: made.block,
          books: openBooks(store),
          clock: openClock(store, made.clock),
          claims: openClaims(vault),
          settledBefore: openSettledBefore(),
          verifiers: openVerifiers(),
        };
        made.moveIn(ground);
        const content = institutionText(institutionRow(made));
        appendAudit(ground, { at, action: "init", subject: made.institution.code, actor: setUp, content });
      });
    } finally {
      store.close();
    }
    return recoveryKey;
  } catch (error) {
    // Half a set-up, on a full disk above all, would stand in the way of the next.
    removeBooks(made.dir);
    throw error;
  } finally {
    lock.release();
  }
}

/**
 * Opens a directory for one engine, and finishes what a rotation or an older program left to do.
 *
 * @throws StoreError IN_USE, MISSING, KEY, DAMAGED, INCOMPLETE, NEWER_FILE
 */
export function openDirectory(options: OpenDirectory): OpenedDirectory {
  const { dir, clock } = options;
  if (!existsSync(booksOf(dir))) throw new StoreError("MISSING", "数据目录中没有账本，请先执行 onestop init");
  const lock = takeEngineLock(dir);
  try {
    const ring = readRing(dir, options);
    const store = openStore(dir);
    try {
      const ground = store.run(() => {
        const opened = groundOf({ store, ring }, clock, options.rules);
        keepRing(dir, ring, options);
        finishRotation(opened, ring);
        renewPayloads(opened);
        return opened;
      });
      const close = (): void => {
        store.close();
        lock.release();
      };
      return { ground, ring, close };
    } catch (error) {
      store.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Stands on the books beside whoever has them open: to read, and nothing is finished or brought in line.
 *
 * @throws StoreError MISSING, KEY, DAMAGED, NEWER_FILE; IN_USE while an older program has them
 */
export function openBeside({
  dir,
  ring,
  clock,
}: Pick<OpenDirectory, "dir" | "clock"> & Pick<OpenedDirectory, "ring">): Omit<OpenedDirectory, "ring"> {
  const store = openReadOnly(dir);
  try {
    return { ground: store.run(() => groundOf({ store, ring }, clock)), close: store.close };
  } catch (error) {
    store.close();
    throw error;
  }
}

function groundOf(
  { store, ring }: { readonly store: Store; readonly ring: KeyRing },
  clock: () => number,
  rules?: OpenDirectory["rules"],
): Ground {
  const vault = openVault(ring.dataKeys);
  assertFits({ store, vault }, ring);
  const row = readInstitution(store, vault);
  let institution = institutionOf(row);
  return {
    store,
    vault,
    outbox: openOutboxSeal(ring.outboxKeys),
    get institution() {
      return institution;
    },
    reloadInstitution: () => {
      institution = institutionOf(store.institution.read() ?? row);
    },
    block: { from: row.block_from, to: row.block_to },
    lineKey: lineKeyOf(vault),
    books: openBooks(store, rules),
    clock: openClock(store, clock),
    claims: openClaims(vault),
    settledBefore: openSettledBefore(),
    verifiers: openVerifiers(),
  };
}

/** Level and place of the institution decide about money: they are those that it was set up with, or was changed to. */
export function readInstitution(
  store: Pick<Store, "institution" | "audit" | "counters">,
  vault: Vault,
): InstitutionRow {
  const row = store.institution.read();
  if (row === undefined) throw new StoreError("DAMAGED", "账本中没有机构信息，请用备份恢复");
  const told = store.audit.byNumber(store.counters.read("institutionEntry") ?? 1);
  // The first version entered the code alone.
  const texts = told?.action === "init" ? [institutionText(row), row.code] : [institutionText(row)];
  const isTold = told !== undefined && ["init", "changeInstitution"].includes(told.action);
  if (isTold && !texts.some((text) => vault.digest(text).equals(told.content)))
    throw new StoreError("DAMAGED", "账本中的机构信息与审计记录不符，请用备份恢复");
  return row;
}

/** What the audit entry about an institution holds the digest of. */
export function institutionText(row: InstitutionRow): string {
  return canonicalJson({ ...row });
}

function institutionRow({ institution, block }: NewDirectory): InstitutionRow {
  const { code, name, type, level, region, designations } = institution;
  return {
    code,
    name,
    type,
    level,
    region,
    designations: JSON.stringify(designations),
    block_from: block.from,
    block_to: block.to,
  };
}

/** An institution as the verbs give it. */
export function institutionOf(row: InstitutionRow): Terminal["institution"] {
  const { code, name, type, level, region } = row;
  const designations = designationsShape.parse(JSON.parse(row.designations));
  return { code, name, type, level, region, designations };
}
