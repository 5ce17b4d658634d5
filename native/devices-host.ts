import type { AttachedDevice } from "../src/scan/attached-device.ts";
import type { DeviceEvent } from "../src/scan/device-event.ts";
import type { DeviceLook } from "../src/scan/device-look.ts";
import type { DeviceSettings } from "../src/scan/device-settings.ts";
import type { PrintOutcome } from "../src/scan/print-outcome.ts";
import type { DeviceOrder, DeviceReport } from "./devices-protocol.ts";
import { deviceReport } from "./devices-protocol.ts";

/** A started process, whoever started it: Node's fork, or the window's utility process. */
export interface DevicesChild {
  readonly send: (order: DeviceOrder) => void;
  readonly kill: () => void;
}

export interface ChildEvents {
  readonly message: (message: unknown) => void;
  /** Once, after the last message. */
  readonly exit: () => void;
}

export type StartChild = (events: ChildEvents) => DevicesChild;

/** Without its `id`, which the host gives. */
export type Ask = DeviceOrder extends infer Order
  ? Order extends unknown
    ? Omit<Order, "id">
    : never
  : never;

export interface DevicesHostOptions {
  readonly settings: DeviceSettings;
  readonly start: StartChild;
  readonly event: (event: DeviceEvent) => void;
  /** Raw bytes and frames, while `look` is on. */
  readonly looked: (report: DeviceLook) => void;
  /** How the process itself is doing. No content of scans. */
  readonly log: (text: string) => void;
  readonly patience?: Patience;
}

/** How long a process may be silent, and how it is started again. */
export interface Patience {
  readonly pingMs: number;
  readonly silentMsMax: number;
  readonly restartMsFirst: number;
  readonly restartMsMax: number;
}

const usualPatience: Patience = {
  pingMs: 5000,
  silentMsMax: 15_000,
  restartMsFirst: 200,
  restartMsMax: 10_000,
};

export interface DevicesHost {
  readonly configure: (settings: DeviceSettings) => Promise<void>;
  readonly list: () => Promise<readonly AttachedDevice[]>;
  readonly look: (on: boolean) => Promise<void>;
  readonly simulate: (device: string, act: SimulateOrder["act"]) => Promise<void>;
  /** What is known of it, also when the process ends over it. */
  readonly print: (job: Omit<PrintOrder, "order" | "id">) => Promise<PrintOutcome>;
  readonly close: () => Promise<void>;
}

type SimulateOrder = Extract<DeviceOrder, { order: "simulate" }>;
type PrintOrder = Extract<DeviceOrder, { order: "print" }>;
type Did = Extract<DeviceReport, { report: "did" }>;

const closeMsMax = 3000;

/** Keeps the process of the devices running: what ends or falls silent is started again, later each time. */
export function hostDevices(options: DevicesHostOptions): DevicesHost {
  const patience = options.patience ?? usualPatience;
  const asking = openAsking();
  const host: Hosting = {
    options,
    patience,
    asking,
    settings: options.settings,
    looking: false,
    closing: false,
    restart: null,
    restartMs: patience.restartMsFirst,
    startedAt: 0,
    heardAt: 0,
    ended: Promise.withResolvers<void>(),
  };
  const watch = setInterval(() => {
    if (performance.now() - host.heardAt > patience.silentMsMax) asking.child()?.kill();
    else asking.ask({ order: "ping" }).catch(() => undefined);
  }, patience.pingMs);
  begin(host);
  return {
    configure: async (settings) => {
      host.settings = settings;
      await asking.ask({ order: "configure", settings });
    },
    list: async () => (await asking.ask({ order: "list" })).devices ?? [],
    look: async (on) => {
      host.looking = on;
      await asking.ask({ order: "look", on });
    },
    simulate: async (device, act) => {
      await asking.ask({ order: "simulate", device, act });
    },
    print: async (job) => {
      // Nobody was told of it.
      if (asking.child() === null) return { outcome: "failed", because: "unreachable" };
      try {
        return (await asking.answer({ order: "print", ...job })).outcome ?? notThere;
      } catch {
        return { outcome: "unknown", because: "cut" };
      }
    },
    close: async () => {
      clearInterval(watch);
      await end(host);
    },
  };
}

