import type { StateEvent } from "../src/scan/device-event.ts";
import type { Driver, DriverEvents, Opened } from "./device-driver.ts";

type State = StateEvent["state"];

export interface KeepOpenEvents {
  readonly bytes: (chunk: Uint8Array) => void;
  readonly state: (state: State, reason: string | null) => void;
}

/** A device that is kept open for as long as it is wanted. */
export interface KeptOpen {
  /** Tries at once instead of at the end of its wait: the list of devices has changed. */
  readonly nudge: () => void;
  /** Resolves when everything is closed; nothing is told afterwards. */
  readonly close: () => Promise<void>;
}

/** A cable that is put back has to work within a second. */
const absentMs = 150;
/** What is there and refuses is asked less and less often: another program may hold it all day. */
const failedMsFirst = 150;
const failedMsMax = 5000;

/** A driver that breaks its promise, or a library that cannot be loaded, is a device that failed. */
async function openOrSay(driver: Driver, events: DriverEvents): Promise<Opened> {
  try {
    return await driver.open(events);
  } catch (error) {
    const reason = `无法打开设备：${error instanceof Error ? error.message : String(error)}`;
    return { ok: false, refusal: { state: "failed", reason } };
  }
}

async function wakeable(ms: number, give: (wake: () => void) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  give(resolve);
  await promise;
  clearTimeout(timer);
}

/** Opens a device, opens it again when it went, and tells each change of its state once. */
export function keepOpen(driver: Driver, events: KeepOpenEvents): KeptOpen {
  let wanted = true;
  const isWanted = (): boolean => wanted;
  let told: string | null = null;
  let failedMs = failedMsFirst;
  let wake: (() => void) | null = null;
  const tell = (state: State, reason: string | null): void => {
    const now = `${state} ${reason ?? ""}`;
    if (!wanted || told === now) return;
    told = now;
    events.state(state, reason);
  };
  const pause = async (ms: number): Promise<void> => {
    await wakeable(ms, (resolve) => {
      wake = resolve;
    });
    wake = null;
  };
  const round = async (): Promise<void> => {
    const gone = Promise.withResolvers<string | null>();
    const opened = await openOrSay(driver, {
      bytes: (chunk) => {
        if (wanted) events.bytes(chunk);
      },
      gone: gone.resolve,
    });
    if (!opened.ok) {
      const { state, reason } = opened.refusal;
      tell(state, reason);
      const waitMs = state === "absent" ? absentMs : failedMs;
      failedMs = state === "absent" ? failedMsFirst : Math.min(failedMsMax, failedMs * 2);
      if (wanted) await pause(waitMs);
      return;
    }
    failedMs = failedMsFirst;
    tell("ready", null);
    wake = () => gone.resolve(null);
    // Closed while it was being opened: nobody will wake us.
    const reason = wanted ? await gone.promise : null;
    wake = null;
    await opened.close();
    if (reason !== null) tell("absent", reason);
  };
  const run = async (): Promise<void> => {
    tell("opening", null);
    while (isWanted()) await round();
  };
  const running = run();
  return {
    nudge: () => {
      // An open device is left alone: nothing but its own end says that it went.
      if (told?.startsWith("ready") !== true) wake?.();
    },
    close: async () => {
      wanted = false;
      wake?.();
      await running;
    },
  };
}
