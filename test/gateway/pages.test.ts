import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { Screens } from "../../src/gateway/pages.ts";
import type { Serving } from "../../src/gateway/server.ts";
import { serve } from "../../src/gateway/server.ts";
import { memoryTerminal } from "./memory-terminal.ts";

const token = "test-token-that-is-long-enough-to-be-one";
const minute = 60_000;

let dir: string;
let serving: Serving;
let nowMs: number;
let screens: Screens;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "onestop-pages-"));
  mkdirSync(join(dir, "assets"));
  writeFileSync(join(dir, "index.html"), "<!doctype html><title>desk</title>");
  writeFileSync(join(dir, "assets/a.js"), "const a = 1;");
  writeFileSync(join(dir, "secret.txt"), "secret");
  nowMs = Date.parse("2024-05-10T10:00:00+08:00");
  screens = { built: true, dir };
  serving = await serve({
    terminal: memoryTerminal(),
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    lan: null,
    port: 0,
    now: () => nowMs,
    demandsSignIn: false,
    log: () => undefined,
    screens: () => Promise.resolve(screens),
  });
});
afterEach(async () => {
  await serving.close();
  rmSync(dir, { recursive: true });
});

async function post(path: string, bearer: string | null, body: unknown = {}): Promise<Response> {
  const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
  return await fetch(`${serving.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function newCode(): Promise<string> {
  return ((await (await post("/session/code", token)).json()) as { code: string }).code;
}

async function sessionFor(code: string): Promise<string | null> {
  const answer = await post("/session", null, { code });
  return answer.ok ? ((await answer.json()) as { session: string }).session : null;
}

test("the page and its files are served without a token, and allow nothing but themselves", async () => {
  const page = await fetch(serving.url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("<title>desk</title>");
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  expect(page.headers.get("cache-control")).toBe("no-store");
  const script = await fetch(`${serving.url}/assets/a.js`);
  expect(script.headers.get("content-type")).toContain("javascript");
  expect(script.headers.get("cache-control")).toContain("immutable");
});

test.each(["/secret.txt", "/assets/..%2fsecret.txt", "/assets/%2e%2e/secret.txt", "/assets/../secret.txt"])(
  "%s is not given away",
  async (path) => {
    const answer = await fetch(`${serving.url}${path}`);
    expect(await answer.text()).not.toBe("secret");
    expect(answer.ok).toBe(false);
  },
);

test("a code is for whoever holds the token, for one page, once, and soon", async () => {
  expect((await post("/session/code", null)).status).toBe(401);
  const code = await newCode();
  const session = await sessionFor(code);
  expect(await sessionFor(code)).toBeNull();
  expect(await sessionFor("guessed")).toBeNull();
  expect((await post("/rpc/institution", session)).status).toBe(200);
  const late = await newCode();
  nowMs += 11 * minute;
  expect(await sessionFor(late)).toBeNull();
});

test("a session calls verbs and nothing else, and ends", async () => {
  const session = (await sessionFor(token)) ?? "";
  expect((await post("/rpc/institution", session)).status).toBe(200);
  expect((await post("/fsi/api", session)).status).toBe(401);
  expect((await post("/session/code", session)).status).toBe(401);
  expect((await post("/rpc/institution", `${session.slice(0, -1)}_`)).status).toBe(401);
  const [, , nonce = "", signature = ""] = session.split(".");
  expect((await post("/rpc/institution", `page.${nowMs * 2}.${nonce}.${signature}`)).status).toBe(401);
  nowMs += 8 * 24 * 60 * minute;
  expect((await post("/rpc/institution", session)).status).toBe(401);
});

test("an engine without screens says why and goes on", async () => {
  screens = { built: false, reason: "界面尚未构建 <b>" };
  const page = await fetch(serving.url);
  expect(page.status).toBe(503);
  expect(await page.text()).toContain("界面尚未构建 &lt;b&gt;");
  expect((await post("/rpc/institution", token)).status).toBe(200);
});

test("a foreign page is not let in, session or not", async () => {
  const answer = await fetch(`${serving.url}/session`, {
    method: "POST",
    headers: { origin: "http://evil.example" },
    body: JSON.stringify({ code: await newCode() }),
  });
  expect(answer.status).toBe(403);
});
