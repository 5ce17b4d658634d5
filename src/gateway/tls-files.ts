import { readFileSync, statSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { createSecureContext } from "node:tls";

import type { Attempt } from "./turn.ts";
import { no } from "./turn.ts";

/** What the doors need to be opened to other machines. */
export interface Lan {
  /** PEM, with its chain. */
  readonly cert: string;
  readonly key: string;
  /** Names under which others call this machine, beside its own addresses. */
  readonly names: readonly string[];
}

/** Reads a certificate and its key, and refuses a key that anybody on this machine may read. */
export function readTls(certFile: string, keyFile: string): Attempt<Pick<Lan, "cert" | "key">> {
  try {
    const isWindows = process.platform === "win32";
    if (!isWindows && (statSync(keyFile).mode & 0o007) !== 0)
      return no("KEY", "TLS 私钥文件不得让所有用户可读，请改为仅所有者可读（chmod 600）");
    const cert = readFileSync(certFile, "utf8");
    const key = readFileSync(keyFile, "utf8");
    createSecureContext({ cert, key });
    return { ok: true, value: { cert, key } };
  } catch {
    return no("KEY", "TLS 证书或私钥读不出、不是 PEM，或两者不成对");
  }
}

/** Addresses of this machine as a Host names them. */
export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address, family }) => (family === "IPv6" ? `[${address.replace(/%.*$/, "")}]` : address));
}
