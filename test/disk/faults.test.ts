import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import type { Finding } from "../../src/app/terminal.ts";
import { createBooks, requestOf, valueOf } from "../app/test-desk.ts";
import type { Teller } from "./teller.ts";
import { buildShim, fillUp, mountSmall, openTeller, scratch } from "./teller.ts";

interface Done {
  readonly id: string;
  readonly number: number;
}

const fault = (code: string): unknown => ({
  fault: code,
  // Words for the cashier, with no path of this machine in them.
  message: expect.stringMatching(/^[^/]*[\u4E00-\u9FFF][^/]*$/u) as unknown,
});

/** Asks under one key until it is answered: the answers must be one. */
async function settledOnce(teller: Teller, key: string): Promise<Done> {
  const first = (await teller.say(`commit ${key}`)) as Done;
  expect(first).toEqual({ id: expect.any(String) as unknown, number: expect.any(Number) as unknown });
  expect(await teller.say(`commit ${key}`)).toEqual(first);
  return first;
}

/** Books that are whole, with the numbers from 1 to `count`, in this process or another. */
async function expectWhole(teller: Teller, count: number): Promise<void> {
  expect(await teller.say("numbers")).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  expect(await teller.say("verify")).toEqual([]);
}

function verified(dir: string): { readonly count: number; readonly findings: Finding[] } {
  const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
  try {
    const count = terminal.settlementsOf({ psnNo: null, day: null, limit: 10_000 }).length;
    return { count, findings: [...terminal.verify()] };
  } finally {
    terminal.close();
  }
}

describe("an fsync that fails in a commit", () => {
  test("leaves the outcome unknown until the books can be read again; then the key has one answer", async () => {
    const dir = scratch();
    createBooks(dir);
    const shim = buildShim("onestop.db");
    const teller = await openTeller(dir, shim.env);
    expect(await teller.say("commit a")).toMatchObject({ number: 1 });
    shim.order("fsync");
    expect(await teller.say("commit b")).toEqual(fault("OUTCOME_UNKNOWN"));
    // Nothing is answered from a connection that cannot be believed: not the same commit, another, nor a read.
    expect(await teller.say("commit b")).toEqual(fault("DISK_FAULT"));
    expect(await teller.say("commit c")).toEqual(fault("DISK_FAULT"));
    expect(await teller.say("preview")).toEqual(fault("DISK_FAULT"));
    shim.order("");
    expect((await settledOnce(teller, "b")).number).toBe(2);
    expect((await settledOnce(teller, "c")).number).toBe(3);
    await expectWhole(teller, 3);
    await teller.end();
    expect(verified(dir)).toEqual({ count: 3, findings: [] });
  });

  test("for a moment only is answered at once, with what the books say", async () => {
    const dir = scratch();
    createBooks(dir);
    const shim = buildShim("onestop.db");
    const teller = await openTeller(dir, shim.env);
    let count = 0;
    const answers = { told: 0, notWritten: 0 };
    for (const [at, key] of ["a", "b", "c", "d", "e", "f"].entries()) {
      // The fsync of the COMMIT, and every second time that of closing the file as well, which would drop the commit.
      shim.order(at % 2 === 0 ? "x" : "xx");
      const answer = (await teller.say(`commit ${key}`)) as Partial<Done>;
      const numbers = (await teller.say("numbers")) as number[];
      // What was answered is what is there.
      expect([
        fault("DISK_FAULT"),
        { id: expect.any(String) as unknown, number: numbers.length },
      ]).toContainEqual(answer);
      expect(numbers).toHaveLength(answer.number ?? count);
      answers[answer.number === undefined ? "notWritten" : "told"] += 1;
      shim.order("");
      count = (await settledOnce(teller, key)).number;
    }
    expect(count).toBe(6);
    await expectWhole(teller, 6);
    expect(answers).toEqual({ told: 3, notWritten: 3 });
  });

  test("and a kill before it was known leaves books that are whole, where the key has one answer", async () => {
    for (const order of ["fsync", "write"]) {
      const dir = scratch();
      createBooks(dir);
      const shim = buildShim("onestop.db");
      const teller = await openTeller(dir, shim.env);
      expect(await teller.say("commit a")).toMatchObject({ number: 1 });
      shim.order(order);
      expect(await teller.say("commit b")).toEqual(fault("OUTCOME_UNKNOWN"));
      await teller.end("SIGKILL");
      const next = await openTeller(dir);
      expect(next.opened).toEqual({ open: true });
      expect((await settledOnce(next, "b")).number).toBe(2);
      await expectWhole(next, 2);
    }
  });

  test("is met by the small state of a door as well, and the next call goes on", async () => {
    const dir = scratch();
    createBooks(dir);
    const shim = buildShim("onestop.db");
    const teller = await openTeller(dir, shim.env);
    shim.order("fsync");
    expect(await teller.say("keep x")).toEqual(fault("DISK_FAULT"));
    shim.order("");
    expect(await teller.say("keep x")).toEqual({ kept: true });
    await settledOnce(teller, "a");
    await expectWhole(teller, 1);
  });
});

