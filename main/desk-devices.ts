import type { DevicesHost, StartChild } from "../native/devices-host.ts";
import { hostDevices } from "../native/devices-host.ts";
import { outcomeWords } from "../native/printer/printer-words.ts";
import type { DeviceFeed } from "../src/app/device-feed.ts";
import { openDeviceFeed } from "../src/app/device-feed.ts";
import type { DevicesControl } from "../src/app/devices-control.ts";
import type { StateEvent } from "../src/scan/device-event.ts";
import type { DeviceSettings } from "../src/scan/device-settings.ts";
import { proposeFraming } from "./propose-framing.ts";
import { usualDeviceSettings } from "../src/scan/usual-devices.ts";

export interface DeskDevicesOptions {
  readonly start: StartChild;
  /** Of a desk, as its books have them now. */
  readonly settingsOf: (desk: string) => DeviceSettings;
  readonly log: (text: string) => void;
  /** After so long without anybody who follows, a desk lets go of its devices: it may have been given another name. */
  readonly leaveMs?: number;
}

/** A desk that somebody follows, or whose devices are asked something. */
interface OpenDesk {
  /** Starts the process where it does not run yet. */
  readonly host: () => DevicesHost;
  /** null: there is nothing to run, a scanner that types needs no process. */
  readonly running: () => DevicesHost | null;
  readonly feed: DeviceFeed;
  readonly states: Map<string, StateEvent>;
  /** Whether bytes and frames are shown, and until when by the last who wanted them. */
  looks: boolean;
  looksUntil: number;
  followers: number;
  leftAt: number;
}

const leaveMsUsual = 60_000;
const lookMs = 30_000;
/** A name is a word that a page has sent: not every one may start a process. */
const desksMax = 32;
/** For questions about the machine itself. */
const noDesk = "";

/** The devices of this machine, desk by desk: each desk that is followed has a process of its own. */
export function openDeskDevices(options: DeskDevicesOptions): DevicesControl {
  const desks = new Map<string, OpenDesk>();
  const leaveMs = options.leaveMs ?? leaveMsUsual;
  const at = (name: string): OpenDesk => {
    const known = desks.get(name);
    if (known !== undefined) return known;
    if (desks.size >= desksMax) leave(desks, 0, options.log);
    if (desks.size >= desksMax) throw new Error("同时使用设备的收费台过多");
    const opened = openDesk(options, name);
    desks.set(name, opened);
    return opened;
  };
  const tidy = setInterval(() => leave(desks, leaveMs, options.log), Math.min(5000, leaveMs));
  return {
    follow: async ({ desk, after, waitMs, looks }) => {
      const one = at(desk);
      if (looks) {
        one.looksUntil = performance.now() + waitMs + lookMs;
        if (!one.looks) setLook(one, true);
      }
      one.followers += 1;
      try {
        return await one.feed.take(after, waitMs);
      } finally {
        one.followers -= 1;
        one.leftAt = performance.now();
      }
    },
    states: (desk) => [...(desks.get(desk)?.states.values() ?? [])],
    changed: (desk, settings) => {
      const one = desks.get(desk);
      if (one === undefined) return;
      const ids = new Set(settings.devices.map(({ id }) => id));
      for (const id of one.states.keys()) if (!ids.has(id)) one.states.delete(id);
      const host = one.running() ?? (needsProcess(settings) ? one.host() : null);
      // A process that is just being started again takes the new settings with its start.
      host?.configure(settings).catch(() => undefined);
    },
    list: async () => await at(noDesk).host().list(),
    propose: proposeFraming,
    print: async (desk, device, { id, bytes, drawer }) => {
      const one = at(desk);
      one.leftAt = performance.now();
      return await one
        .host()
        .print({ device, job: id, bytes: Buffer.from(bytes).toString("base64"), drawer });
    },
    outcomeWords,
    simulate: async (desk, device, act) => await at(desk).host().simulate(device, act),
    close: async () => {
      clearInterval(tidy);
      await Promise.all([...desks.values()].map(close));
      desks.clear();
    },
  };
}

/** Lets go of desks that nobody follows any more, and stops looking where nobody wants to see. */
function leave(desks: Map<string, OpenDesk>, leaveMs: number, log: (text: string) => void): void {
  for (const [name, one] of desks) {
    const isLeft = one.followers === 0 && performance.now() - one.leftAt > leaveMs;
    if (isLeft) {
      desks.delete(name);
      close(one).catch((error: unknown) => log(`${String(error)}\n`));
    } else if (one.looks && performance.now() > one.looksUntil) setLook(one, false);
  }
}

function openDesk({ start, settingsOf, log }: DeskDevicesOptions, name: string): OpenDesk {
  const feed = openDeviceFeed();
  const states = new Map<string, StateEvent>();
  const settings = name === noDesk ? usualDeviceSettings : settingsOf(name);
  let running: DevicesHost | null = null;
  const host = (): DevicesHost => {
    running ??= hostDevices({
      settings: name === noDesk ? usualDeviceSettings : settingsOf(name),
      start,
      event: (event) => {
        if (event.event === "state") states.set(event.device, event);
        feed.put(event);
      },
      looked: feed.put,
      log,
    });
    return running;
  };
  if (needsProcess(settings)) host();
  const times = { looks: false, looksUntil: 0, followers: 0, leftAt: performance.now() };
  return { host, running: () => running, feed, states, ...times };
}

function needsProcess({ devices }: DeviceSettings): boolean {
  return devices.some(({ kind }) => kind !== "wedgeScanner");
}

function setLook(one: OpenDesk, on: boolean): void {
  one.looks = on;
  // Without a process there is nothing to be seen.
  one
    .running()
    ?.look(on)
    .catch(() => undefined);
}

async function close({ running, feed }: OpenDesk): Promise<void> {
  feed.close();
  await running()?.close();
}
