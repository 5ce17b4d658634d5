import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { RequestOptions } from "node:https";
import { request } from "node:https";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { UsageError } from "../../src/cli/command.ts";
import { serveCommand } from "../../src/cli/serve-command.ts";
import { stopOnSignals } from "../../src/cli/stop-on-signals.ts";
import { memoryTerminal } from "../gateway/memory-terminal.ts";
import { program } from "./run-onestop.ts";

const dir = mkdtempSync(join(tmpdir(), "onestop-lan-"));
beforeAll(makeCertificate);
afterAll(() => rmSync(dir, { recursive: true }));
const cert = join(dir, "cert.pem");
const key = join(dir, "key.pem");

/** An address of this machine that is not loopback: without a network there is none, and this suite cannot start. */
const address = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

/** A certificate of our own for that address and a name. */
function makeCertificate(): void {
  const names = `subjectAltName=IP:${address ?? "127.0.0.1"},DNS:desk.example`;
  const subject = ["-subj", "/CN=desk.example", "-addext", names, "-days", "2"];
  const files = ["-keyout", key, "-out", cert];
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      ...subject,
      ...files,
    ],
    {
      stdio: "ignore",
    },
  );
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
  onTestFinished(() => void child.kill("SIGKILL"));
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
}, 120_000);

const tls = ["--tls-cert", cert, "--tls-key", key];
const words: readonly (readonly [readonly string[], RegExp])[] = [
  [["--host", "0.0.0.0"], /--lan/],
  [["--lan", "--host", "0.0.0.0"], /--tls-cert/],
  [tls, /--lan/],
  [["--lan", ...tls, "--allow-host", "a b"], /--allow-host/],
  [["--lan", "--tls-cert", key, "--tls-key", cert], /私钥/],
];

test.each(words)("%j is no way to serve a network", async (more, reason) => {
  await expect(serveWith(more)).rejects.toThrow(reason);
  await expect(serveWith(more)).rejects.toThrow(UsageError);
});

test("a key that everybody may read is not used", async () => {
  chmodSync(key, 0o644);
  await expect(serveWith(["--lan", ...tls])).rejects.toThrow(/所有用户可读/);
});

/** The command in this process: its words are judged before anything is opened. */
async function serveWith(more: readonly string[]): Promise<unknown> {
  const command = serveCommand(() => memoryTerminal(), stopOnSignals);
  return await command.run(["--data", dir, ...more], {
    input: (async function* () {})(),
    write: async () => await Promise.resolve(),
    log: () => undefined,
    tidy: () => undefined,
    today: "2026-12-01",
    devices: async () => (await import("../../main/devices.ts")).machineDevices,
  });
}
