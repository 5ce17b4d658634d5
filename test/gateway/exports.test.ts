import { afterAll, beforeAll, expect, test } from "vitest";

import { contract } from "../../src/gateway/contract.ts";
import { serve } from "../../src/gateway/server.ts";
import { csvRows } from "../app/exports/rows-of.ts";
import { openTestDesk, requestOf, staff, valueOf, withStaff } from "../app/test-desk.ts";
import type { TestDesk } from "../app/test-desk.ts";

const token = "test-token-that-is-long-enough-to-be-one";
const day = "2024-05-10";
let desk: TestDesk;
let serving: Awaited<ReturnType<typeof serve>>;
const logged: string[] = [];
beforeAll(async () => {
  desk = openTestDesk(withStaff);
  serving = await serve({
    terminal: desk.terminal,
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    port: 0,
    lan: null,
    demandsSignIn: false,
    now: () => desk.clock.ms,
    log: (line) => void logged.push(line),
  });
});
afterAll(async () => {
  await serving.close();
  desk.close();
});

async function ask(verb: keyof typeof contract, input: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${serving.url}/rpc/${verb}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as { ok: boolean; value: Record<string, unknown> };
  expect(body).toMatchObject({ ok: true });
  expect(contract[verb].output.parse(body.value)).toEqual(body.value);
  return body.value;
}

test("an export is started, watched and downloaded once by an address of its own", async () => {
  valueOf(desk.terminal.commit(requestOf("k1", { items: [{ price: "0.01" }] })));
  const request = { what: "settlements", format: "csv", from: day, to: day, approval: staff.supervisor };
  const { id } = await ask("startExport", request);
  await expect.poll(async () => (await ask("exportState", { id }))["is"], { timeout: 60_000 }).toBe("done");
  const { address } = await ask("exportAddress", { id });
  const url = `${serving.url}${String(address)}`;
  // Whoever bends a name to this machine gets nothing, and spends nothing.
  expect((await fetch(url, { headers: { origin: "http://elsewhere.example" } })).status).toBe(403);
  const file = await fetch(url);
  expect(Object.fromEntries(file.headers)).toMatchObject({
    "content-disposition": `attachment; filename="onestop-settlements-${day}.csv"`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  const rows = csvRows(await file.text());
  expect(rows.map((cells) => cells[9])).toEqual(["费用总额", "0.01"]);
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${serving.url}/exports/${"x".repeat(32)}`)).status).toBe(404);
  // The address is a secret: not even a used one is written down.
  expect(logged.join("\n")).not.toContain(String(address).split("/")[2]);
});
