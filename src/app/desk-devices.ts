import type { DeviceSettings } from "../scan/device-settings.ts";
import { deviceSettings } from "../scan/device-settings.ts";
import type { DeskDevicesRow } from "../store/desk-devices.ts";
import { actorOf, approve, isAdministrator, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept } from "./ground.ts";
import type { Approval } from "./supervision.ts";
import type { Result } from "./terminal.ts";
import { usualDeviceSettings } from "../scan/usual-devices.ts";

/** What stands in front of a desk, and since when. */
export interface DeskDevices {
  readonly desk: string;
  readonly settings: DeviceSettings;
  /** null: nobody has set this desk up; it has what every desk has. */
  readonly changedAt: string | null;
  readonly changedBy: string | null;
}

/** The devices of desks, kept with the books. */
export interface DeskDevicesVerbs {
  readonly deskDevices: (desk: string) => DeskDevices;
  readonly changeDeskDevices: (
    desk: string,
    settings: DeviceSettings,
    approval: Approval,
  ) => Result<DeskDevices>;
}

export function deskDevicesVerbs(ground: Ground): DeskDevicesVerbs {
  const { store } = ground;
  return {
    deskDevices: (desk) => {
      const row = store.deskDevices.of(desk);
      return row === undefined
        ? { desk, settings: usualDeviceSettings, changedAt: null, changedBy: null }
        : devicesOf(row);
    },
    changeDeskDevices: (desk, settings, approval) => change(ground, { desk, settings, approval }),
  };
}

interface Change {
  readonly desk: string;
  readonly settings: DeviceSettings;
  readonly approval: Approval;
}

function change(ground: Ground, { desk, settings, approval }: Change): Result<DeskDevices> {
  const { store, clock } = ground;
  const before = store.deskDevices.of(desk);
  const was = before === undefined ? usualDeviceSettings : devicesOf(before).settings;
  // A maker's driver is a program that this machine is let run: that is more than a supervisor's affair.
  const allows = programsOf(was) === programsOf(settings) ? isSupervising : isAdministrator;
  const approved = approve(ground, approval, allows);
  if (!approved.ok) return approved;
  const at = shanghaiTime(clock.nowMs());
  const text = JSON.stringify(settings);
  const row = { desk, settings: text, changed_at: at, changed_by: approved.value.id };
  store.write(() => {
    store.deskDevices.put(row);
    appendAudit(ground, {
      at,
      action: "changeDevices",
      subject: desk,
      actor: actorOf(approval),
      content: `${desk} ${text}`,
    });
  });
  return accept(devicesOf(row));
}

/** @throws ZodError when what stands in the books is none: they are damaged */
function devicesOf({ desk, settings, changed_at, changed_by }: DeskDevicesRow): DeskDevices {
  return {
    desk,
    settings: deviceSettings.parse(JSON.parse(settings)),
    changedAt: changed_at,
    changedBy: changed_by,
  };
}

function programsOf({ devices }: DeviceSettings): string {
  const programs = devices.flatMap((one) => (one.kind === "vendorDriver" ? [one.command] : []));
  return JSON.stringify(programs);
}
