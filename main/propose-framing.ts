import { learnFraming } from "../native/scanner/learn-framing.ts";
import { openTextReader } from "../native/scanner/read-text.ts";
import type { LearntFraming, ReadChunk } from "../src/app/devices-control.ts";

/** Proposes a framing from the bytes of three scans, or says what to do differently. */
export function proposeFraming(chunks: readonly ReadChunk[]): LearntFraming {
  const learnt = learnFraming(chunks.map(({ hex, ms }) => ({ bytes: Buffer.from(hex, "hex"), at: ms })));
  if (!learnt.ok) return learnt;
  const read = openTextReader("auto");
  const codes = learnt.codes.map((code) => read(code) ?? Buffer.from(code).toString("hex"));
  return { ok: true, framing: learnt.framing, codes };
}