const notThere: PrintOutcome = { outcome: "failed", because: "unreachable" };

interface Hosting {
  readonly options: DevicesHostOptions;
  readonly patience: Patience;
  readonly asking: Asking;
  readonly ended: PromiseWithResolvers<void>;
  settings: DeviceSettings;
  looking: boolean;
  closing: boolean;
  restart: NodeJS.Timeout | null;
  restartMs: number;
  startedAt: number;
  heardAt: number;
}

function begin(host: Hosting): void {
  host.startedAt = performance.now();
  host.heardAt = host.startedAt;
  const child = host.options.start({
    message: (message) => {
      take(host, message);
    },
    exit: () => {
      onExit(host);
    },
  });
  host.asking.connect(child);
  const quietly = (order: Ask): void => {
    host.asking.ask(order).catch(() => undefined);
  };
  quietly({ order: "configure", settings: host.settings });
  if (host.looking) quietly({ order: "look", on: true });
}

function take(host: Hosting, message: unknown): void {
  const parsed = deviceReport.safeParse(message);
  if (!parsed.success) {
    host.options.log("设备进程的消息无法识别，重新启动\n");
    host.asking.child()?.kill();
    return;
  }
  host.heardAt = performance.now();
  const report = parsed.data;
  switch (report.report) {
    case "started":
      break;
    case "event":
      host.options.event(report.event);
      break;
    case "did":
      host.asking.answered(report);
      break;
    case "bytes":
    case "frame":
      host.options.looked(report);
      break;
  }
}

function onExit(host: Hosting): void {
  host.asking.disconnect();
  if (host.closing) {
    host.ended.resolve();
    return;
  }
  const { restartMsFirst, restartMsMax } = host.patience;
  // One that ran well for a while and then fell starts its waits anew.
  if (performance.now() - host.startedAt > restartMsMax) host.restartMs = restartMsFirst;
  host.options.log(`设备进程已结束，${host.restartMs} 毫秒后重新启动\n`);
  host.restart = setTimeout(begin, host.restartMs, host);
  host.restartMs = Math.min(restartMsMax, host.restartMs * 2);
}

async function end(host: Hosting): Promise<void> {
  host.closing = true;
  if (host.restart !== null) clearTimeout(host.restart);
  const child = host.asking.child();
  if (child === null) return;
  // A driver may hang in the system; the process is ended all the same.
  const killer = setTimeout(child.kill, closeMsMax);
  host.asking.ask({ order: "stop" }).catch(() => undefined);
  await host.ended.promise;
  clearTimeout(killer);
}

interface Asking {
  /** Resolves when it was done; rejects with the reason when it was not, or when the process ended over it. */
  readonly ask: (order: Ask) => Promise<Did>;
  /** The same, but what was not done is an answer as well. */
  readonly answer: (order: Ask) => Promise<Did>;
  readonly answered: (did: Did) => void;
  readonly connect: (child: DevicesChild) => void;
  readonly disconnect: () => void;
  readonly child: () => DevicesChild | null;
}

function openAsking(): Asking {
  const waiting = new Map<number, PromiseWithResolvers<Did>>();
  let child: DevicesChild | null = null;
  let nextId = 1;
  const answer = async (order: Ask): Promise<Did> => {
    if (child === null) throw new Error("设备进程正在重新启动");
    const id = nextId;
    nextId += 1;
    const answered = Promise.withResolvers<Did>();
    waiting.set(id, answered);
    child.send({ ...order, id });
    return await answered.promise;
  };
  return {
    answer,
    ask: async (order) => {
      const did = await answer(order);
      if (!did.ok) throw new Error(did.reason ?? "设备进程没有完成要求");
      return did;
    },
    answered: (did) => {
      waiting.get(did.id)?.resolve(did);
      waiting.delete(did.id);
    },
    connect: (started) => {
      child = started;
    },
    disconnect: () => {
      child = null;
      for (const asked of waiting.values()) asked.reject(new Error("设备进程已结束"));
      waiting.clear();
    },
    child: () => child,
  };
}
