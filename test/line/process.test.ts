import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { layEmbedded } from "../centre/embedded-template.ts";
import { program, runOnestop } from "../cli/run-onestop.ts";
import { temporaryDir } from "../app/test-desk.ts";

interface Started {
  readonly said: { readonly url: string; readonly token: string; readonly controlToken: string };
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}

async function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close");
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await closed;
  };
  onTestFinished(async () => await kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { said: JSON.parse(line.toString("utf8")) as Started["said"], kill };
}

type Fields = Readonly<Record<string, unknown>>;

async function post(url: string, token: string, body: unknown): Promise<Fields> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return (await (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json()) as Fields;
}

interface Town {
  readonly people: readonly { readonly psnNo: string; readonly plan: string }[];
  readonly items: readonly { readonly code: string }[];
}

interface Answered<T> {
  readonly ok: boolean;
  readonly value: T;
  readonly refusal?: { readonly code: string };
}

function claimOf(
  at: number,
  told: { person: Fields; institution: Fields; item: Fields; serviceDate: string },
): Fields {
  const { person, institution, item, serviceDate } = told;
  return {
    claimId: `c${at}`,
    plan: person["plan"],
    serviceTime: `${serviceDate}T00:00:01+08:00`,
    medType: institution["type"] === "pharmacy" ? "41" : "11",
    institution: { ...institution, name: undefined },
    person: person["person"],
    prescription: null,
    items: [{ id: "1", ...item, qty: "1" }],
    account: { use: false, balance: "0.00", family: [] },
  };
}

test("desk and centre, each in a process of its own: lost answers and kill -9 in between; every sale is there once", async () => {
  const centreDir = await layEmbedded(temporaryDir());
  const dir = join(temporaryDir(), "data");
  expect((await runOnestop(["init", "--data", dir, "--demo"])).code).toBe(0);
  const centre = await start(["centre", "--data", centreDir, "--demo"]);
  const { url, token, controlToken } = centre.said;
  const env = { ONESTOP_CENTRE_TOKEN: token };
  const serve = async (): Promise<Started> => await start(["serve", "--data", dir, "--centre", url], env);
  let desk = await serve();
  const rpc = async <T>(verb: string, input: unknown): Promise<Answered<T>> =>
    (await post(`${desk.said.url}/rpc/${verb}`, desk.said.token, input)) as unknown as Answered<T>;
  const misbehave = async (...rules: readonly Fields[]): Promise<void> =>
    void (await post(`${url}/control/misbehave`, controlToken, { rules }));

  const town = JSON.parse(readFileSync(join(dir, "demo.json"), "utf8")) as Town;
  const people = town.people.flatMap(({ psnNo, plan }) => (plan === "shiyan" ? [psnNo] : []));
  const serviceDate = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const code = town.items.find((one) => one.code.startsWith("XS"))?.code ?? "";
  const { value: found } = await rpc<Fields>("findItem", { code, serviceDate });
  const item = { ...found, barcode: undefined, pinyin: undefined };
  const { value: institution } = await rpc<Fields>("institution", {});
  const sell = async (at: number): Promise<{ settlementId: string; msgid: string }> => {
    const { value: person } = await rpc<Fields & { account: Fields }>("personByNo", {
      psnNo: people[at] ?? "",
    });
    const claim = claimOf(at, { person, institution, item, serviceDate });
    const actor = { operator: "C001", pharmacist: null, desk: "D1" };
    const key = `sale ${at}`;
    const sold = await rpc<{ settlementId: string; msgid: string }>("commit", {
      claim,
      idempotencyKey: key,
      previewHash: null,
      tenders: [],
      actor,
    });
    expect([key, sold.refusal?.code]).toEqual([key, undefined]);
    return sold.value;
  };
  const outcome = async (settlementId: string, waitMs: number): Promise<string> =>
    (await rpc<{ verdict: string }>("outcome", { settlementId, waitMs })).value.verdict;

  const sold = [await sell(0)];
  expect(await outcome(sold[0]?.settlementId ?? "", 30_000)).toBe("final");
  // Every other answer to a sale is lost, and the desk is killed while it asks.
  await misbehave({ kind: "lostAnswer", infno: ["2102", "2207"], probability: 0.5, seed: 3 });
  for (let round = 0; round < 3; round += 1) {
    sold.push(await sell(1 + 2 * round), await sell(2 + 2 * round));
    await desk.kill("SIGKILL");
    desk = await serve();
  }
  await misbehave();
  for (const { settlementId } of sold) expect(await outcome(settlementId, 60_000)).toBe("final");
  const { value: state } = await rpc<Fields>("lineState", {});
  expect(state).toMatchObject({ state: "online", pending: 0, unknown: 0 });
  expect(Math.abs(Number(state["clockOffsetMs"]))).toBeLessThan(2000);
  expect(await rpc("lineQueue", { limit: 10 })).toMatchObject({ value: { waiting: [], findings: [] } });
  const held = await fetch(`${url}/control/check`, { headers: { authorization: `Bearer ${controlToken}` } });
  expect(await held.json()).toMatchObject({ settlements: sold.length, accumulators: 0 });
  expect(await rpc("verify", {})).toMatchObject({ ok: true, value: [] });
}, 240_000);
