import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { envelopeOf } from "../gateway/knock.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import { program, runOnestop } from "./run-onestop.ts";

interface DemoFile {
  readonly institution: { readonly code: string; readonly name: string; readonly region: string };
  readonly people: readonly {
    readonly psnNo: string;
    readonly name: string;
    readonly certNo: string;
    readonly plan: string;
    readonly insutype: string;
  }[];
  readonly items: readonly { readonly code: string; readonly price: string }[];
}
interface Reply {
  readonly infcode: number;
  readonly err_msg: string;
  readonly output: {
    readonly setlinfo: Readonly<Record<string, string>>;
    readonly baseinfo: { readonly psn_no: string };
  };
}

/** The command in a process of its own, over its own data directory. */
async function serveBooks(dir: string) {
  const child = spawn(process.execPath, [program, "serve", "--data", dir], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const logged: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => logged.push(chunk));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { url, token } = JSON.parse(line.toString("utf8")) as { url: string; token: string };
  const demo = JSON.parse(readFileSync(join(dir, "demo.json"), "utf8")) as DemoFile;
  let serial = 0;
  const ask = async (infno: string, input: unknown): Promise<Reply> => {
    serial += 1;
    const msgid = formatMsgid(demo.institution.code, Date.now(), serial);
    const envelope = { ...envelopeOf({ institution: demo.institution }, infno, msgid), input };
    const answer = await fetch(`${url}/fsi/api`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(envelope),
    });
    return (await answer.json()) as Reply;
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await once(child, "close");
  };
  return { demo, ask, stop, logged };
}

/** Every byte that the directory holds, and its names; what the demo tells whoever tries it left out. */
function bytesOf(dir: string): Buffer {
  const names = readdirSync(dir).filter((name) => name !== "demo.json");
  return Buffer.concat([
    Buffer.from(names.join("\n")),
    ...names.map((name) => readFileSync(join(dir, name))),
  ]);
}

test("a HIS settles, reverses and asks over the real books; they verify afterwards", async () => {
  const dir = join(mkdtempSync(join(tmpdir(), "onestop-books-")), "data");
  expect((await runOnestop(["init", "--demo", "--data", dir])).code).toBe(0);
  const { demo, ask, stop, logged } = await serveBooks(dir);
  const person = demo.people.find((one) => one.plan === "shiyan");
  const item = demo.items[0];
  const begntime = new Date().toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
  const info = {
    psn_no: person?.psnNo,
    mdtrt_cert_type: "02",
    mdtrt_cert_no: person?.certNo,
    begntime,
    medfee_sumamt: item?.price,
    insutype: person?.insutype,
    acct_used_flag: "1",
    med_type: "41",
  };
  const detail = {
    feedetl_sn: "1",
    med_list_codg: item?.code,
    fee_ocur_time: begntime,
    det_item_fee_sumamt: item?.price,
    cnt: "1",
    pric: item?.price,
  };
  expect(await ask("9001", { signIn: { opter_no: "C001", mac: "", ip: "127.0.0.1" } })).toMatchObject({
    infcode: 0,
  });
  const found = await ask("1101", { data: { mdtrt_cert_type: "02", mdtrt_cert_no: person?.certNo } });
  expect(found.output.baseinfo.psn_no).toBe(person?.psnNo);
  const sale = { druginfo: info, drugdetail: [detail] };
  const preview = await ask("2101", sale);
  expect([preview.infcode, preview.err_msg]).toEqual([0, ""]);
  const settled = await ask("2102", sale);
  expect([settled.infcode, settled.err_msg]).toEqual([0, ""]);
  const { setl_id, mdtrt_id, medfee_sumamt, fund_pay_sumamt, psn_part_amt } = settled.output.setlinfo;
  expect(preview.output.setlinfo).toMatchObject({ medfee_sumamt, fund_pay_sumamt, psn_part_amt });
  const ids = { setl_id, mdtrt_id, psn_no: person?.psnNo };
  const reversed = await ask("2103", { data: ids });
  expect([reversed.infcode, reversed.output.setlinfo["medfee_sumamt"]]).toEqual([0, `-${medfee_sumamt}`]);
  const asked = await ask("5203", { data: ids });
  expect(asked.output.setlinfo).toMatchObject({ setl_id, medfee_sumamt });
  // Faults are logged, too: one with a number that is nobody's, one with a number that is somebody's.
  for (const psnNo of ["990000000000000000", person?.psnNo])
    expect((await ask("2103", { data: { ...ids, psn_no: psnNo } })).infcode).not.toBe(0);
  await stop("SIGKILL");
  const held = Buffer.concat([bytesOf(dir), ...logged]);
  expect(Buffer.concat(logged).length).toBeGreaterThan(0);
  for (const value of [person?.psnNo, person?.certNo, person?.name])
    expect(held.indexOf(value ?? "absent")).toBe(-1);
  const verified = await runOnestop(["verify", "--data", dir]);
  expect([verified.code, verified.err]).toEqual([0, expect.any(String)]);
  rmSync(join(dir, ".."), { recursive: true });
});
