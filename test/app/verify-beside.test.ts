import { cpSync, rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { openBeside, openDirectory } from "../../src/app/directory.ts";
import type { Finding } from "../../src/app/terminal.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { verifyBeside, verifyDirectory } from "../../src/app/verify-beside.ts";
import type { Left } from "../../src/app/verify.ts";
import { joinLefts, planOf, verify, verifyLeft, verifyRange, verifyRest } from "../../src/app/verify.ts";
import { booksOf } from "../../src/store/open-store.ts";
import {
  actor,
  createBooks,
  morning,
  requestOf,
  staff,
  temporaryDir,
  valueOf,
  withStaff,
} from "./test-desk.ts";

let clock: { ms: number };
/** The books as they were made. */
let made: string;
/** What is looked at: the desk's own directory, or a copy. */
let dir: string;
const options = (): Parameters<typeof openDirectory>[0] => ({
  dir,
  passphrase: null,
  clock: () => clock.ms,
});

/** Twelve sales of three people, the last two taken back, a closed day: one settlement per entry and a few others. */
beforeAll(() => {
  clock = { ms: morning };
  made = dir = temporaryDir();
  createBooks(made, { plan: "shiyan", moveIn: withStaff });
  const terminal = openTerminal(options());
  const sold: string[] = [];
  for (let at = 0; at < 12; at += 1) {
    const sample = { person: { psnNo: `P${at % 3}` }, items: [{ price: `${100 + at}.00` }] };
    sold.push(valueOf(terminal.commit(requestOf(`k${at}`, sample))).settlementId);
    clock.ms += 1000;
  }
  for (const settlementId of sold.slice(-2)) {
    const back = { idempotencyKey: `back ${settlementId}`, msgid: null, actor, settlementId };
    valueOf(terminal.reverse(back));
  }
  valueOf(terminal.closeDay("2024-05-10", staff.supervisor));
  terminal.close();
});
beforeEach(() => {
  dir = made;
});
afterEach(() => {
  if (dir !== made) rmSync(dir, { recursive: true });
});
afterAll(() => {
  rmSync(made, { recursive: true });
});

function inWords(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ what, id, reason }) => `${what} ${id} ${reason}`).toSorted();
}

function alone(): readonly string[] {
  const { ground, close } = openDirectory(options());
  const found = inWords([...verify(ground)]);
  close();
  return found;
}

/** As the threads do it, one part after the other. */
function inParts(parts: number): readonly string[] {
  const { ground, close } = openBesideWithRing();
  const { ranges, lastDay } = planOf(ground, parts);
  const found = [...verifyRest(ground)];
  const lefts: Left[] = [];
  for (const range of ranges) {
    const steps = verifyRange(ground, range);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) found.push(step.value);
    lefts.push(structuredClone(step.value));
  }
  found.push(...verifyLeft(ground, joinLefts(lefts), lastDay));
  close();
  return inWords(found);
}

async function beside(parts: number): Promise<readonly string[]> {
  const found: Finding[] = [];
  for await (const finding of verifyDirectory(options(), parts)) found.push(finding);
  return inWords(found);
}

/** Changes a copy of the books as somebody with a tool would, past what the file itself refuses. */
function changed(sql: string): void {
  dir = temporaryDir();
  cpSync(made, dir, { recursive: true });
  const books = new Sqlite(booksOf(dir));
  books.pragma("foreign_keys = OFF");
  const triggers = books.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) books.exec(`DROP TRIGGER ${name}`);
  books.exec(sql);
  for (const { sql: again } of triggers) books.exec(again);
  books.close();
}

/** Everything that a commit leaves behind, gone. */
function withoutSettlement(number: number): string {
  return ["messages", "tenders", "account_movements", "postings", "funding", "lines", "settlements"]
    .map((table) => `DELETE FROM ${table} WHERE number = ${number};`)
    .join("\n");
}

