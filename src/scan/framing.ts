import { z } from "zod";

const bytes = (max: number) =>
  z
    .string()
    .max(max * 2)
    .regex(/^(?:[0-9a-f]{2})*$/, "应为十六进制字节，如 0d0a");

/**
 * How scans stand in a stream of bytes. `prefix` opens a scan where there is one, any of `ends` closes it, and so does
 * silence of `idleMs`. What has neither an end nor a silence would never be a scan.
 */
export const framing = z
  .strictObject({
    prefix: bytes(8),
    ends: z.array(bytes(8).min(2)).max(4),
    idleMs: z.int().min(5).max(5000).nullable(),
    /** A code of QR version 40 holds 2,953 bytes; more is noise. */
    bytesMax: z.int().min(16).max(65_536),
  })
  .refine(({ ends, idleMs }) => ends.length > 0 || idleMs !== null, "须有结束符或静默时间");

export type Framing = z.infer<typeof framing>;

const plain = { prefix: "", idleMs: 200, bytesMax: 4096 } as const;

/** What scanners are delivered with, and what their manuals offer, by the names of the manuals. */
export const usualFramings = {
  /** CR, LF or both: takes scanners as they come. */
  anyLineEnd: { ...plain, ends: ["0d", "0a"] },
  cr: { ...plain, ends: ["0d"] },
  lf: { ...plain, ends: ["0a"] },
  crlf: { ...plain, ends: ["0d0a"] },
  tab: { ...plain, ends: ["09"] },
  stxEtx: { ...plain, prefix: "02", ends: ["03"] },
  /** Nothing but the code: silence ends it. */
  idle: { ...plain, ends: [], idleMs: 50 },
} satisfies Readonly<Record<string, Framing>>;
