import { shanghaiTime } from "../app/clock.ts";
import type { DeskDevices } from "../app/desk-devices.ts";
import type { DevicesControl, SlipJob } from "../app/devices-control.ts";
import { decline } from "../app/ground.ts";
import { slipRoll } from "../app/papers/slip-roll.ts";
import { testSlip } from "../app/papers/test-slip.ts";
import type { Result } from "../app/terminal.ts";
import type { PrinterSetting } from "../scan/device-settings.ts";
import { devicesContract } from "./contract-devices.ts";
import type { VerbOutput } from "./contract.ts";
import { rollPlaces } from "./rpc-papers.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import type { Call } from "./rpc-verb.ts";
import { map, ok, verb } from "./rpc-verb.ts";

type Verbs = Readonly<Record<keyof typeof devicesContract, Call>>;

/**
 * The devices of this machine for its pages.
 *
 * @param control  null: no devices are run from here
 * @param now  milliseconds since 1970
 */
export function devicesVerbs(control: DevicesControl | null, now: () => number = Date.now): Verbs {
  const at = async <T>(work: (control: DevicesControl) => Promise<Result<T>>): Promise<Result<T>> =>
    control === null ? elsewhere() : await work(control);
  return {
    deskDevices: verb(devicesContract.deskDevices, (terminal, { desk }) =>
      ok(keptJson(terminal.deskDevices(desk))),
    ),
    changeDeskDevices: verb(devicesContract.changeDeskDevices, (terminal, { desk, settings, approval }) => {
      const changed = terminal.changeDeskDevices(desk, settings, approval);
      if (changed.ok) control?.changed(desk, changed.value.settings);
      return map(changed, keptJson);
    }),
    deviceStates: verb(devicesContract.deviceStates, (_terminal, { desk }) =>
      ok({
        states: (control?.states(desk) ?? []).map(
          ({ device, kind, state, reason, simulated, at: since }) => ({
            device,
            kind,
            state,
            reason,
            simulated,
            at: since,
          }),
        ),
      }),
    ),
    attachedDevices: verb(devicesContract.attachedDevices, async () =>
      at(async ({ list }) => await orDecline(async () => ({ devices: [...(await list())] }))),
    ),
    deviceEvents: verb(devicesContract.deviceEvents, async (_terminal, question) =>
      at(async ({ follow }) => {
        const { next, items, hasGap } = await follow(question);
        return ok({ next, items: [...items], hasGap });
      }),
    ),
    proposeFraming: verb(devicesContract.proposeFraming, async (_terminal, { chunks }) =>
      at(async ({ propose }) => {
        const learnt = propose(chunks);
        return await Promise.resolve(ok(learnt.ok ? { ...learnt, codes: [...learnt.codes] } : learnt));
      }),
    ),
    simulateDevice: verb(devicesContract.simulateDevice, async (_terminal, { desk, device, act }) =>
      at(async ({ simulate }) =>
        orDecline(async () => {
          await simulate(desk, device, act);
          return {};
        }),
      ),
    ),
    ...printVerbs(at, now),
  };
}

type At = <T>(work: (control: DevicesControl) => Promise<Result<T>>) => Promise<Result<T>>;

function printVerbs(at: At, now: () => number): Pick<Verbs, "printAtDesk" | "printTestSlip"> {
  return {
    printAtDesk: verb(devicesContract.printAtDesk, async (terminal, request) =>
      at(async (control) => await printAtDesk(terminal, control, request)),
    ),
    printTestSlip: verb(devicesContract.printTestSlip, async (terminal, { desk, openDrawer }) =>
      at(async (control) => {
        const printer = printerOf(terminal, desk);
        if (printer === null) return noPrinter(desk);
        const width = rollPlaces[printer.paper];
        const { rollBytes } = await import("../app/papers/render-roll.ts");
        const bytes = rollBytes(testSlip(width, shanghaiTime(now()).slice(0, 19)), width);
        const id = `test-${crypto.randomUUID()}`;
        return ok(
          await sent(control, { desk, printer }, { id, bytes, drawer: openDrawer ? printer.drawer : null }),
        );
      }),
    ),
  };
}

/** The copy is counted before a byte leaves: one of which nothing is heard any more stays counted, and is unknown. */
async function printAtDesk(
  terminal: FullTerminal,
  control: DevicesControl,
  {
    settlementId,
    actor,
  }: { readonly settlementId: string; readonly actor: Parameters<FullTerminal["printSlip"]>[0]["actor"] },
): Promise<Result<VerbOutput<"printAtDesk">>> {
  const { desk } = actor;
  const printer = printerOf(terminal, desk);
  if (printer === null) return noPrinter(desk);
  const { paper } = printer;
  const { rollBytes } = await import("../app/papers/render-roll.ts");
  const issued = terminal.printSlip({ settlementId, paper, actor });
  if (!issued.ok) return issued;
  const { slip, copy, copies } = issued.value;
  const width = rollPlaces[paper];
  const opensDrawer = copy === 1 && slip.kind === "sale" && (slip.tenders?.cash ?? 0) > 0;
  // A copy that came to nothing is tried again under its number, and is another job.
  const id = `${settlementId}-${copy}-${copies.find((one) => one.copy === copy)?.issuedAt ?? ""}-${crypto.randomUUID()}`;
  const job = {
    id,
    bytes: rollBytes(slipRoll(slip, width), width),
    drawer: opensDrawer ? printer.drawer : null,
  };
  const told = await sent(control, { desk, printer }, job);
  const concluded = terminal.slipOutcome({ settlementId, copy, outcome: told.outcome });
  return map(concluded, () => ({ copy, ...told }));
}

async function sent(
  control: DevicesControl,
  { desk, printer }: { readonly desk: string; readonly printer: PrinterSetting },
  job: SlipJob,
) {
  const result = await control.print(desk, printer.id, job);
  return {
    outcome: result.outcome,
    message: control.outcomeWords(result),
    simulated: printer.port.by === "simulated",
  };
}

function printerOf(terminal: FullTerminal, desk: string): PrinterSetting | null {
  const { devices } = terminal.deskDevices(desk).settings;
  return devices.find((one): one is PrinterSetting => one.kind === "printer") ?? null;
}

function keptJson({ desk, settings, changedAt, changedBy }: DeskDevices): VerbOutput<"deskDevices"> {
  return { desk, settings, changedAt, changedBy };
}

async function orDecline<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    return decline("DEVICES_UNAVAILABLE", error instanceof Error ? error.message : String(error), {});
  }
}

/** What a caller hears who does not sit at this machine, or where no devices are run. */
export function elsewhere(): Result<never> {
  return decline("DEVICES_ELSEWHERE", "设备只能在接着它的那台电脑上使用", {});
}

function noPrinter(desk: string): Result<never> {
  return decline("PRINTER_NONE", "本台没有设小票打印机，请用打印对话框，或由主管设置", { desk });
}
