import { z } from "zod";

import { attachedDevice } from "../src/scan/attached-device.ts";
import { deviceEvent } from "../src/scan/device-event.ts";
import { lookedBytes, lookedFrame } from "../src/scan/device-look.ts";
import { deviceSettings, drawerPin } from "../src/scan/device-settings.ts";
import { printOutcome } from "../src/scan/print-outcome.ts";

/** At most this much of one chunk is shown while a device is looked at. */
export const lookedBytesMax = 4096;

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);
const id = z.int().nonnegative();

/** What the program asks of the process that holds the devices. Every question has a number, and an answer with it. */
export const deviceOrder = z.discriminatedUnion("order", [
  z.strictObject({ order: z.literal("configure"), id, settings: deviceSettings }),
  z.strictObject({ order: z.literal("list"), id }),
  /** "Scan something": shows what arrives, byte by byte, until told otherwise. */
  z.strictObject({ order: z.literal("look"), id, on: z.boolean() }),
  z.strictObject({
    order: z.literal("simulate"),
    id,
    device: z.string(),
    act: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("send"), hex: hex.max(20_000) }),
      z.strictObject({ kind: z.enum(["unplug", "plugIn"]) }),
    ]),
  }),
  /** Printed at most once under its `job`; without bytes only the drawer is opened. */
  z.strictObject({
    order: z.literal("print"),
    id,
    device: z.string(),
    job: z.string().max(100),
    bytes: z.base64().max(4_000_000),
    drawer: drawerPin.nullable(),
  }),
  z.strictObject({ order: z.literal("ping"), id }),
  z.strictObject({ order: z.literal("stop"), id }),
]);

/** What the process says. `did` answers an order, the others come by themselves. */
export const deviceReport = z.discriminatedUnion("report", [
  z.strictObject({ report: z.literal("started") }),
  z.strictObject({ report: z.literal("event"), event: deviceEvent }),
  z.strictObject({
    report: z.literal("did"),
    id,
    ok: z.boolean(),
    reason: z.string().nullable(),
    devices: z.array(attachedDevice).nullable(),
    /** What became of a print. */
    outcome: printOutcome.nullable(),
  }),
  lookedBytes,
  lookedFrame,
]);

export type DeviceOrder = z.infer<typeof deviceOrder>;
export type DeviceReport = z.infer<typeof deviceReport>;
