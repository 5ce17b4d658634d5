import { z } from "zod";

/** What a centre says of a pack or supplement that it hands out. */
export const packNoticeShape = z.strictObject({
  kind: z.enum(["pack", "supplement"]),
  name: z.string().min(1).max(200),
  /** Of the text's bytes, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** An ISO instant of Shanghai: from then on it is in use. */
  effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$/),
  /** Ed25519 over `packNoticeText`, in base64. */
  signature: z.base64(),
});

export type PackNotice = z.output<typeof packNoticeShape>;

/**
 * What is signed of a pack: its hash, and what it is for, so that neither a text nor a day can be exchanged.
 *
 * @param notice  the notice, its signature left aside
 */
export function packNoticeText(notice: Omit<PackNotice, "signature">): string {
  const { kind, name, sha256, effectiveFrom } = notice;
  return ["onestop-pack-1", kind, name, sha256, effectiveFrom].join("\n");
}
