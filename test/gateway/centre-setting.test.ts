import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { openCentre } from "../../src/app/centre-control.ts";
import { readCentreAdapter } from "../../src/cli/centre-adapter.ts";
import type { RpcAnswer, Verb, VerbInput } from "../../src/gateway/contract.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import { isCentreUrl } from "../../src/line/centre-url.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { openTestDesk, requestOf, staff, valueOf, withStaff } from "../app/test-desk.ts";

// Nothing listens there: what matters here is what is attached, and from when on.
const url = "http://127.0.0.1:9";

function attachTo(desk: TestDesk, given: string | null = null) {
  const { terminal, dir } = desk;
  const centre = openCentre({ terminal, dir, given, readAdapter: readCentreAdapter, log: () => undefined });
  onTestFinished(async () => await centre.stop());
  const rpc = openRpc(terminal, { centre });
  const ask = async <V extends Verb>(verb: V, input: VerbInput<V>) => {
    const answer = (await rpc(verb, input)) as RpcAnswer<V>;
    return answer;
  };
  return { centre, ask };
}

function openDesk(): TestDesk {
  const before = process.env["ONESTOP_CENTRE_TOKEN"];
  delete process.env["ONESTOP_CENTRE_TOKEN"];
  const desk = openTestDesk(withStaff);
  onTestFinished(() => {
    desk.close();
    if (before !== undefined) process.env["ONESTOP_CENTRE_TOKEN"] = before;
  });
  return desk;
}

test("an administrator names the centre: it is attached at once, its token is for its owner alone, the chain tells", async () => {
  const desk = openDesk();
  const { ask } = attachTo(desk);
  expect(await ask("lineState", {})).toMatchObject({ value: { state: "none" } });
  const changed = await ask("changeCentre", { url, token: "secret-1", approval: staff.administrator });
  expect(changed).toEqual({ ok: true, value: { url, isGiven: false, isAttached: true, fault: null } });
  // The verbs that were made before speak to the new centre.
  expect(await ask("lineState", {})).toMatchObject({ value: { state: "online" } });
  const file = join(desk.dir, "centre.token");
  expect(readFileSync(file, "utf8")).toBe("secret-1\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const [entry] = desk.terminal.auditLog({ from: null, limit: 1 });
  expect(entry).toMatchObject({ action: "line", subject: "changeCentre", operator: "A001" });

  await ask("changeCentre", { url: null, token: null, approval: staff.administrator });
  expect(await ask("centreSetting", {})).toMatchObject({ value: { url: null, isAttached: false } });
  expect(await ask("lineState", {})).toMatchObject({ value: { state: "none" } });
});

test("what is kept is attached when the engine starts again, and sends what waited", async () => {
  const desk = openDesk();
  const { centre, ask } = attachTo(desk);
  valueOf(desk.terminal.commit(requestOf("k1", { items: [{ price: "0.01" }] })));
  await ask("changeCentre", { url, token: "secret-1", approval: staff.administrator });
  await centre.stop();
  desk.reopen();
  const again = attachTo(desk);
  expect(again.centre.setting()).toEqual({ url, isGiven: false, isAttached: true, fault: null });
  // It has been tried: nobody answers there.
  await expect
    .poll(async () => (await again.ask("lineState", {})).ok && again.centre.link().line?.sender().lastFailure)
    .not.toBeNull();
});

test("a supervisor may not; a centre without a token is named as not attached; words of the start go before", async () => {
  const desk = openDesk();
  const { ask } = attachTo(desk);
  const asked = { url, token: "secret-1" };
  expect(await ask("changeCentre", { ...asked, approval: staff.supervisor })).toMatchObject({
    refusal: { code: "APPROVAL_REQUIRED" },
  });
  expect(desk.terminal.centre()).toBeNull();
  const without = await ask("changeCentre", { url, token: null, approval: staff.administrator });
  expect(without).toMatchObject({ value: { isAttached: false } });
  expect(without.ok ? without.value.fault : "").toContain("令牌");
  expect(await ask("lineState", {})).toMatchObject({ value: { state: "none" } });
  const given = attachTo(desk, "http://127.0.0.1:10");
  expect(given.centre.setting()).toMatchObject({ url: "http://127.0.0.1:10", isGiven: true });
});

test.each([
  ["https://centre.example:8443", true],
  ["http://127.0.0.1:80", true],
  ["http://[::1]:8080", true],
  ["https://user:secret@centre.example", false],
  ["https://centre.example/path", false],
  ["ftp://centre.example", false],
  ["centre.example", false],
  ["https://centre.example?token=1", false],
  ["https://centre.example:99999", false],
])("%s names a centre: %s", (text, is) => {
  expect(isCentreUrl(text)).toBe(is);
});
