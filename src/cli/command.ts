import type { DevicesDoor } from "./devices-door.ts";

/** What a command may touch of the machine; handed in, so that a test can hand in its own. */
export interface Io {
  readonly input: AsyncIterable<Uint8Array>;
  /** Writes to stdout; waits while the reader is slower than we are. */
  readonly write: (text: string) => Promise<void>;
  /** Progress and faults for people: stderr. */
  readonly log: (text: string) => void;
  /** Gives memory back in a long run; called between batches. */
  readonly tidy: () => void;
  readonly today: string;
  /** The devices of this machine, loaded when they are asked for. */
  readonly devices: () => Promise<DevicesDoor>;
}

/** 0 done, 1 a refusal or finding, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly usage: string;
  readonly does: string;
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>;
}

/** The caller's words are off: the usage is shown and nothing is done. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export async function writeJson(io: Io, value: unknown): Promise<void> {
  await io.write(`${JSON.stringify(value)}\n`);
}
