import { array, assert, nat, oneof, property, record, constant } from "fast-check";
import { expect, test } from "vitest";

import { openQueueOf } from "../../src/app/open-queue.ts";
import type { OpenMessageRow } from "../../src/store/messages.ts";

/** Messages as a table has them, that counts what is read of it. */
function books() {
  const rows: { readonly person: number; isOpen: boolean }[] = [];
  let reads = 0;
  const rowOf = (number: number): OpenMessageRow => ({
    msgid: `M${number}`,
    number,
    origin: "terminal",
    infno: "2102",
    state: "pending",
    payload_key: 1,
    payload: Buffer.alloc(0),
    payload_digest: null,
    tries: 0,
    sent_at: null,
    answered_at: null,
    centre_settlement: null,
    centre_visit: null,
    person_key: Buffer.from([rows[number - 1]?.person ?? 0]),
    original_msgid: null,
    original_state: null,
    original_settlement: null,
    original_visit: null,
  });
  const open = (): number[] => rows.flatMap(({ isOpen }, at) => (isOpen ? [at + 1] : []));
  return {
    rows,
    readsSoFar: () => reads,
    queue: openQueueOf(() => ({
      openAfter: (after) => open().flatMap((number) => (number > after ? [rowOf(number)] : [])),
      openAt: (number) => {
        reads += 1;
        return rows[number - 1]?.isOpen === true ? rowOf(number) : undefined;
      },
    })),
    /** The same, by looking at everything. */
    naive: (limit: number, isWanted: (msgid: string) => boolean): number[] => {
      const seen = new Set<number>();
      const heads = open().filter((number) => {
        const person = rows[number - 1]?.person ?? 0;
        const isFirst = !seen.has(person);
        seen.add(person);
        return isFirst;
      });
      return heads.filter((number) => isWanted(`M${number}`)).slice(0, limit);
    },
  };
}

const everyone = (): boolean => true;

test("whatever is sold and answered, in any order: the oldest open one of each person, in the order of the ledger", () => {
  const step = oneof(
    record({ does: constant("sell" as const), which: nat(4) }),
    record({ does: constant("answer" as const), which: nat(60) }),
    record({ does: constant("look" as const), which: nat(6) }),
  );
  const always = property(array(step, { maxLength: 60 }), (steps) => {
    const { rows, queue, naive } = books();
    for (const { does, which } of steps) {
      if (does === "sell") rows.push({ person: which, isOpen: true });
      const answered = does === "answer" ? rows[which] : undefined;
      if (answered !== undefined) answered.isOpen = false;
      if (does !== "look") continue;
      const isWanted = (msgid: string): boolean => Number(msgid.slice(1)) % 3 !== 0;
      for (const wanted of [everyone, isWanted])
        expect(queue.heads(which, wanted).map(({ number }) => number)).toEqual(naive(which, wanted));
    }
  });
  assert(always, { numRuns: 500 });
});

test("a queue of any length is left by reading each message about once, not all of them every time", () => {
  const { rows, queue, readsSoFar } = books();
  const [people, each] = [4, 500];
  for (let at = 0; at < people * each; at += 1) rows.push({ person: at % people, isOpen: true });
  for (let left = rows.length; left > 0;) {
    const heads = queue.heads(8, everyone);
    expect(heads).toHaveLength(people);
    for (const { number } of heads) {
      const row = rows[number - 1];
      if (row !== undefined) row.isOpen = false;
    }
    left -= heads.length;
  }
  expect(readsSoFar()).toBeLessThanOrEqual(2 * people * each);
});
