import { statSync } from "node:fs";

import { afterAll, afterEach, expect, test } from "vitest";

import { keptDays, prune } from "../../src/gateway/housekeeping.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { openDesk } from "./knock.ts";
import { people } from "./memory-people.ts";
import type { RealDesk } from "./real-desk.ts";
import { makeTemplate, openRealDesk, saleOf } from "./real-desk.ts";

const template = makeTemplate();
afterAll(template.remove);
let desk: RealDesk | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

const dayMs = 86_400_000;
const signIn = { signIn: { opter_no: "C001", mac: "", ip: "127.0.0.1" } };
const who = { data: { mdtrt_cert_type: "02", mdtrt_cert_no: "" } };

test("what has not been touched for its time is dropped, counted in the audit, and nothing else", async () => {
  desk = await openRealDesk(template);
  const { terminal, clock, newMsgid } = desk;
  const msgid = newMsgid();
  const sale = saleOf(desk, 3, "10.00");
  const sold = await desk.ask("2102", sale, { msgid });
  const { setl_id, psn_no } = sold.output.setlinfo;
  expect(prune(terminal, clock.ms)).toEqual({});
  clock.ms += 61 * dayMs;
  expect(prune(terminal, clock.ms)).toEqual({ answer: 1 });
  // The answer is given again from the ledger.
  expect((await desk.ask("2102", sale, { msgid })).output.setlinfo["setl_id"]).toBe(setl_id);
  clock.ms += 341 * dayMs;
  expect(prune(terminal, clock.ms)).toEqual({ answer: 1, context: 1 });
  expect(prune(terminal, clock.ms)).toEqual({});
  expect((await desk.ask("5203", { data: { setl_id, mdtrt_id: "", psn_no } })).infcode).toBe(0);
  expect([...terminal.verify()]).toEqual([]);
});

test("every kind that the doors keep has an age", async () => {
  const memory = await openDesk();
  const { certNo, psnNo } = people[0];
  await memory.ask("9001", signIn);
  await memory.ask("2601", { data: { psn_no: psnNo, omsgid: "X1", oinfno: "2102" } });
  await memory.ask("9101", { fsUploadIn: { in: [1], filename: "a", fixmedins_code: "P42030000001" } });
  const info = { psn_no: psnNo, mdtrt_cert_type: "02", mdtrt_cert_no: certNo, medfee_sumamt: 20 };
  const line = { feedetl_sn: "1", med_list_codg: "XA01A", det_item_fee_sumamt: 20, cnt: 1, pric: 20 };
  await memory.ask("2102", {
    druginfo: { ...info, begntime: "2023-03-01", med_type: "41" },
    drugdetail: [{ ...line, fee_ocur_time: "2023-03-01" }],
  });
  await memory.ask("2201", { data: { ...info, insutype: "310", begntime: "2023-03-01", ipt_otp_no: "V" } });
  const kinds = new Set([...memory.terminal.states.keys()].map((key) => key.split(" ")[0]));
  expect(kinds).toEqual(new Set(["answer", "context", "file", "sign-in", "undone", "visit"]));
  for (const kind of kinds) expect(keptDays).toHaveProperty(kind ?? "none");
  await memory.close();
});

test("in a short rest the log goes into the file", async () => {
  desk = await openRealDesk(template, { limits: { restMs: 20 } });
  const books = booksOf(desk.dir);
  const before = statSync(books).mtimeMs;
  expect((await desk.ask("2102", saleOf(desk, 3, "10.00"))).infcode).toBe(0);
  // A commit writes to the log alone.
  expect(statSync(books).mtimeMs).toBe(before);
  await expect.poll(() => statSync(books).mtimeMs, { timeout: 20_000 }).toBeGreaterThan(before);
});

test("a wrong or ended sign-in is refused, a blank one only where it is demanded", async () => {
  for (const demandsSignIn of [false, true]) {
    const asked = await openRealDesk(template, { demandsSignIn });
    const signed = await asked.ask("9001", signIn);
    const { sign_no } = (signed.output as unknown as { signinoutb: { sign_no: string } }).signinoutb;
    const code = async (fields: object): Promise<string> =>
      (await asked.ask("1101", who, { ...fields })).err_msg.slice(0, 40);
    const unknownPerson = await code({ sign_no });
    expect(unknownPerson).not.toMatch(/sign_no/);
    expect(await code({ sign_no: "made-up" })).toMatch(/^CLAIM_INVALID sign_no 不存在/);
    const answer = await code({ sign_no: "" });
    expect(answer.includes("sign_no 缺少")).toBe(demandsSignIn);
    expect((await asked.ask("9002", { signOut: { sign_no, opter_no: "C001" } })).infcode).toBe(0);
    expect(await code({ sign_no })).toMatch(/^CLAIM_INVALID sign_no 不存在/);
    await asked.close();
  }
});

test("idle doors prune by themselves and say how much", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let dropped = 1;
  const memory = await openDesk({}, { pruneEveryMs: 5, quietMs: 0 });
  Object.assign(memory.terminal, { pruneState: (kind: string) => (kind === "answer" ? dropped-- : 0) });
  const watch = setInterval(() => {
    const line = memory.logged.find((one) => one.includes("pruned"));
    if (line !== undefined) resolve(line);
  }, 5);
  expect(JSON.parse(await promise)).toMatchObject({ pruned: { answer: 1 } });
  clearInterval(watch);
  await memory.close();
});
