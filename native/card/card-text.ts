/** Readers and cards write names in GBK; GB18030 holds all of it and the rare characters beyond. */
export function gb18030Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("gb18030", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
