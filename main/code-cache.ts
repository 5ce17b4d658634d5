import { createHash } from "node:crypto";

/** What a digest takes. */
const sealBytes = 32;

/**
 * What V8 has kept of a bundle, under one digest with the bundle itself and the program that kept it. V8 looks only at its
 * own version and at the length of the source, and runs what is damaged: it is not shown anything that does not fit.
 */
export function sealCode(source: Buffer, code: Buffer): Buffer {
  return Buffer.concat([sealOf(source, code), code]);
}

/** The kept code; null where another program, another bundle or nobody has kept this. */
export function openCode(source: Buffer, kept: Buffer | null): Buffer | null {
  if (kept === null || kept.length <= sealBytes) return null;
  const code = kept.subarray(sealBytes);
  return sealOf(source, code).equals(kept.subarray(0, sealBytes)) ? code : null;
}

function sealOf(source: Buffer, code: Buffer): Buffer {
  const { versions, platform, arch } = process;
  const program = `${versions.v8} ${versions.node} ${platform} ${arch} ${source.length}\n`;
  return createHash("sha256").update(program).update(source).update(code).digest();
}
