import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { isOwnHost, isOwnOrigin, readSecrets } from "../../src/gateway/auth.ts";
import type { RpcAnswer, Verb, VerbInput } from "../../src/gateway/contract.ts";
import { contract } from "../../src/gateway/contract.ts";
import { rateLimit } from "../../src/gateway/rate-limit.ts";
import { serve } from "../../src/gateway/server.ts";
import type { Desk } from "./knock.ts";
import { envelopeOf, openDesk, statusWithHost } from "./knock.ts";

describe("who may knock", () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(async () => {
    await desk.close();
  });

  test("only with the token", async () => {
    expect((await desk.post("{}", { authorization: "Bearer wrong" })).status).toBe(401);
    expect((await desk.post("{}", { authorization: "" })).status).toBe(401);
    expect((await fetch(`${desk.url}/rpc/institution`, { method: "POST" })).status).toBe(401);
    expect((await desk.post("{}")).status).toBe(200);
  });

  test("only by our own name and from no foreign page", async () => {
    const { port } = new URL(desk.url);
    expect(await statusWithHost(desk, `evil.example:${port}`)).toBe(403);
    expect(await statusWithHost(desk, "127.0.0.1:1")).toBe(403);
    expect(await statusWithHost(desk, `localhost:${port}`)).toBe(200);
    expect((await desk.post("{}", { origin: "https://evil.example" })).status).toBe(403);
    expect((await desk.post("{}", { origin: "null" })).status).toBe(403);
    expect((await desk.post("{}", { origin: desk.url })).status).toBe(200);
  });

  test("whoever tries tokens out is stopped", async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 12; at += 1)
      statuses.push((await desk.post("{}", { authorization: "Bearer x" })).status);
    expect(statuses).toContain(429);
  });

  test("no other address is bound", async () => {
    const options = {
      terminal: desk.terminal,
      secrets: { token: "", hashKey: "" },
      port: 0,
      now: () => 0,
      lan: null,
      demandsSignIn: false,
    };
    await expect(serve({ ...options, host: "0.0.0.0", log: () => undefined })).rejects.toThrow("loopback");
  });

  const bad: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["not JSON", "{", /^CLAIM_INVALID 不是有效的 JSON/],
    ["empty", "", /^CLAIM_INVALID 不是有效的 JSON/],
    ["a key twice", '{"infno":"1101","infno":"2102"}', /字段重复出现/],
    ["nested without end", `${"[".repeat(99)}${"]".repeat(99)}`, /嵌套超过/],
    ["GBK", Uint8Array.from([0x7b, 0x22, 0xb2, 0xce, 0x22, 0x7d]), /UTF-8/],
    ["a list", "[]", /^CLAIM_INVALID/],
    ["nothing inside", "{}", /infno 缺少必填字段；msgid 缺少必填字段/],
  ];
  test.each(bad)("%s is answered in the envelope, and the door goes on", async (_name, body, reason) => {
    const answer = await desk.post(body);
    expect(answer.status).toBe(200);
    const said = (await answer.json()) as { infcode: number; err_msg: string; inf_refmsgid: string };
    expect(said.infcode).toBeLessThan(0);
    expect(said.err_msg).toMatch(reason);
    expect(said.inf_refmsgid).toHaveLength(30);
    expect((await desk.ask("9001", { signIn: { opter_no: 1, mac: null } })).infcode).toBe(0);
  });

  const envelopes: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ["an unknown infno", { infno: "7777" }, /^NOT_SUPPORTED 暂不支持交易 7777/],
    ["a known one that is not served", { infno: "4101" }, /^NOT_SUPPORTED/],
    ["another institution", { fixmedins_code: "P42030000009" }, /^CLAIM_INVALID fixmedins_code/],
    ["a msgid that is too long", { msgid: "1".repeat(31) }, /msgid/],
    ["an input that is text", { input: "x" }, /input 类型应为对象/],
    ["an input that is null", { input: null }, /input 缺少必填字段/],
    ["an infno that is a list", { infno: ["1101"] }, /infno 类型/],
  ];
  test.each(envelopes)("%s is a refusal", async (_name, more, reason) => {
    const answer = await desk.ask("1101", {}, more);
    expect(answer.infcode).toBe(-2);
    expect(answer.err_msg).toMatch(reason);
  });

  test("a body beyond the limit is refused in the envelope", async () => {
    const small = await openDesk({}, { bodyBytes: 2000 });
    const answer = await small.post(JSON.stringify({ x: "x".repeat(3000) }));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ infcode: -1, err_msg: "CLAIM_INVALID 报文过大" });
    expect((await small.ask("9001", { signIn: { opter_no: "1" } })).infcode).toBe(0);
    await small.close();
  });

  test("an error behind the door is a fault without its words", async () => {
    const terminal = {
      ...desk.terminal,
      identify: () => {
        throw new Error("张示例");
      },
    };
    const serving = await serve({
      terminal,
      secrets: { token: desk.token, hashKey: "k" },
      host: "127.0.0.1",
      lan: null,
      port: 0,
      now: () => 0,
      demandsSignIn: false,
      log: () => undefined,
    });
    const input = { data: { mdtrt_cert_type: "01", mdtrt_cert_no: "EC" } };
    const answer = await fetch(`${serving.url}/fsi/api`, {
      method: "POST",
      headers: { authorization: `Bearer ${desk.token}` },
      body: JSON.stringify({ ...envelopeOf(terminal, "1101", "M1"), input }),
    });
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ infcode: -1 });
    expect(text).not.toContain("张示例");
    await serving.close();
  });
});

