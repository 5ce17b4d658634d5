import { z } from "zod";

import { scanContent } from "./scan-content.ts";

/** What can stand at a counter. */
const deviceKinds = ["scanner", "cardReader", "printer"] as const;

/**
 * absent: configured, not plugged in; opening; ready; failed: there but not to be used, `reason` says why, tried again.
 */
const deviceStates = ["absent", "opening", "ready", "failed"] as const;

/** Every event names its device (the id in the settings) and the moment, in ms since 1970. */
const about = { device: z.string(), at: z.number() };

/** One scan, whatever the hardware. `tookMs` runs from its first byte to this event. */
const scanEvent = z.strictObject({
  ...about,
  event: z.literal("scan"),
  content: scanContent,
  /** AIM identifier without the bracket (`E0`, `d2`), where the scanner sends one. */
  symbology: z.string().nullable(),
  tookMs: z.number(),
  /** Came from a simulated device: said on screen. */
  simulated: z.boolean(),
});

/** Bytes that are no scan: too long, no text, cut short. Never dropped in silence. */
const unreadableEvent = z.strictObject({
  ...about,
  event: z.literal("unreadable"),
  reason: z.string(),
  /** The first bytes, in hex. */
  hex: z.string(),
  simulated: z.boolean(),
});

/** A card came, went, or was read. All fields are texts as the card has them, null where it has none. */
const cardEvent = z.strictObject({
  ...about,
  event: z.literal("card"),
  change: z.enum(["inserted", "removed", "read", "unreadable"]),
  card: z
    .strictObject({
      region: z.string().nullable(),
      certNo: z.string().nullable(),
      cardNo: z.string().nullable(),
      cardSn: z.string().nullable(),
      name: z.string().nullable(),
      issuedOn: z.string().nullable(),
      validTo: z.string().nullable(),
    })
    .nullable(),
  reason: z.string().nullable(),
  simulated: z.boolean(),
});

/** How a device is doing, for the screen. */
const stateEvent = z.strictObject({
  ...about,
  event: z.literal("state"),
  kind: z.enum(deviceKinds),
  state: z.enum(deviceStates),
  /** 中文, for the cashier; null when all is well. */
  reason: z.string().nullable(),
  simulated: z.boolean(),
});

export const deviceEvent = z.discriminatedUnion("event", [scanEvent, unreadableEvent, cardEvent, stateEvent]);

export type DeviceEvent = z.infer<typeof deviceEvent>;
export type CardEvent = z.infer<typeof cardEvent>;
export type StateEvent = z.infer<typeof stateEvent>;