describe("verified in threads, the books", () => {
  test("are cut where the chain and the ledger are in step", () => {
    const { ground, close } = openDirectory(options());
    const { ranges, lastDay } = planOf(ground, 3);
    close();
    const ends = ranges.map(({ settlements, entries }) => [settlements, entries]);
    expect(ends).toHaveLength(3);
    expect(ends[0]?.map(({ from }) => from)).toEqual([1, 1]);
    for (const [at, stretches] of ends.slice(1).entries())
      expect(stretches.map(({ from }) => from - 1)).toEqual(ends[at]?.map(({ to }) => to));
    expect([ranges.at(-1)?.settlements.to, lastDay]).toEqual([14, "2024-05-10"]);
  });

  test("are clean in any number of parts when they are clean", async () => {
    expect([alone(), inParts(1), inParts(5), await beside(2)]).toEqual([[], [], [], []]);
  });

  test("have all found that is wrong, whichever thread meets it", async () => {
    changed(
      `UPDATE settlements SET operator = 'C999' WHERE number IN (2, 9); UPDATE day_closes SET totals = '{}';
       UPDATE audit SET subject = (SELECT id FROM settlements WHERE settlements.number = 15 - audit.number)
       WHERE number IN (3, 13); UPDATE postings SET before_value = before_value + 1 WHERE id = 5`,
    );
    const found = alone();
    expect(new Set(found.map((words) => words.split(" ")[0]))).toEqual(
      new Set(["accumulator", "audit", "day", "settlement"]),
    );
    expect(await beside(2)).toEqual(found);
  });

  test.each([
    ["a changed column", "UPDATE settlements SET operator = 'C999' WHERE number IN (2, 9)", 2],
    ["a changed line", "UPDATE lines SET id = 'other' WHERE number = 4", 1],
    ["a settlement that is missing", withoutSettlement(5), 2],
    ["the last settlement missing", withoutSettlement(14), 2],
    ["the settlement of a cut missing", withoutSettlement(8), 2],
    ["a chain that is cut", "DELETE FROM audit WHERE number = 6", 2],
    ["the first entries missing", "DELETE FROM audit WHERE number < 4", 2],
    ["an entry beside a cut missing", "DELETE FROM audit WHERE number IN (7, 8, 9)", 3],
    ["an entry that was changed", "UPDATE audit SET operator = 'C999' WHERE number = 8", 1],
    [
      "entries that change places",
      `UPDATE audit SET subject = (SELECT id FROM settlements WHERE settlements.number = 15 - audit.number)
       WHERE number IN (3, 13)`,
      2,
    ],
    ["an entry that names nothing", "UPDATE audit SET subject = 'nobody' WHERE number = 9", 2],
    ["a message of another", "UPDATE messages SET msgid = 'M1' WHERE number = 3", 1],
    ["a message that is missing", "DELETE FROM messages WHERE number = 11", 1],
    ["a day's totals", "UPDATE day_closes SET totals = '{}'", 2],
    ["a posting", "UPDATE postings SET before_value = before_value + 1 WHERE id = 5", 1],
  ])("give the same findings in one part and in several: %s", (_name, sql, least) => {
    changed(sql);
    const found = alone();
    expect(found.length).toBeGreaterThanOrEqual(least);
    for (const parts of [1, 2, 3, 14]) expect(inParts(parts)).toEqual(found);
  });

  test("are not changed by it, and an engine that has them open is not in the way", async () => {
    const { ground, ring, close } = openBesideWithRing();
    expect(() => ground.store.write(() => 1)).toThrow("open to be read");
    close();
    const terminal = openTerminal(options());
    try {
      const { signal } = new AbortController();
      const running = verifyBeside({ ...options(), ring, threads: 2, signal });
      const first = running.next();
      // What there is to verify is settled with the first call: the threads open on more than that.
      clock.ms += 86_400_000;
      for (let at = 0; at < 20; at += 1) {
        valueOf(terminal.commit(requestOf(`later ${at}`, { items: [{ price: "10.00" }] })));
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      valueOf(terminal.closeDay("2024-05-11", staff.supervisor));
      expect(await first).toEqual({ done: true, value: undefined });
      expect(await beside(2)).toEqual([]);
    } finally {
      terminal.close();
    }
  });

  test("are left alone when nobody waits for the rest, or the terminal is closed", async () => {
    changed("UPDATE settlements SET operator = 'C999'");
    for await (const { what } of verifyDirectory(options(), 2)) {
      expect(what).toBe("settlement");
      break;
    }
    const terminal = openTerminal(options());
    const next = terminal.verifyBeside().next();
    terminal.close();
    await expect(next).rejects.toThrow("abort");
  });
});

function openBesideWithRing() {
  const { ring, close } = openDirectory(options());
  close();
  return { ring, ...openBeside({ ...options(), ring }) };
}