describe("the screens' door", () => {
  test("answers the verbs by their contract and describes them", async () => {
    const desk = await openDesk();
    const call = async <V extends string>(
      verb: V,
      input: V extends Verb ? VerbInput<V> : unknown,
    ): Promise<Response> =>
      await fetch(`${desk.url}/rpc/${verb}`, {
        method: "POST",
        headers: { authorization: `Bearer ${desk.token}` },
        body: JSON.stringify(input),
      });
    expect(await (await call("institution", {})).json()).toMatchObject({
      ok: true,
      value: { type: "pharmacy" },
    });
    const person = (await (await call("personByNo", { psnNo: "P0001" })).json()) as RpcAnswer<"personByNo">;
    expect(contract.personByNo.output.parse(person.ok && person.value)).toMatchObject({
      account: { balance: "300.00" },
    });
    const items = (await (await call("searchItems", { query: "示例", limit: 2 })).json()) as {
      value: unknown;
    };
    expect(contract.searchItems.output.parse(items.value)).toHaveLength(2);
    expect(await (await call("preview", Object.assign({ claim: {} }, { more: 1 }))).json()).toMatchObject({
      ok: false,
      refusal: { code: "CLAIM_INVALID", message: expect.stringContaining("more") as string },
    });
    expect(await (await call("verify", {})).json()).toEqual({ ok: true, value: [] });
    expect((await call("backup", {})).status).toBe(404);
    expect((await call("__proto__", {})).status).toBe(404);

    const described = (await (await fetch(`${desk.url}/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, unknown>;
    };
    expect(described.openapi).toBe("3.1.0");
    expect(Object.keys(described.paths)).toEqual(Object.keys(contract).map((verb) => `/rpc/${verb}`));
    const page = await fetch(`${desk.url}/reference`);
    expect(page.headers.get("content-type")).toContain("text/html");
    await desk.close();
  });
});

describe("the parts of the guard", () => {
  test.each([
    ["127.0.0.1:80", 80, true],
    ["127.0.0.1", 80, true],
    ["LOCALHOST:8080", 8080, true],
    ["[::1]:8080", 8080, true],
    ["127.0.0.1.evil.example:80", 80, false],
    ["127.0.0.1:81", 80, false],
    ["", 80, false],
    [undefined, 80, false],
  ])("host %s at port %s: %s", (host, port, own) => {
    expect(isOwnHost(host, port)).toBe(own);
  });

  test("an origin is ours or none", () => {
    expect(isOwnOrigin(undefined, 80)).toBe(true);
    expect(isOwnOrigin("http://127.0.0.1:80", 80)).toBe(true);
    expect(isOwnOrigin("https://127.0.0.1:80", 80)).toBe(false);
  });

  test("secrets are made once, for their owner only", () => {
    const dir = mkdtempSync(join(tmpdir(), "onestop-door-"));
    const first = readSecrets(dir);
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect(readSecrets(dir)).toEqual(first);
    expect(statSync(join(dir, "gateway.token")).mode & 0o777).toBe(0o600);
    rmSync(dir, { recursive: true });
  });

  test("a bucket fills with time", () => {
    let now = 0;
    const limit = rateLimit(() => now, { perSecond: 10, burst: 2 });
    expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
    now = 100;
    expect([limit.take(), limit.take()]).toEqual([true, false]);
  });
});
