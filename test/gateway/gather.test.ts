import { readFileSync } from "node:fs";

import { afterAll, describe, expect, test } from "vitest";

import { gather } from "../../src/gateway/gather.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { makeTemplate, openRealDesk, saleOf } from "./real-desk.ts";

describe("gathering", () => {
  test("what comes in one turn is answered at once, in order, so many at a time; each gets its own answer", async () => {
    const batches: (readonly number[])[] = [];
    const ask = gather(3, (questions: readonly number[]) => {
      batches.push(questions);
      return questions.map((one) => one * 10);
    });
    expect(await Promise.all([1, 2, 3, 4, 5].map(ask))).toEqual([10, 20, 30, 40, 50]);
    expect(await ask(6)).toBe(60);
    expect(batches).toEqual([[1, 2, 3], [4, 5], [6]]);
  });

  test("what is thrown is thrown at everybody who was asked for, and at nobody else", async () => {
    const ask = gather(2, (questions: readonly number[]) => {
      if (questions.includes(2)) throw new Error("two");
      return questions;
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map(ask));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
  });
});

const template = makeTemplate();
afterAll(template.remove);

/** How many transactions the log holds: a frame that ends one tells the size of the file. */
function transactionsIn(log: Buffer): number {
  const [head, frame] = [32, 24 + 4096];
  const salt = log.subarray(16, 24);
  let ended = 0;
  for (let at = head; at + frame <= log.length && log.subarray(at + 8, at + 16).equals(salt); at += frame)
    if (log.readUInt32BE(at + 4) > 0) ended += 1;
  return ended;
}

test("messages of several tills share one transaction; one that fails takes no other with it", async () => {
  const desk = await openRealDesk(template, { limits: { restMs: 60_000 } });
  const log = (): number => transactionsIn(readFileSync(`${booksOf(desk.dir)}-wal`));
  expect((await desk.ask("2102", saleOf(desk, 3, "10.00"))).infcode).toBe(0);
  const before = log();
  const same = { msgid: desk.newMsgid() };
  const [one, two, unknown, again, wrong] = await Promise.all([
    desk.ask("2102", saleOf(desk, 4, "20.00")),
    desk.ask("2102", saleOf(desk, 5, "30.00"), same),
    desk.ask("2199", {}),
    desk.ask("2102", saleOf(desk, 5, "30.00"), same),
    desk.ask("2102", saleOf(desk, 6, "31.00"), same),
  ]);
  expect([one, two, unknown, again, wrong].map(({ infcode }) => infcode)).toEqual([0, 0, -2, 0, -2]);
  expect(again.output.setlinfo["setl_id"]).toBe(two.output.setlinfo["setl_id"]);
  expect(log() - before).toBe(1);
  expect([...desk.terminal.verify()]).toEqual([]);
  await desk.close();
});
