// The process that holds the books, for the window: it ends with the program that started it, and no other door is open
// unless it was asked for.

import type { MessagePortMain } from "electron";

import type { StartChild } from "../native/devices-host.ts";
import { openCentre } from "../src/app/centre-control.ts";
import { keepFacts } from "../src/app/facts-loop.ts";
import { openTerminal } from "../src/app/open-terminal.ts";
import { wrapOf } from "../src/app/key-file.ts";
import { keyWrapOf } from "../src/app/key-wrap.ts";
import { rewrapKeys } from "../src/app/keys.ts";
import { readCentreAdapter } from "../src/cli/centre-adapter.ts";
import { passphrase } from "../src/cli/data-dir.ts";
import { makeDirectory, peopleSourceOf } from "../src/cli/make-directory.ts";
import { keepHouse } from "../src/gateway/housekeeping.ts";
import { openPortDoor } from "../src/gateway/port-door.ts";
import type { FullTerminal } from "../src/app/full-terminal.ts";
import { openRpc } from "../src/gateway/rpc.ts";
import type { ServeOptions } from "../src/gateway/server.ts";
import { hasBooks } from "../src/store/open-store.ts";
import { StoreError } from "../src/store/store-error.ts";
import { openDeskDevices } from "./desk-devices.ts";
import type { EngineReport, OpenOrder } from "./engine-protocol.ts";
import { engineOrder } from "./engine-protocol.ts";
import { openRelayedDevices } from "./relayed-devices.ts";

const pruneEveryMs = 10 * 60_000;
const quietMs = 30_000;
const restMs = 250;
/** Nobody has signed in by then, and the page has been painted. */
const rulesAfterMs = 400;
const { parentPort } = process;

interface Opened {
  readonly terminal: FullTerminal;
  readonly link: (port: MessagePortMain) => void;
  readonly close: () => Promise<void>;
}

function report(news: EngineReport): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of the parent process, not a window
  parentPort.postMessage(news);
}

function log(line: string): void {
  process.stderr.write(line);
}

/** The terminal of a directory. What the key store keeps goes around keys that nothing protects yet. */
function openBooks({ dir, demo, deskKey, rules }: OpenOrder): FullTerminal {
  const keyWrap = deskKey === null ? undefined : keyWrapOf(Buffer.from(deskKey, "hex"));
  const options = { dir, passphrase: passphrase(), clock: Date.now, keyWrap };
  if (demo && !hasBooks(dir)) makeDirectory(dir, { demo, institution: null, keyWrap });
  else if (keyWrap !== undefined && hasBooks(dir) && options.passphrase === null && wrapOf(dir) === "none")
    rewrapKeys(options, { passphrase: null, keyWrap });
  return openTerminal({ ...options, ...peopleSourceOf(dir), rules });
}

function open(order: OpenOrder, start: StartChild): Opened {
  const terminal = openBooks(order);
  const devices = openDeskDevices({
    start,
    settingsOf: (desk) => terminal.deskDevices(desk).settings,
    log,
  });
  const centre = openCentre({
    terminal,
    dir: order.dir,
    given: null,
    readAdapter: readCentreAdapter,
    log,
  });
  // A bill that comes sooner has them read, and is refused where they are damaged.
  const reading = setTimeout(() => orFailed(terminal.readRules), rulesAfterMs);
  const call = openRpc(terminal, { devices, centre });
  const house = keepHouse({
    terminal,
    now: Date.now,
    everyMs: pruneEveryMs,
    quietMs,
    restMs,
    pruned: (counts) => log(`${JSON.stringify({ pruned: counts })}\n`),
    // Its name alone: a message could hold a path of whoever sits here.
    failed: (error) => log(`idle ${error instanceof Error ? error.name : "failed"}\n`),
  });
  const carrying = keepFacts(terminal, (error) =>
    log(`facts ${error instanceof Error ? error.name : "failed"}\n`),
  );
  const served =
    order.port === null ? null : serveOthers(order.dir, { terminal, devices, centre }, order.port);
  return {
    terminal,
    link: (port) => {
      openPortDoor(
        {
          send: (answer) => port.postMessage(answer),
          listen: (take) => port.on("message", ({ data }) => take(data)),
        },
        {
          call,
          seen: house.seen,
          // Its name and where it was thrown; a message could hold what somebody has typed.
          fault: (verb, error) => log(`${verb} ${error instanceof Error ? (error.stack ?? "") : ""}\n`),
        },
      );
      port.start();
    },
    close: async () => {
      clearTimeout(reading);
      house.stop();
      carrying.stop();
      await (await served)?.close();
      await centre.stop();
      await devices.close();
      terminal.close();
    },
  };
}

/** Systems of the same machine come in over HTTP; loaded only then, as it is half of the program. */
async function serveOthers(
  dir: string,
  own: Pick<ServeOptions, "terminal" | "devices" | "centre">,
  port: number,
) {
  const [{ serve }, { readSecrets }, { findScreens }] = await Promise.all([
    import("../src/gateway/server.ts"),
    import("../src/gateway/auth.ts"),
    import("../src/cli/screens.ts"),
  ]);
  const serving = await serve({
    ...own,
    secrets: readSecrets(dir),
    host: "127.0.0.1",
    lan: null,
    port,
    now: Date.now,
    log,
    demandsSignIn: false,
    screens: findScreens(log),
  });
  report({ report: "served", url: serving.url });
  return serving;
}

function begin(order: OpenOrder, start: StartChild): Opened | null {
  return orFailed(() => {
    const opened = open(order, start);
    report({ report: "opened" });
    return opened;
  });
}

/** Books that cannot be used are told of, and the process ends. */
function orFailed<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    report({ report: "failed", code: error.code, message: error.message });
    // The report leaves before the process does.
    setImmediate(() => process.exit(1));
    return null;
  }
}

async function end(opened: Opened | null): Promise<void> {
  await opened?.close();
  process.exit(0);
}

function serveWindow(): void {
  let opened: Opened | null = null;
  const devices = openRelayedDevices(report);
  parentPort.on("message", ({ data, ports }) => {
    const order = engineOrder.parse(data);
    if (devices.take(order)) return;
    switch (order.order) {
      case "open":
        opened = begin(order, devices.start);
        return;
      case "link":
        for (const port of ports) opened?.link(port);
        return;
      case "takeExport": {
        const taken = opened?.terminal.takeExport(order.ticket) ?? null;
        report({ report: "exportTaken", asked: order.asked, taken });
        return;
      }
      case "close":
        end(opened).catch((error: unknown) => {
          throw error;
        });
        break;
      case "deviceSaid":
      case "deviceEnded":
        break;
    }
  });
}

serveWindow();
