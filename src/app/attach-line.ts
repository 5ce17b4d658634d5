import type { LineAdapter } from "../line/adapter.ts";
import { openLine } from "../line/client.ts";
import type { DeskUse } from "./desk-use.ts";
import type { LineBooks } from "./line-books.ts";
import type { LineControl } from "./line-control.ts";
import { openLineControl } from "./line-control.ts";
import type { LineVerbs } from "./line-state.ts";
import { openCentreDoor } from "./centre-door.ts";
import { keepSending } from "./send-loop.ts";
import { openSender } from "./sending.ts";
import type { Terminal } from "./terminal.ts";

/** Where the centre is, and how it is spoken to. */
export interface CentreAddress {
  readonly url: string;
  readonly adapter: LineAdapter;
}

export interface AttachedLine {
  readonly control: LineControl;
  readonly stop: () => Promise<void>;
}

/** Attaches a running engine to its centre: what waits is sent until it is stopped. */
export function attachLine(
  terminal: LineBooks & LineVerbs & DeskUse & Terminal,
  centre: CentreAddress,
  log: (line: string) => void,
): AttachedLine {
  const { url, adapter } = centre;
  const client = openLine({ url, adapter, now: Date.now });
  const failed = (error: unknown): void => {
    log(`${JSON.stringify({ line: "failed", error: error instanceof Error ? error.name : "unknown" })}\n`);
  };
  terminal.setLine(true);
  let after = (): void => undefined;
  const sender = openSender({
    terminal,
    client,
    adapter,
    now: Date.now,
    random: Math.random,
    failed,
    tried: () => after(),
    isInUse: terminal.isInUse,
  });
  const loop = keepSending(sender, failed);
  const centreDoor = openCentreDoor(terminal, client, adapter);
  const control: LineControl = { ...openLineControl(terminal, sender, loop.nudge), centre: centreDoor };
  after = (): void => {
    control.tried();
    loop.nudge();
  };
  return {
    control,
    stop: async () => {
      await loop.stop();
      client.close();
    },
  };
}
