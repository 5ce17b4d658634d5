import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import { startPostgres } from "../centre/postgres-server.ts";
import { fresh, openVisit } from "../centre/hospital-visit.ts";
import { databases } from "../centre/test-centre.ts";
import type { Fields, Reply } from "../gateway/knock.ts";
import { envelopeOf } from "../gateway/knock.ts";
import { program } from "./run-onestop.ts";

interface Line {
  readonly url: string;
  readonly token: string;
  readonly controlToken: string;
  readonly packKey: string;
  readonly institutions: readonly { readonly code: string; readonly name: string }[];
}

interface Running {
  readonly line: Line;
  readonly ask: (infno: string, input: unknown, more?: Fields) => Promise<Reply>;
  readonly end: (signal: "SIGKILL" | "SIGTERM") => Promise<number | null>;
}

const toEnd: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of toEnd.splice(0).toReversed()) await end();
}, 120_000);

const institution = { code: "H42030000001", name: "十堰示范医院", region: "420300" };
let serial = 0;

/** `onestop centre` in a process of its own, as its first line says. */
async function startCentre(dir: string, url: string | null): Promise<Running> {
  const where = url === null ? [] : ["--database-url", url];
  const child = spawn(process.execPath, [program, "centre", "--data", dir, "--demo", ...where], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  const end: Running["end"] = async (signal) => {
    child.kill(signal);
    const [code] = await closed;
    return code;
  };
  toEnd.push(async () => await end("SIGKILL"));
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const line = JSON.parse(said.toString("utf8")) as Line;
  let signOn = "";
  const ask: Running["ask"] = async (infno, input, more = {}) => {
    serial += 1;
    const msgid = `${institution.code}20240510090000${String(serial).padStart(4, "0")}`;
    const envelope = { ...envelopeOf({ institution }, infno, msgid), sign_no: signOn, input, ...more };
    const answer = await fetch(`${line.url}/fsi/api`, {
      method: "POST",
      headers: { authorization: `Bearer ${line.token}` },
      body: JSON.stringify(envelope),
    });
    return (await answer.json()) as Reply;
  };
  const signedOn = await ask("9001", { signIn: { opter_no: "C001", mac: "", ip: "" } });
  signOn = (signedOn.output["signinoutb"] as unknown as { readonly sign_no: string }).sign_no;
  return { line, ask, end };
}

function makeDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "onestop-centre-"));
  toEnd.push(async () => {
    await Promise.resolve(rmSync(dir, { recursive: true, force: true }));
  });
  return dir;
}

test.each(databases)(
  "a centre on the %s database that was killed knows what it had answered",
  async (database) => {
    const server = database === "server" ? await startPostgres() : null;
    if (server !== null) toEnd.push(server.stop);
    const dir = join(makeDir(), "data");
    const before = await startCentre(dir, server?.url ?? null);
    const [who] = fresh;
    if (who === undefined) throw new Error("nobody fresh");
    const { bill } = await openVisit(before, who, { amount: "800.00" });
    const msgid = `${institution.code}202405101200000001`;
    const first = await before.ask("2207", bill, { msgid });
    expect([first.infcode, first.err_msg]).toEqual([0, ""]);
    await before.end("SIGKILL");

    const after = await startCentre(dir, server?.url ?? null);
    expect(after.line).toEqual({ ...before.line, url: after.line.url });
    expect(await after.ask("2207", bill, { msgid })).toEqual(first);
    const { setl_id, mdtrt_id } = first.output.setlinfo;
    const query = { data: { psn_no: who.psnNo, setl_id, mdtrt_id } };
    expect((await after.ask("5203", query)).output.setlinfo).toMatchObject({ act_pay_dedc: "500.00" });
    expect(await after.end("SIGTERM")).toBe(0);
    for (const secret of ["gateway.token", "gateway.key", "control.token", "packs.key"])
      expect(statSync(join(dir, secret)).mode & 0o777).toBe(0o600);
  },
  300_000,
);

test("wrong words end with 2", async () => {
  for (const args of [
    [],
    ["--data", "x", "--host", "0.0.0.0"],
    ["--data", "x", "--database-url", "mysql://x"],
  ]) {
    const child = spawn(process.execPath, [program, "centre", ...args], { stdio: "ignore" });
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(2);
  }
});
