import { z } from "zod";

import type { Fault } from "../base/faults.ts";
import { faultsOf } from "../base/faults.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import type { PackNotice } from "./signed-pack.ts";
import { packNoticeShape } from "./signed-pack.ts";

/** How a bundle begins: another number is another format. */
const rulesFormat = "onestop-rules/1";
/** The longest shipped pack is a tenth of it. */
const fileCharactersMax = 1024 * 1024;
/** Every pack of a country would be smaller. */
export const bundleCharactersMax = 16 * 1024 * 1024;

/** A pack or supplement as a centre hands it out: what it says of it, and the text itself. */
export interface SignedFile {
  readonly notice: PackNotice;
  readonly text: string;
}

/** Why a bundle was not read. */
export type BundleFault = "tooLarge" | "unreadable" | "otherFormat" | "invalid";

export type ReadBundle =
  | { readonly ok: true; readonly files: readonly SignedFile[] }
  | { readonly ok: false; readonly fault: BundleFault; readonly faults: readonly Fault[] };

const signedFile = z.strictObject({
  notice: packNoticeShape,
  text: z.string().min(1).max(fileCharactersMax),
});
const bundleShape = z.strictObject({
  format: z.literal(rulesFormat),
  files: z.array(signedFile).min(1).max(200),
});
const formatShape = z.looseObject({ format: z.string().max(100) });

/** Writes packs and supplements with their notices as one text: for the line and for a medium alike. */
export function writeBundle(files: readonly SignedFile[]): string {
  return `${JSON.stringify({ format: rulesFormat, files })}\n`;
}

/** Reads a bundle's form; whether its signatures hold is for whoever knows the signer. */
export function readBundle(text: string): ReadBundle {
  if (text.length > bundleCharactersMax) return { ok: false, fault: "tooLarge", faults: [] };
  const json = parseStrictJson(text.replace(/^\uFEFF/, ""));
  if (!json.ok) return { ok: false, fault: "unreadable", faults: json.faults };
  const formed = formatShape.safeParse(json.value);
  if (!formed.success || formed.data.format !== rulesFormat)
    return { ok: false, fault: "otherFormat", faults: [] };
  const parsed = bundleShape.safeParse(json.value);
  if (parsed.success) return { ok: true, files: parsed.data.files };
  return { ok: false, fault: "invalid", faults: faultsOf(parsed.error.issues, json.value) };
}
