import { randomBytes } from "node:crypto";

import { z } from "zod";

const keyBytes = 32;
/** The first byte of what is sealed says which key; zero is nobody's. */
const generationMax = 255;

/**
 * The keys of a directory. A key of generation g stands at g − 1; the newest seals, the older ones open what they sealed.
 * The first data key also finds (keyed hashes) and chains (audit), and does so for good.
 */
export interface KeyRing {
  readonly dataKeys: readonly Buffer[];
  /** Seal the messages that are not answered yet; also held outside of the ring, in `outbox.key`. */
  readonly outboxKeys: readonly Buffer[];
  /** What seals the ring for the holder of the recovery key; null when there is none. */
  readonly recoveryLock: Buffer | null;
}

const key = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((hex) => Buffer.from(hex, "hex"));
export const keyList = z.array(key).min(1).max(generationMax);
const ringShape = z.strictObject({ data: keyList, outbox: keyList, recovery: key.nullable() });

/** Keys for a new directory. */
export function newRing(recoveryLock: Buffer | null): KeyRing {
  return { dataKeys: [newKey()], outboxKeys: [newKey()], recoveryLock };
}

/** The ring with one more generation. */
export function nextRing(ring: KeyRing): KeyRing {
  return {
    ...ring,
    dataKeys: [...ring.dataKeys, newKey()],
    outboxKeys: [...ring.outboxKeys, newKey()],
  };
}

export function newKey(): Buffer {
  return randomBytes(keyBytes);
}

/** Whether there is room for another generation. */
export function canRotate({ dataKeys, outboxKeys }: KeyRing): boolean {
  return dataKeys.length < generationMax && outboxKeys.length < generationMax;
}

export function ringText({ dataKeys, outboxKeys, recoveryLock }: KeyRing): string {
  return JSON.stringify({
    data: dataKeys.map(hexOf),
    outbox: outboxKeys.map(hexOf),
    recovery: recoveryLock === null ? null : hexOf(recoveryLock),
  });
}

/** @throws when the text is no ring */
export function parseRing(text: string): KeyRing {
  const { data, outbox, recovery } = ringShape.parse(JSON.parse(text));
  return { dataKeys: data, outboxKeys: outbox, recoveryLock: recovery };
}

export function hexOf(bytes: Buffer): string {
  return bytes.toString("hex");
}
