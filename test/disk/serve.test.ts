import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { formatMsgid } from "../../src/wire/msgid.ts";
import { actor, createBooks, institution, requestOf } from "../app/test-desk.ts";
import { serveDirectory } from "../cli/served.ts";
import { envelopeOf } from "../gateway/knock.ts";
import { buildShim, fillUp, mountSmall, scratch } from "./teller.ts";

function saleOf(key: string): object {
  const { claim, tenders } = requestOf(key, { items: [{ price: "10.00" }] });
  return { claim, idempotencyKey: key, previewHash: null, tenders, actor };
}

test("on a disk whose fsync takes 20 ms longer a preview waits for one commit, not for all", async () => {
  const dir = scratch();
  createBooks(dir);
  const shim = buildShim("onestop.db");
  const served = await serveDirectory(dir, shim.env);
  shim.order("slow 20000");
  const commits = 40;
  const ended: number[] = [];
  const settle = async (): Promise<void> => {
    for (let at = 0; at < commits; at += 1) {
      const answer = await served.rpc("commit", saleOf(`sale ${at}`));
      expect(answer.ok).toBe(true);
      ended.push(at);
    }
  };
  const waited: number[] = [];
  const look = async (): Promise<void> => {
    const { claim } = saleOf("look") as { claim: unknown };
    while (ended.length < commits) {
      const before = ended.length;
      const answer = await served.rpc("preview", { claim });
      expect(answer.ok).toBe(true);
      waited.push(ended.length - before);
    }
  };
  // One desk settles without a pause, another looks.
  await Promise.all([settle(), look()]);
  console.log(
    `slow disk: ${waited.length} previews in ${commits} commits, ${Math.max(...waited)} in the longest`,
  );
  expect(waited.length).toBeGreaterThanOrEqual(commits / 2);
  // The commit that was there before it, and one that was told of meanwhile.
  expect(Math.max(...waited)).toBeLessThanOrEqual(2);
  expect(readFileSync(shim.countFile, "utf8").length).toBeGreaterThanOrEqual(commits);
  await served.stop();
});

test("a full disk is told at both doors by its code, with the way on and without a path", async () => {
  const mounted = mountSmall("8m");
  const dir = join(mounted, "data");
  createBooks(dir);
  const served = await serveDirectory(dir);
  const free = fillUp(mounted, 0);
  const refused = await served.rpc("commit", saleOf("a"));
  expect(refused).toMatchObject({ ok: false, refusal: { code: "DISK_FULL" } });
  const visit = {
    infno: "9001",
    input: { signIn: { opter_no: "C001", mac: "", ip: "127.0.0.1" } },
  };
  const msgid = formatMsgid(institution.code, Date.now(), 1);
  const envelope = { ...envelopeOf({ institution }, visit.infno, msgid), input: visit.input };
  const told = await served.text("/fsi/api", envelope);
  expect(JSON.parse(told)).toMatchObject({
    infcode: -1,
    err_msg: expect.stringMatching(/^DISK_FULL .*用原 msgid 重发/) as unknown,
  });
  for (const text of [told, JSON.stringify(refused)]) {
    expect(text).not.toContain(mounted);
    expect(text).not.toContain("onestop.db");
  }
  free();
  expect(await served.rpc("commit", saleOf("a"))).toMatchObject({ ok: true, value: { number: 1 } });
  expect(JSON.parse(await served.text("/fsi/api", envelope))).toMatchObject({ infcode: 0 });
  await served.stop();
});
