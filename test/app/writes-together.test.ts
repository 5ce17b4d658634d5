import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import type { Terminal } from "../../src/app/terminal.ts";
import type { Turns } from "../../src/app/turns.ts";
import { turnsOf } from "../../src/app/turns.ts";
import { writesTogether } from "../../src/app/writes-together.ts";
import { StoreError } from "../../src/store/store-error.ts";
import type { TestDesk } from "./test-desk.ts";
import { openTestDesk, requestOf, valueOf } from "./test-desk.ts";

function openDesk(people: readonly string[]): {
  readonly desk: TestDesk;
  readonly msgids: readonly string[];
} {
  const desk = openTestDesk();
  onTestFinished(() => desk.close());
  const msgids = people.map(
    (psnNo, at) => valueOf(desk.terminal.commit(requestOf(`k${at}`, { person: { psnNo } }))).msgid,
  );
  return { desk, msgids };
}

/** What somebody beside the engine reads in its books: only what is committed. */
function stateBeside(desk: TestDesk, msgid: string): unknown {
  const db = new Sqlite(join(desk.dir, "onestop.db"), { readonly: true });
  const state = db.prepare("SELECT state FROM messages WHERE msgid = ?").pluck().get(msgid);
  db.close();
  return state;
}

/** Counts transactions, each with how many works it was given. */
function counted({ each }: Pick<Terminal, "each">, counts: number[]): Pick<Terminal, "each"> {
  return {
    each: (works) => {
      counts.push(works.length);
      return each(works);
    },
  };
}

test("works that come at once are one transaction, and each is told when it is in the books", async () => {
  const { desk, msgids } = openDesk(["P1", "P2", "P3"]);
  const counts: number[] = [];
  const write = writesTogether(counted(desk.terminal, counts), turnsOf());
  const seen = await Promise.all(
    msgids.map(async (msgid) => {
      await write(() => desk.terminal.markSent(msgid));
      return stateBeside(desk, msgid);
    }),
  );
  expect(seen).toEqual(["sent", "sent", "sent"]);
  expect(counts).toEqual([3]);
});

test("one that throws goes back alone", async () => {
  const { desk, msgids } = openDesk(["P1", "P2"]);
  const [one = "", two = ""] = msgids;
  const write = writesTogether(desk.terminal, turnsOf());
  const done = await Promise.allSettled([
    write(() => {
      desk.terminal.markSent(one);
      throw new Error("changed its mind");
    }),
    write(() => desk.terminal.markSent(two)),
  ]);
  expect(done.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect([stateBeside(desk, one), stateBeside(desk, two)]).toEqual(["pending", "sent"]);
});

test("a fault of the disk is everybody's, and the next write is served", async () => {
  const { desk, msgids } = openDesk(["P1", "P2"]);
  const disk = { isBroken: true };
  const each: Terminal["each"] = (works) => {
    if (!disk.isBroken) return desk.terminal.each(works);
    // As a COMMIT that fails: every work was run, and nothing of it is there.
    const undone = (): void => {
      for (const work of works) work();
      throw new Error("rolled back");
    };
    desk.terminal.each([undone]);
    throw new StoreError("DISK_FAULT", "broken");
  };
  const write = writesTogether({ each }, turnsOf());
  const mark = async (msgid: string): Promise<void> => await write(() => desk.terminal.markSent(msgid));
  const done = await Promise.allSettled(msgids.map(mark));
  expect(done.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(msgids.map((msgid) => stateBeside(desk, msgid))).toEqual(["pending", "pending"]);
  disk.isBroken = false;
  await Promise.all(msgids.map(mark));
  expect(msgids.map((msgid) => stateBeside(desk, msgid))).toEqual(["sent", "sent"]);
});

test("what does not fit into a turn is done in the next, in its order", async () => {
  const { desk, msgids } = openDesk(["P1", "P2", "P3"]);
  const order: string[] = [];
  const turns: Turns = { ...turnsOf(), pieceMs: () => 0 };
  const write = writesTogether(desk.terminal, turns);
  await Promise.all(
    msgids.map(async (msgid, at) => {
      await write(() => {
        desk.terminal.markSent(msgid);
        order.push(`${at}`);
      });
      order.push(`told ${at}`);
    }),
  );
  expect(order).toEqual(["0", "told 0", "1", "told 1", "2", "told 2"]);
});
