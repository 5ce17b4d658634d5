import { z } from "zod";

import { deviceSettings } from "../src/scan/device-settings.ts";
import { deviceEvent } from "./device-event.ts";

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
  z.strictObject({ order: z.literal("ping"), id }),
  z.strictObject({ order: z.literal("stop"), id }),
]);

const attached = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("serialPort"),
    path: z.string(),
    manufacturer: z.string().nullable(),
    vendorId: z.string().nullable(),
    productId: z.string().nullable(),
    serialNumber: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal("hidScanner"),
    path: z.string(),
    product: z.string().nullable(),
    manufacturer: z.string().nullable(),
    vendorId: z.string(),
    productId: z.string(),
    serialNumber: z.string().nullable(),
  }),
  /** A list that could not be made, so that an empty answer is no riddle. */
  z.strictObject({ kind: z.literal("unlisted"), what: z.enum(["serial", "hid"]), reason: z.string() }),
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
    devices: z.array(attached).nullable(),
  }),
  z.strictObject({ report: z.literal("bytes"), device: z.string(), hex, ms: z.number() }),
  z.strictObject({
    report: z.literal("frame"),
    device: z.string(),
    hex,
    ending: z.enum(["end", "idle", "tooLong", "stray", "cut"]),
    fromMs: z.number(),
    toMs: z.number(),
  }),
]);

export type DeviceOrder = z.infer<typeof deviceOrder>;
export type DeviceReport = z.infer<typeof deviceReport>;
export type Attached = z.infer<typeof attached>;
