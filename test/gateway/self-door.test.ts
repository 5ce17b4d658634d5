import { afterEach, beforeEach, expect, test } from "vitest";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import type { Serving } from "../../src/gateway/server.ts";
import { serve } from "../../src/gateway/server.ts";
import { present } from "../../src/base/assert.ts";
import { selfContract } from "../../src/gateway/contract-self.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { openTestDesk } from "../app/test-desk.ts";

const token = "test-token-that-is-long-enough-to-be-one";
const town = demoTown();
const [who, other] = town.people;
let desk: TestDesk;
let serving: Serving;
let nowMs: number;
const logged: string[] = [];

beforeEach(async () => {
  logged.length = 0;
  nowMs = Date.parse("2026-05-10T10:00:00+08:00");
  desk = openTestDesk((ground) => settleTown(ground, { ...town, people: town.people.slice(0, 6) }));
  serving = await serve({
    terminal: desk.terminal,
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    lan: null,
    port: 0,
    now: () => nowMs,
    demandsSignIn: false,
    log: (line) => void logged.push(line),
    screens: () => Promise.resolve({ built: false, reason: "none" }),
  });
});
afterEach(async () => {
  await serving.close();
  desk.close();
});

interface Said {
  readonly status: number;
  readonly body: {
    readonly ok?: boolean;
    readonly value?: unknown;
    readonly session?: string;
    readonly refusal?: { readonly code: string };
  };
}

async function post(path: string, bearer: string | null, body: unknown = {}): Promise<Said> {
  const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
  const answer = await fetch(`${serving.url}${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Said["body"] };
}

async function pass(): Promise<string> {
  const { body } = await post("/self/code", token);
  const opened = await post("/self/session", null, body.value);
  return present(opened.body.session, "a session");
}

async function deskSession(): Promise<string> {
  const { body } = await post("/session/code", token);
  return present((await post("/session", null, body)).body.session, "a session");
}

const ask = async (session: string | null, scanned: string): Promise<Said> =>
  await post("/self/ask/ownRecords", session, { scanned });

test("a credential or a card shows its holder's records and nothing by which they are found again", async () => {
  const session = await pass();
  const { status, body } = await ask(session, who?.token ?? "");
  expect(status).toBe(200);
  expect(selfContract.ownRecords.output.parse(body.value)).toEqual(body.value);
  const text = JSON.stringify(body);
  for (const secret of [who?.name, who?.certNo, who?.psnNo, who?.cardNo, who?.token, other?.psnNo])
    expect(text).not.toContain(secret);
  expect((await ask(session, who?.cardNo ?? "")).body.value).toEqual(body.value);
  expect(logged.join("\n")).not.toContain(who?.cardNo);
});

test("an identity number opens nothing, and looking leaves the books as they were", async () => {
  const session = await pass();
  const before = desk.terminal.findAudit({
    from: null,
    day: null,
    operator: null,
    action: null,
    limit: 9,
  }).last;
  expect((await ask(session, who?.certNo ?? "")).body.refusal?.code).toBe("PERSON_NOT_FOUND");
  expect((await ask(session, who?.psnNo ?? "")).body.refusal?.code).toBe("PERSON_NOT_FOUND");
  expect((await ask(session, "OSV1:ABCDEF")).body.refusal?.code).toBe("NOT_SUPPORTED");
  expect((await ask(session, who?.token ?? "")).body.ok).toBe(true);
  expect(
    desk.terminal.findAudit({ from: null, day: null, operator: null, action: null, limit: 9 }).last,
  ).toBe(before);
});

test("its session opens no other door, and nothing else opens its own", async () => {
  const session = await pass();
  for (const path of ["/rpc/deskState", "/rpc/identify", "/session/code", "/self/code", "/fsi/api"])
    expect([path, (await post(path, session)).status]).toEqual([path, 401]);
  const page = await deskSession();
  for (const bearer of [page, token, null, `${session}x`, session.replace("self.", "page.")])
    expect((await ask(bearer, who?.token ?? "")).status).toBe(401);
  expect((await post("/self/ask/identify", session)).status).toBe(404);
  // A code of one is no code of the other, and each is good once.
  const { body } = await post("/self/code", token);
  expect((await post("/session", null, body.value)).status).toBe(401);
  expect((await post("/self/session", null, body.value)).status).toBe(200);
  expect((await post("/self/session", null, body.value)).status).toBe(401);
  expect((await post("/self/session", null, { code: token })).status).toBe(401);
});

test("from a page of the desk it is opened by who answers for the counter alone", async () => {
  const page = await deskSession();
  const approval = (operator: string, pin: string) => ({ approval: { operator, pin, desk: "01" } });
  expect((await post("/self/code", page)).status).toBe(400);
  expect((await post("/self/code", page, approval("C001", "135790"))).body.refusal?.code).toBe(
    "APPROVAL_REQUIRED",
  );
  expect((await post("/self/code", page, approval("S001", "000000"))).body.refusal?.code).toBe("PIN_WRONG");
  const opened = await post("/self/code", page, approval("S001", "112358"));
  expect((await post("/self/session", null, opened.body.value)).status).toBe(200);
});

test("numbers that are tried out are soon not looked at any more, and people are again after a while", async () => {
  const session = await pass();
  const codes: number[] = [];
  for (let at = 0; at < 12; at += 1) codes.push((await ask(session, `99C00000000${at}`)).status);
  expect(codes.slice(0, 3)).toEqual([200, 200, 200]);
  expect(codes.slice(7)).toEqual([429, 429, 429, 429, 429]);
  expect((await ask(session, who?.token ?? "")).status).toBe(429);
  nowMs += 60_000;
  expect((await ask(session, who?.token ?? "")).status).toBe(200);
});
