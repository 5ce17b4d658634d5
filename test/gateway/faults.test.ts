import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import type { PersonFacts } from "../../src/app/people.ts";
import type { CatalogueItem } from "../../src/app/terminal.ts";
import { serve } from "../../src/gateway/server.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import { morning, openTestDesk } from "../app/test-desk.ts";
import { envelopeOf } from "./knock.ts";

/** A pharmacy sale of one item to one person. */
function saleOf(person: PersonFacts | undefined, item: CatalogueItem | undefined): object {
  return {
    druginfo: {
      psn_no: person?.psnNo,
      mdtrt_cert_type: "02",
      mdtrt_cert_no: person?.certNo,
      begntime: "2024-05-10 10:00:00",
      medfee_sumamt: item?.price,
      insutype: person?.insutype,
      acct_used_flag: "1",
      med_type: "41",
    },
    drugdetail: [
      {
        feedetl_sn: "1",
        med_list_codg: item?.code,
        fee_ocur_time: "2024-05-10 10:00:00",
        det_item_fee_sumamt: item?.price,
        cnt: "1",
        pric: item?.price,
      },
    ],
  };
}

test("damaged books are told at both doors by their code, in words, without a path, and the doors stay open", async () => {
  const town = demoTown();
  const [item] = town.items;
  const person = town.people.find((one) => one.plan === "shiyan");
  const desk = openTestDesk((ground) => settleTown(ground, { ...town, items: town.items.slice(0, 2) }));
  onTestFinished(() => desk.close());
  desk.terminal.close();
  const db = new Sqlite(join(desk.dir, "onestop.db"));
  db.exec("UPDATE catalogue SET price = '0.01' WHERE id = 1");
  db.close();
  const token = "test-token-that-is-long-enough-to-be-one";
  const logged: string[] = [];
  const serving = await serve({
    terminal: desk.reopen(),
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    port: 0,
    lan: null,
    demandsSignIn: false,
    now: () => morning,
    log: (line) => void logged.push(line),
  });
  onTestFinished(async () => await serving.close());
  const post = async (path: string, body: unknown): Promise<{ status: number; text: string }> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${serving.url}${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const found = await post("/rpc/findItem", { code: item?.code, serviceDate: "2024-05-10" });
  expect(found.status).toBe(503);
  expect(JSON.parse(found.text)).toMatchObject({ ok: false, refusal: { code: "DAMAGED" } });
  const institution = desk.terminal.institution;
  const send = async (
    infno: string,
    input: unknown,
    serial: number,
  ): Promise<{ infcode: number; err_msg: string }> => {
    const msgid = formatMsgid(institution.code, morning, serial);
    const { text } = await post("/fsi/api", { ...envelopeOf({ institution }, infno, msgid), input });
    return JSON.parse(text) as { infcode: number; err_msg: string };
  };
  const told = await send("2102", saleOf(person, item), 1);
  expect([told.infcode, told.err_msg]).toEqual([
    -1,
    expect.stringMatching(/^DAMAGED .*请用原 msgid 重发或以 2601 冲正$/),
  ]);
  expect([found.text, told.err_msg, ...logged].filter((text) => text.includes(desk.dir))).toEqual([]);
  expect(logged.some((line) => line.includes('"code":"DAMAGED"'))).toBe(true);
  const signedIn = await send("9001", { signIn: { opter_no: "C001", mac: "", ip: "127.0.0.1" } }, 2);
  expect(signedIn.infcode).toBe(0);
});
