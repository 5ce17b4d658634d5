import type { EngineState } from "../src/gateway/contract-port.ts";
import type {
  DeviceRelayReport,
  EngineOrder,
  EngineReport,
  ExportTakenReport,
  OpenOrder,
} from "./engine-protocol.ts";
import { engineReport } from "./engine-protocol.ts";

/** A started process of the engine, whoever started it. */
export interface EngineChild<Port> {
  readonly send: (order: EngineOrder, ports: readonly Port[]) => void;
  readonly kill: () => void;
}

export interface EngineEvents {
  readonly message: (message: unknown) => void;
  /** Once, after the last message. */
  readonly exit: () => void;
}

export interface EngineHostOptions<Port> {
  readonly start: (events: EngineEvents) => EngineChild<Port>;
  /** Asked anew at every start. */
  readonly open: () => Omit<OpenOrder, "rules">;
  /** Said before anything depends on it; with `running`, links can be given out. */
  readonly changed: (state: EngineState) => void;
  /** What the engine asks of its devices. */
  readonly devices?: {
    readonly take: (report: DeviceRelayReport) => void;
    /** The engine is gone. */
    readonly endAll: () => void;
  };
  /** What it says of files that it hands out. */
  readonly exports?: {
    readonly take: (report: ExportTakenReport) => void;
    /** The engine is gone. */
    readonly endAll: () => void;
  };
  readonly log: (text: string) => void;
  readonly patience?: Patience;
}

/** How soon it is started again, and how long it may take to close. */
export interface Patience {
  readonly firstMs: number;
  readonly mostMs: number;
  readonly closeMs: number;
}

export interface EngineHost<Port> {
  readonly state: () => EngineState;
  /** Hands the engine one end of a channel; false when there is no engine to take it. */
  readonly link: (port: Port) => boolean;
  /** To the engine that runs now; false when there is none to hear it. */
  readonly tell: (order: EngineOrder) => boolean;
  /** Lets it finish what it does. Resolves when it is gone. */
  readonly close: () => Promise<void>;
}

const usualPatience: Patience = { firstMs: 100, mostMs: 10_000, closeMs: 5000 };

/** Keeps the engine running: what ends is started again, later each time. Every start is said before it is made. */
export function hostEngine<Port>(options: EngineHostOptions<Port>): EngineHost<Port> {
  const patience = options.patience ?? usualPatience;
  const gone = Promise.withResolvers<void>();
  let child: EngineChild<Port> | null = null;
  let state: EngineState = { is: "starting" };
  let waitMs = patience.firstMs;
  let restart: ReturnType<typeof setTimeout> | null = null;
  let isClosing = false;
  const become = (next: EngineState): void => {
    state = next;
    options.changed(next);
  };
  const hear = (message: unknown): void => {
    const { data: report } = engineReport.safeParse(message);
    if (report !== undefined && "child" in report) return options.devices?.take(report);
    if (report !== undefined && "asked" in report) return options.exports?.take(report);
    if (report?.report === "opened") waitMs = patience.firstMs;
    const next = stateAfter(report, options.log);
    if (next !== null) become(next);
    return undefined;
  };
  const onExit = (): void => {
    child = null;
    options.devices?.endAll();
    options.exports?.endAll();
    if (isClosing) {
      gone.resolve();
      return;
    }
    // One that could not start has said why, and that stays on the screen while it is tried again.
    if (state.is !== "failed") become({ is: "restarting" });
    options.log(`结算引擎已结束，${waitMs} 毫秒后重新启动\n`);
    restart = setTimeout(begin, waitMs);
    waitMs = Math.min(patience.mostMs, waitMs * 2);
  };
  const begin = (): void => {
    child = options.start({ message: hear, exit: onExit });
    // What has failed is not called open again before all of it has been read.
    child.send({ ...options.open(), rules: state.is === "failed" ? "now" : "later" }, []);
  };
  begin();
  return {
    state: () => state,
    link: (port) => {
      if (child === null || state.is !== "running") return false;
      child.send({ order: "link" }, [port]);
      return true;
    },
    tell: (order) => tellTo(child, order),
    close: async () => {
      isClosing = true;
      if (restart !== null) clearTimeout(restart);
      if (child === null) return;
      child.send({ order: "close" }, []);
      const killer = setTimeout(() => child?.kill(), patience.closeMs);
      await gone.promise;
      clearTimeout(killer);
    },
  };
}

function tellTo<Port>(child: EngineChild<Port> | null, order: EngineOrder): boolean {
  child?.send(order, []);
  return child !== null;
}

/** What its process says about itself; null where nothing changes by it. */
function stateAfter(
  report: Exclude<EngineReport, DeviceRelayReport | ExportTakenReport> | undefined,
  log: (text: string) => void,
): EngineState | null {
  switch (report?.report) {
    case "opened":
      return { is: "running" };
    case "failed":
      return { is: "failed", code: report.code, message: report.message };
    case "served":
      log(`结算引擎也为本机其他程序服务：${report.url}\n`);
      return null;
    case undefined:
      log("结算引擎的消息无法识别\n");
      return null;
  }
}
