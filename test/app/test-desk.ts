import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createDirectory } from "../../src/app/directory.ts";
import type { Ground } from "../../src/app/ground.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { addOperator } from "../../src/app/operators.ts";
import type { CommitRequest, Refused, Result } from "../../src/app/terminal.ts";
import { shippedPackFiles, supplementFile } from "../../src/cli/pack-files.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";

/** A hospital of the third level in Shiyan, as the sample claims have it. */
export const institution = {
  code: "H42030000001",
  name: "十堰示范医院",
  type: "hospital",
  level: "3",
  region: "420300",
  designations: ["basic", "pooling", "chronic", "dualChannel"],
} as const;

export const actor = { operator: "C001", pharmacist: null, desk: "D1" };

/** Somebody of each role; their PINs. */
export const staff = {
  cashier: { operator: "C001", pin: "135790", desk: "D1" },
  supervisor: { operator: "S001", pin: "112358", desk: "D1" },
  administrator: { operator: "A001", pin: "314159", desk: "D1" },
} as const;

/** Moves in the staff. */
export function withStaff(ground: Ground): void {
  for (const [role, { operator, pin }] of Object.entries(staff))
    addOperator(ground, { id: operator, name: `示范${role}`, pin, role: role as keyof typeof staff });
}

/** 10 May 2024, 10:00 in Shanghai. */
export const morning = Date.parse("2024-05-10T10:00:00+08:00");

export interface TestDesk {
  readonly dir: string;
  readonly terminal: ReturnType<typeof openTerminal>;
  /** The clock of the desk; a test moves it. */
  readonly clock: { ms: number };
  /** Closes and opens again on the same directory. */
  readonly reopen: () => ReturnType<typeof openTerminal>;
  readonly close: () => void;
}

/** A directory that is gone when the test is. */
export function temporaryDir(): string {
  return mkdtempSync(join(tmpdir(), "onestop-desk-"));
}

/** An institution with the demo supplement and nobody in it, on a real file. @returns its recovery key */
export function createBooks(
  dir: string,
  more: Partial<
    Pick<
      Parameters<typeof createDirectory>[0],
      "institution" | "packs" | "passphrase" | "keyWrap" | "moveIn" | "block"
    >
  > & {
    /** The only plan that is needed; a terminal with fewer packs opens sooner. */
    readonly plan?: string;
  } = {},
): string | null {
  return createDirectory({
    dir,
    institution: more.institution ?? institution,
    block: more.block ?? { from: 0, to: 9999 },
    packs: more.packs ?? shippedPackFiles().filter(({ name }) => name.includes(more.plan ?? "")),
    supplement: supplementFile("demo"),
    passphrase: more.passphrase ?? null,
    keyWrap: more.keyWrap,
    clock: () => morning,
    moveIn: more.moveIn ?? ((): void => undefined),
  });
}

export function openTestDesk(moveIn?: (ground: Ground) => void): TestDesk {
  const dir = temporaryDir();
  createBooks(dir, moveIn === undefined ? {} : { moveIn });
  const clock = { ms: morning };
  const open = (): ReturnType<typeof openTerminal> =>
    openTerminal({ dir, passphrase: null, clock: () => clock.ms });
  let terminal = open();
  return {
    dir,
    clock,
    get terminal() {
      return terminal;
    },
    reopen: () => {
      terminal.close();
      terminal = open();
      return terminal;
    },
    close: () => {
      terminal.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A commit of a sample claim under a key. */
export function requestOf(key: string, sample: Sample, more: Partial<CommitRequest> = {}): CommitRequest {
  return {
    claim: sampleClaim(sample),
    idempotencyKey: key,
    previewHash: null,
    msgid: null,
    tenders: [],
    actor,
    ...more,
  };
}

/** The value of an answer that must not be a refusal. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${JSON.stringify(result.refusal.details)}`);
  return result.value;
}

/** The refusal of an answer that must be one. */
export function refusalOf(result: Result<unknown>): Refused {
  if (result.ok) throw new Error("no refusal");
  return result.refusal;
}
