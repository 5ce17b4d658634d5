import { existsSync, mkdirSync } from "node:fs";

import { z } from "zod";

import type { SourceFile } from "../rules/pack-book.ts";
import type { InstitutionRow } from "../store/institution.ts";
import { takeEngineLock } from "../store/engine-lock.ts";
import { booksOf, hasBooks, openStore } from "../store/open-store.ts";
import { StoreError } from "../store/store-error.ts";
import { appendAudit } from "./audit-chain.ts";
import { openBooks, storePacks } from "./books.ts";
import { openClock, shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { createKeyFile, readDataKey } from "./key-file.ts";
import type { Terminal } from "./terminal.ts";
import { openVault } from "./vault.ts";

/** What a new data directory starts with. */
export interface NewDirectory {
  readonly dir: string;
  readonly institution: Terminal["institution"];
  /** Message numbers of this terminal; two terminals of one institution never share one. */
  readonly block: { readonly from: number; readonly to: number };
  readonly packs: readonly SourceFile[];
  readonly supplement: SourceFile | null;
  readonly passphrase: string | null;
  readonly clock: () => number;
  /** Further content, in the same transaction: people, catalogue, operators. */
  readonly moveIn: (ground: Ground) => void;
}

export interface OpenDirectory {
  readonly dir: string;
  readonly passphrase: string | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** An engine's directory, open and locked. */
export interface OpenedDirectory {
  readonly ground: Ground;
  readonly close: () => void;
}

const designationsShape = z.array(z.string());
const setUp = { operator: "system", pharmacist: null, desk: "init" };

/** Makes the data directory of an institution. @throws StoreError EXISTS when it has books already */
export function createDirectory(made: NewDirectory): void {
  mkdirSync(made.dir, { recursive: true, mode: 0o700 });
  if (hasBooks(made.dir)) throw new StoreError("EXISTS", "数据目录中已有账本，不会覆盖");
  const lock = takeEngineLock(made.dir);
  try {
    createKeyFile(made.dir, made.passphrase);
    const vault = openVault(readDataKey(made.dir, made.passphrase));
    const store = openStore(made.dir);
    try {
      const at = shanghaiTime(made.clock());
      store.write(() => {
        store.institution.add(institutionRow(made));
        storePacks(store, made.packs, made.supplement, at);
        const ground: Ground = {
          store,
          vault,
          institution: made.institution,
          block: made.block,
          books: openBooks(store),
          clock: openClock(store, made.clock),
        };
        made.moveIn(ground);
        const { code } = made.institution;
        appendAudit(ground, { at, action: "init", subject: code, actor: setUp, content: code });
      });
    } finally {
      store.close();
    }
  } finally {
    lock.release();
  }
}

/** Opens a directory for one engine. @throws StoreError IN_USE, MISSING, KEY, DAMAGED, NEWER_FILE */
export function openDirectory({ dir, passphrase, clock }: OpenDirectory): OpenedDirectory {
  if (!existsSync(booksOf(dir))) throw new StoreError("MISSING", "数据目录中没有账本，请先执行 onestop init");
  const lock = takeEngineLock(dir);
  try {
    const vault = openVault(readDataKey(dir, passphrase));
    const store = openStore(dir);
    const row = store.institution.read();
    if (row === undefined) {
      store.close();
      throw new StoreError("DAMAGED", "账本中没有机构信息，请用备份恢复");
    }
    const ground: Ground = {
      store,
      vault,
      institution: institutionOf(row),
      block: { from: row.block_from, to: row.block_to },
      books: openBooks(store),
      clock: openClock(store, clock),
    };
    const close = (): void => {
      store.close();
      lock.release();
    };
    return { ground, close };
  } catch (error) {
    lock.release();
    throw error;
  }
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

function institutionOf(row: InstitutionRow): Terminal["institution"] {
  const { code, name, type, level, region } = row;
  const designations = designationsShape.parse(JSON.parse(row.designations));
  return { code, name, type, level, region, designations };
}
