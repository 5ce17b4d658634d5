import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { DemoTown } from "../../src/app/demo-town.ts";
import { demoTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import type { FullTerminal } from "../../src/app/full-terminal.ts";
import { makeDirectory } from "../../src/cli/make-directory.ts";
import type { ServeOptions } from "../../src/gateway/server.ts";
import { buildDoors } from "../../src/gateway/server.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import { temporaryDir } from "../app/test-desk.ts";
import type { Fields, Reply } from "./knock.ts";
import { envelopeOf } from "./knock.ts";

export interface RealDesk {
  readonly dir: string;
  readonly terminal: FullTerminal;
  readonly clock: { ms: number };
  readonly town: DemoTown;
  readonly logged: readonly string[];
  readonly newMsgid: () => string;
  readonly post: (body: string | Buffer) => Promise<{ readonly status: number; readonly body: Buffer }>;
  readonly ask: (infno: string, input: unknown, more?: Fields) => Promise<Reply>;
  /** What 9102 gives. */
  readonly download: (fileNo: string) => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

const token = "test-token-that-is-long-enough-to-be-one";

export interface Template {
  readonly dir: string;
  readonly remove: () => void;
}

/** The demo town's books, made once for the many tests that each take a copy. */
export function makeTemplate(): Template {
  const dir = join(temporaryDir(), "data");
  makeDirectory(dir, { demo: true, institution: null });
  return { dir, remove: () => rmSync(join(dir, ".."), { recursive: true }) };
}

/** The doors over the real books of the demo town, in this process and without a socket. */
export async function openRealDesk(template: Template, more: Partial<ServeOptions> = {}): Promise<RealDesk> {
  const dir = join(temporaryDir(), "data");
  cpSync(template.dir, dir, { recursive: true });
  const clock = { ms: Date.parse("2026-12-01T10:00:00+08:00") };
  const terminal = openTerminal({ dir, passphrase: null, clock: () => clock.ms });
  const logged: string[] = [];
  const app = buildDoors({
    terminal,
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    port: 0,
    lan: null,
    demandsSignIn: false,
    now: () => clock.ms,
    log: (line) => void logged.push(line),
    ...more,
  });
  await app.ready();
  let serial = 0;
  const newMsgid = (): string => {
    serial += 1;
    return formatMsgid(
      terminal.institution.code,
      clock.ms + Math.floor(serial / 10_000) * 1000,
      serial % 10_000,
    );
  };
  const post: RealDesk["post"] = async (body) => {
    const headers = {
      authorization: `Bearer ${token}`,
      host: "127.0.0.1:0",
      "content-type": "application/json",
    };
    const answer = await app.inject({ method: "POST", url: "/fsi/api", headers, payload: body });
    return { status: answer.statusCode, body: answer.rawPayload };
  };
  const ask: RealDesk["ask"] = async (infno, input, fields = {}) => {
    const envelope = { ...envelopeOf(terminal, infno, newMsgid()), input, ...fields };
    return JSON.parse((await post(JSON.stringify(envelope))).body.toString("utf8")) as Reply;
  };
  const download = async (fileNo: string): Promise<Buffer> => {
    const input = { fsDownloadIn: { file_qury_no: fileNo, filename: "x", fixmedins_code: "plc" } };
    return (await post(JSON.stringify({ ...envelopeOf(terminal, "9102", newMsgid()), input }))).body;
  };
  const close = async (): Promise<void> => {
    await app.close();
    terminal.close();
    rmSync(join(dir, ".."), { recursive: true });
  };
  return { dir, terminal, clock, town: demoTown(), logged, newMsgid, post, ask, download, close };
}

/** A sale of services at the desk's own prices: no trace code is asked for. */
export function saleOf(desk: RealDesk, person: number, amount: string, more: Fields = {}) {
  const insured = desk.town.people.filter(({ plan }) => plan === "shiyan")[person];
  const item = desk.town.items.find(({ kind }) => kind === "drug");
  const begntime = new Date(desk.clock.ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
  return {
    druginfo: {
      psn_no: insured?.psnNo,
      mdtrt_cert_type: "02",
      mdtrt_cert_no: insured?.certNo,
      begntime,
      medfee_sumamt: amount,
      insutype: "310",
      acct_used_flag: "0",
      med_type: "41",
      ...more,
    },
    drugdetail: [
      {
        feedetl_sn: "1",
        med_list_codg: item?.code,
        fee_ocur_time: begntime,
        det_item_fee_sumamt: amount,
        cnt: "1",
        pric: amount,
      },
    ],
  };
}