describe("a full disk", () => {
  test("refuses a commit wherever it runs out, nothing half, and goes on when there is room", async () => {
    const mounted = mountSmall("8m");
    const dir = join(mounted, "data");
    const freeForInit = fillUp(mounted, 60);
    expect(() => createBooks(dir)).toThrow("磁盘已满");
    freeForInit();
    createBooks(dir);
    const teller = await openTeller(dir);
    await settledOnce(teller, "first");
    let count = 1;
    for (const pagesLeft of [0, 1, 2, 3, 5, 8]) {
      const free = fillUp(mounted, pagesLeft);
      const key = `left ${pagesLeft}`;
      expect(await teller.say(`commit ${key}`)).toEqual(fault("DISK_FULL"));
      expect(await teller.say("keep much")).toEqual(fault("DISK_FULL"));
      // What needs no room is still answered.
      expect(await teller.say("preview")).toEqual({ previewed: true });
      await expectWhole(teller, count);
      free();
      count += 1;
      expect((await settledOnce(teller, key)).number).toBe(count);
    }
    await expectWhole(teller, count);
    const free = fillUp(mounted, 4);
    const backup = join(mounted, "backup.db");
    expect(await teller.say(`backup ${backup}`)).toEqual(fault("DISK_FULL"));
    expect([existsSync(backup), existsSync(`${backup}.key`)]).toEqual([false, false]);
    await teller.end("SIGKILL");
    const refused = await openTeller(dir);
    expect([{ open: true }, fault("DISK_FULL")]).toContainEqual(refused.opened);
    await refused.end();
    free();
    expect(verified(dir)).toEqual({ count, findings: [] });
  });
});

describe("what may not be written", () => {
  test("a read-only file still answers; commits are refused and go on when it may be written again", async () => {
    const dir = scratch();
    createBooks(dir);
    const file = join(dir, "onestop.db");
    // Root may write what has no permission to be written: only the immutable mark stops it.
    const mark = (sign: "+" | "-"): boolean => spawnSync("chattr", [`${sign}i`, file]).status === 0;
    expect(mark("+")).toBe(true);
    onTestFinished(() => void mark("-"));
    const teller = await openTeller(dir);
    expect(teller.opened).toEqual({ open: true });
    expect(await teller.say("preview")).toEqual({ previewed: true });
    expect(await teller.say("commit a")).toEqual(fault("READ_ONLY"));
    expect(await teller.say("keep a")).toEqual(fault("READ_ONLY"));
    await expectWhole(teller, 0);
    await teller.end();
    expect(mark("-")).toBe(true);
    const next = await openTeller(dir);
    expect((await settledOnce(next, "a")).number).toBe(1);
    await expectWhole(next, 1);
  });

  test("a read-only directory is refused in words and is as before afterwards", async () => {
    const mounted = mountSmall("8m");
    const dir = join(mounted, "data");
    createBooks(dir);
    const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
    valueOf(terminal.commit(requestOf("a", {})));
    terminal.close();
    const mount = (mode: string): void => {
      expect(spawnSync("mount", ["-o", `remount,${mode}`, mounted]).status).toBe(0);
    };
    mount("ro");
    const teller = await openTeller(dir);
    expect(teller.opened).toEqual(fault("READ_ONLY"));
    mount("rw");
    expect(verified(dir)).toEqual({ count: 1, findings: [] });
  });
});
