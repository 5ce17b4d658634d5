import { afterAll, beforeAll, expect, test } from "vitest";

import { demoIssuers } from "../../src/app/demo-issuers.ts";
import { issueVoucher } from "../../src/app/issue-voucher.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import { sampleVoucher } from "../wire/sample-voucher.ts";
import type { RealDesk, Template } from "./real-desk.ts";
import { makeTemplate, openRealDesk } from "./real-desk.ts";

let template: Template;
let desk: RealDesk;
beforeAll(async () => {
  template = makeTemplate();
  desk = await openRealDesk(template);
});
afterAll(async () => {
  await desk.close();
  template.remove();
});

function issue(psnNo: string, nonce: string): string {
  const issuedAt = desk.clock.ms / 1000;
  const head = { nonce: nonce.repeat(32), issuedAt, expiresAt: issuedAt + 600 };
  return issueVoucher(demoIssuers[1], sampleVoucher({ psnNo, asOf: "2026-12-01" }, head));
}

const person = (number: string) => ({ data: { mdtrt_cert_type: "01", mdtrt_cert_no: number } });

test("1101 takes an offline voucher; the same message gets the same answer, another a refusal", async () => {
  const voucher = issue("99100000300001", "a");
  const msgid = desk.newMsgid();
  const first = await desk.ask("1101", person(voucher), { msgid });
  expect([first.infcode, first.err_msg]).toEqual([0, ""]);
  expect(first.output).toMatchObject({
    baseinfo: { psn_no: "99100000300001", psn_name: "张示安", certno: "991101199003070018" },
    insuinfo: [{ balc: "1234.56", insutype: "310" }],
  });
  const same = await desk.ask("1101", person(voucher), { msgid });
  expect(same.output).toEqual(first.output);
  const other = await desk.ask("1101", person(voucher));
  expect([other.infcode, other.err_msg.split(" ")[0]]).toEqual([-2, "VOUCHER_USED"]);
  const entry = desk.logged.join("\n");
  expect(entry).not.toContain("OSV1");
});

test("1101 says of a voucher that is too long what it is, and of another long number that it is too long", async () => {
  const reply = await desk.ask("1101", person(`OSV1:${"A".repeat(5000)}`));
  expect([reply.infcode, reply.err_msg.split(" ")[0]]).toEqual([-2, "VOUCHER_TOO_LONG"]);
  const long = await desk.ask("1101", person("9".repeat(51)));
  expect([long.infcode, long.err_msg]).toEqual([-2, expect.stringMatching(/^CLAIM_INVALID .*50/)]);
});

test("the verb of the screens takes it, too", async () => {
  const rpc = openRpc(desk.terminal);
  const credential = { type: "01", number: issue("99100000300002", "b"), cardSn: null };
  expect(await rpc("identify", credential)).toMatchObject({
    ok: true,
    value: { psnNo: "99100000300002", account: { balance: "1234.56" } },
  });
  expect(await rpc("identify", credential)).toMatchObject({
    ok: false,
    refusal: { code: "VOUCHER_USED" },
  });
});
