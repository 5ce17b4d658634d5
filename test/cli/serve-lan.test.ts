import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { RequestOptions } from "node:https";
import { request } from "node:https";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { program, runOnestop } from "./run-onestop.ts";

const dir = mkdtempSync(join(tmpdir(), "onestop-lan-"));
afterAll(() => rmSync(dir, { recursive: true }));
const cert = join(dir, "cert.pem");
const key = join(dir, "key.pem");

/** An address of this machine that is not loopback: without a network there is none, and this suite cannot start. */
const address = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

/** A certificate of our own for that address and a name. */
function makeCertificate(): void {
  const names = `subjectAltName=IP:${address ?? ""},DNS:desk.example`;
  const subject = ["-subj", "/CN=desk.example", "-addext", names, "-days", "2"];
  const files = ["-keyout", key, "-out", cert];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject, ...files], {
    stdio: "ignore",
  });
  chmodSync(key, 0o600);
}

async function statusOf(
  url: string,
  headers: Record<string, string>,
  more: RequestOptions = {},
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const outgoing = request(
    `${url}/rpc/institution`,
    { method: "POST", headers, ca: readFileSync(cert), ...more },
    (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    },
  );
  outgoing.on("error", reject);
  outgoing.end("{}");
  return await promise;
}

test("a network is served over TLS, by our own names only", async () => {
  if (address === undefined) throw new Error("this suite needs a network address beside loopback");
  makeCertificate();
  const lan = [
    "--lan",
    "--host",
    "0.0.0.0",
    "--tls-cert",
    cert,
    "--tls-key",
    key,
    "--allow-host",
    "desk.example",
  ];
  const child = spawn(process.execPath, [program, "serve", "--demo", ...lan], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { url, token } = JSON.parse(line.toString("utf8")) as { url: string; token: string };
  expect(url).toMatch(/^https:\/\/desk\.example:\d+$/);
  const { port } = new URL(url);
  const there = `https://${address}:${port}`;
  const authorization = `Bearer ${token}`;
  expect(await statusOf(there, { authorization })).toBe(200);
  const named = { authorization, host: `desk.example:${port}` };
  expect(await statusOf(there, named, { servername: "desk.example" })).toBe(200);
  expect(await statusOf(there, { ...named, origin: url }, { servername: "desk.example" })).toBe(200);
  const evil = { authorization, host: `evil.example:${port}` };
  expect(await statusOf(there, evil, { servername: "desk.example" })).toBe(403);
  expect(await statusOf(there, { authorization, origin: "https://evil.example" })).toBe(403);
  expect(await statusOf(there, { authorization, origin: `http://desk.example:${port}` })).toBe(403);
  expect(await statusOf(there, {})).toBe(401);
  const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } as const;
  await expect(statusOf(there, { authorization }, old)).rejects.toThrow(/alert protocol version/i);
  await expect(fetch(`http://${address}:${port}/openapi.json`)).rejects.toThrow("fetch failed");
  child.kill("SIGTERM");
  await once(child, "close");
  await wrongWords();
});

/** What is not served, each with the words that say why. */
async function wrongWords(): Promise<void> {
  const tls = ["--tls-cert", cert, "--tls-key", key];
  const words: readonly (readonly [readonly string[], RegExp])[] = [
    [["--host", "0.0.0.0"], /--lan/],
    [["--lan", "--host", "0.0.0.0"], /--tls-cert/],
    [tls, /--lan/],
    [["--lan", ...tls, "--allow-host", "a b"], /--allow-host/],
    [["--lan", "--tls-cert", key, "--tls-key", cert], /私钥/],
  ];
  for (const [more, reason] of words) {
    const run = await runOnestop(["serve", "--demo", ...more]);
    expect([run.code, run.err]).toEqual([2, expect.stringMatching(reason)]);
  }
  chmodSync(key, 0o644);
  const open = await runOnestop(["serve", "--demo", "--lan", ...tls]);
  expect([open.code, open.err]).toEqual([2, expect.stringMatching(/所有用户可读/)]);
}
