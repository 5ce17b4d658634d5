import { z } from "zod";

/**
 * What a region or a maker has fixed and nobody else can know: how their codes begin and how long they are. The first
 * rule that fits decides.
 */
export const scanRule = z.strictObject({
  kind: z.enum(["insuranceQr", "prescription", "makerTraceCode"]),
  prefix: z.string().max(64),
  lengthMin: z.int().min(1).max(4096),
  lengthMax: z.int().min(1).max(4096),
  /** Digits only. */
  digits: z.boolean(),
});

export type ScanRule = z.infer<typeof scanRule>;
