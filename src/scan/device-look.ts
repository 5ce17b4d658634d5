import { z } from "zod";

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);

/** Bytes as a port gave them; `ms` on a clock of the process. */
export const lookedBytes = z.strictObject({
  report: z.literal("bytes"),
  device: z.string(),
  hex,
  ms: z.number(),
});

/** What was cut out of them, and why it ended there. */
export const lookedFrame = z.strictObject({
  report: z.literal("frame"),
  device: z.string(),
  hex,
  ending: z.enum(["end", "idle", "tooLong", "stray", "cut"]),
  fromMs: z.number(),
  toMs: z.number(),
});

/** What is seen of a device that is looked at: "scan something". */
export const deviceLook = z.discriminatedUnion("report", [lookedBytes, lookedFrame]);

export type DeviceLook = z.infer<typeof deviceLook>;
