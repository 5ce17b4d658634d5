import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The secrets of a door, each in a file of its own that only its owner may read. */
export interface Secrets {
  /** What callers show. */
  readonly token: string;
  /** What repeated inputs are hashed with; it outlives a change of the token. */
  readonly hashKey: string;
}

export function readSecrets(dataDir: string): Secrets {
  return { token: readSecret(dataDir, "gateway.token"), hashKey: readSecret(dataDir, "gateway.key") };
}

/** One secret in a file of its own, made when there is none. */
export function readSecret(dataDir: string, name: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return readOrMake(join(dataDir, name));
}

/** Of two that start at once one makes the file, and both read it. */
function readOrMake(path: string): string {
  try {
    writeFileSync(path, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const secret = readFileSync(path, "utf8").trim();
  if (secret.length < 32) throw new Error("the secret of the gateway is too short");
  return secret;
}

/** Compares in a time that tells nothing of the token, its length included. */
export function isAuthorized(header: string | undefined, token: string): boolean {
  return isSame(bearerOf(header), token);
}

/** What an Authorization header shows; empty when it shows nothing. */
export function bearerOf(header: string | undefined): string {
  return /^Bearer ([\x21-\x7e]+)$/i.exec(header ?? "")?.[1] ?? "";
}

/** Compares in a time that tells nothing of either. */
export function isSame(shown: string, secret: string): boolean {
  return timingSafeEqual(digest(shown), digest(secret));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Names by which this machine may be called: anything else is a page that has bent a name to our address. */
const loopbackNames: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

export function isLoopback(host: string): boolean {
  return host === "127.0.0.1" || host === "::1" || host === "localhost";
}

/** Whether a connection comes from this machine itself, by the address of its other end. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(address);
}

/** How this machine is called: the scheme it is served under, and the names others use for it. */
export interface Address {
  readonly scheme: "http" | "https";
  readonly names: ReadonlySet<string>;
}

export const loopbackAddress: Address = { scheme: "http", names: loopbackNames };

/** With TLS also by names of the network. @param names  as a Host writes them, in any case */
export function lanAddress(names: readonly string[]): Address {
  return { scheme: "https", names: new Set([...loopbackNames, ...names.map((name) => name.toLowerCase())]) };
}

/** Host names this machine and our port. */
export function isOwnHost(host: string | undefined, port: number, address = loopbackAddress): boolean {
  const match = /^(\[[0-9a-f:]+\]|[^:]+)(?::(\d{1,5}))?$/i.exec(host ?? "");
  if (match === null) return false;
  const standard = address.scheme === "http" ? 80 : 443;
  return address.names.has((match[1] ?? "").toLowerCase()) && Number(match[2] ?? standard) === port;
}

/** A program sends no Origin; a page may only be one of ours. */
export function isOwnOrigin(origin: string | undefined, port: number, address = loopbackAddress): boolean {
  if (origin === undefined) return true;
  const scheme = `${address.scheme}://`;
  return origin.startsWith(scheme) && isOwnHost(origin.slice(scheme.length), port, address);
}
