import { mkdirSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";

import { StoreError } from "../store/store-error.ts";
import { actorOf, approve, isAdministrator } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { backupGradually } from "./backup.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Approval } from "./supervision.ts";
import type { Finding, Result } from "./terminal.ts";

/** How long work stands: what is done of how much, in whatever it is counted by. */
export interface Work {
  readonly is: "none" | "running" | "done" | "stopped" | "failed";
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly done: number;
  readonly of: number;
  /** Why it failed. */
  readonly reason: string | null;
}

export interface VerifyWork extends Work {
  readonly count: number;
  /** The first of what was found. */
  readonly findings: readonly Finding[];
}

export interface BackupWork extends Work {
  readonly file: string | null;
}

/** Long work on the books that goes on while the desk sells. */
export interface Upkeep {
  readonly startVerify: () => Result<VerifyWork>;
  readonly verifyState: () => VerifyWork;
  readonly stopVerify: () => VerifyWork;
  /** Into a folder that is there already; null: a folder of the data directory. By an administrator. */
  readonly startBackup: (folder: string | null, approval: Approval) => Result<BackupWork>;
  readonly backupState: () => BackupWork;
}

interface Means {
  readonly dir: string;
  readonly closing: AbortSignal;
  readonly verify: (
    signal: AbortSignal,
    progress: (done: number, of: number) => void,
  ) => AsyncGenerator<Finding>;
}

const findingsMax = 200;
const nothing: Work = { is: "none", startedAt: null, endedAt: null, done: 0, of: 0, reason: null };

export function upkeepOf(ground: Ground, means: Means): Upkeep {
  return { ...verifying(ground, means), ...backing(ground, means) };
}

function verifying(
  ground: Ground,
  { closing, verify }: Means,
): Pick<Upkeep, "startVerify" | "verifyState" | "stopVerify"> {
  let state: VerifyWork = { ...nothing, count: 0, findings: [] };
  let stopping = new AbortController();
  const run = async (signal: AbortSignal): Promise<void> => {
    const end = await ending(ground, signal, async () => {
      const progress = (done: number, of: number): void => {
        state = { ...state, done, of };
      };
      for await (const finding of verify(signal, progress)) {
        const findings = state.count < findingsMax ? [...state.findings, finding] : state.findings;
        state = { ...state, count: state.count + 1, findings };
      }
    });
    state = { ...state, ...end };
  };
  return {
    startVerify: () => {
      if (state.is === "running") return decline("VERIFY_RUNNING", "核验正在进行，请等它结束后再试", {});
      stopping = new AbortController();
      state = { ...begun(ground), count: 0, findings: [] };
      run(AbortSignal.any([closing, stopping.signal])).catch((error: unknown) => {
        state = { ...state, is: "failed", reason: String(error) };
      });
      return accept(state);
    },
    verifyState: () => state,
    stopVerify: () => {
      stopping.abort();
      return state;
    },
  };
}

function backing(ground: Ground, { dir, closing }: Means): Pick<Upkeep, "startBackup" | "backupState"> {
  let state: BackupWork = { ...nothing, file: null };
  const run = async (file: string): Promise<void> => {
    const end = await ending(ground, closing, async () => {
      await backupGradually(dir, file, async () => {
        await ground.store.copyGradually(file, (done, of) => {
          state = { ...state, done, of };
        });
      });
    });
    state = { ...state, ...end };
  };
  return {
    startBackup: (folder, approval) => {
      const approved = approve(ground, approval, isAdministrator);
      if (!approved.ok) return approved;
      if (state.is === "running") return decline("VERIFY_RUNNING", "备份正在进行，请等它结束后再试", {});
      const place = placeOf(dir, folder);
      if (place === null)
        return decline("CLAIM_INVALID", "备份文件夹须是已经存在的文件夹的完整路径，请核对", { folder });
      const at = shanghaiTime(ground.clock.nowMs());
      const file = join(place, `onestop-${at.slice(0, 19).replaceAll(/\D/g, "")}.backup`);
      ground.store.write(() => {
        const actor = actorOf(approval);
        appendAudit(ground, { at, action: "backup", subject: "books", actor, content: file });
      });
      state = { ...begun(ground), file };
      run(file).catch((error: unknown) => {
        state = { ...state, is: "failed", reason: String(error) };
      });
      return accept(state);
    },
    backupState: () => state,
  };
}

/** The folder a copy goes to; null when it is not there. */
function placeOf(dir: string, folder: string | null): string | null {
  if (folder === null) {
    const place = join(resolve(dir), "backups");
    mkdirSync(place, { recursive: true, mode: 0o700 });
    return place;
  }
  const isThere = isAbsolute(folder) && statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isThere ? folder : null;
}

/** Work that begins now. */
export function begun({ clock }: Ground): Work {
  return { ...nothing, is: "running", startedAt: shanghaiTime(clock.nowMs()) };
}

/** Runs to its end, whichever that is: nobody waits for the promise of it. */
export async function ending(
  { clock }: Ground,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<Pick<Work, "is" | "endedAt" | "reason">> {
  try {
    await work();
    return { is: "done", endedAt: shanghaiTime(clock.nowMs()), reason: null };
  } catch (error) {
    const endedAt = shanghaiTime(clock.nowMs());
    if (signal.aborted) return { is: "stopped", endedAt, reason: null };
    return { is: "failed", endedAt, reason: error instanceof StoreError ? error.message : "程序内部错误" };
  }
}
