import { z } from "zod";

/** How a scanner types: learnt from three scans, or as most do. */
export const wedgeProfile = z.strictObject({
  /** The longest wait between two keys of one scan; a key that comes later begins something new. */
  gapMsMax: z.int().min(5).max(200),
  /** Above this mean wait a scan is told from a typist only by what it says. */
  meanMsMax: z.int().min(2).max(200),
  /** The key after a scan; a scanner without one is ended by silence. */
  suffix: z.enum(["Enter", "Tab", "none"]),
  /** Typed before every scan, where the scanner is set so: the surest sign there is. */
  prefix: z.string().max(8),
});

export type WedgeProfile = z.infer<typeof wedgeProfile>;
