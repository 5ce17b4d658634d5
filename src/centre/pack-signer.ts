import type { KeyObject } from "node:crypto";
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { CatalogueNotice } from "../wire/catalogue-file.ts";
import { catalogueNoticeText } from "../wire/catalogue-file.ts";
import type { PackNotice } from "../wire/signed-pack.ts";
import { packNoticeText } from "../wire/signed-pack.ts";
import type { CentrePackRow } from "./store/tables.ts";

/** Signs what is handed out, so that a desk can tell it from what others hand out. */
export interface PackSigner {
  /** Ed25519, SPKI in base64: what a desk is given once, on paper or by hand. */
  readonly publicKey: string;
  readonly notice: (pack: CentrePackRow) => PackNotice;
  readonly catalogueNotice: (told: Omit<CatalogueNotice, "signature">) => CatalogueNotice;
}

/** The key of a data directory, made when there is none; only its owner may read it. */
export function openPackSigner(dataDir: string): PackSigner {
  const key = readKey(join(dataDir, "packs.key"), dataDir);
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");
  const signed = (text: string): string => sign(null, Buffer.from(text, "utf8"), key).toString("base64");
  return {
    publicKey,
    notice: ({ kind, name, sha256, effective_from: effectiveFrom }) => {
      const told = { kind, name, sha256, effectiveFrom };
      return { ...told, signature: signed(packNoticeText(told)) };
    },
    catalogueNotice: (told) => ({ ...told, signature: signed(catalogueNoticeText(told)) }),
  };
}

function readKey(path: string, dataDir: string): KeyObject {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ type: "pkcs8", format: "pem" });
    writeFileSync(path, pem, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return createPrivateKey(readFileSync(path, "utf8"));
}
