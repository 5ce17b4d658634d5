import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { migrations } from "../../src/store/migrations.ts";
import { definePartsOfName } from "../../src/store/name-parts.ts";
import { booksOf, openStore } from "../../src/store/open-store.ts";
import { version1Books } from "./version-1-books.ts";

const keyOf = (at: number): Buffer => Buffer.alloc(16, at);
const valueOf = (at: number): Buffer => Buffer.alloc(3000, at);

/** Books as the fifth version of the file left them, with states under these keys, kept at ten times their number. */
function version5Books(states: readonly number[]): string {
  const dir = version1Books();
  const db = new Sqlite(booksOf(dir));
  definePartsOfName(db);
  for (const { version, sql } of migrations) if (version > 1 && version <= 5) db.exec(sql);
  db.pragma("user_version = 5");
  db.exec("DELETE FROM door_state");
  const add = db.prepare("INSERT INTO door_state (state_key, kind, kept_ms, sealed) VALUES (?, ?, ?, ?)");
  for (const at of states) add.run(keyOf(at), at % 2 === 0 ? "visit" : "answer", at * 10, valueOf(at));
  db.close();
  return dir;
}

test("states of the fifth version come forward, each under its key, with its kind and age, nobody's", () => {
  const store = openStore(version5Books([4, 1, 3, 2]));
  onTestFinished(() => store.close());
  for (const at of [1, 2, 3, 4]) expect(store.doorState.read(keyOf(at))).toEqual(valueOf(at));
  expect(store.doorState.of(keyOf(4), 10)).toEqual([]);
  store.write(() => {
    expect(store.doorState.prune("visit", 40, 10)).toBe(1);
    expect(store.doorState.prune("answer", 31, 10)).toBe(2);
    expect(store.doorState.prune("answer", 31, 10)).toBe(0);
  });
  expect([1, 2, 3, 4].map((at) => store.doorState.read(keyOf(at)) !== undefined)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test("what is somebody's is listed in the order in which it was first kept, the newest of many", () => {
  const store = openStore(version5Books([1]));
  onTestFinished(() => store.close());
  const owner = keyOf(200);
  const put = (at: number, of: Buffer | null): void =>
    store.doorState.put({ key: keyOf(at), kind: "visit", keptMs: 1000 - at, owner: of, sealed: valueOf(at) });
  const listed = (limit: number): (number | undefined)[] =>
    store.doorState.of(owner, limit).map(({ key }) => key[0]);
  store.write(() => {
    for (const at of [9, 2, 5, 7]) put(at, owner);
    put(6, null);
    put(8, keyOf(201));
    // What comes from before takes its owner when it is kept again, and stays where it was.
    put(1, owner);
    put(9, owner);
  });
  expect(listed(10)).toEqual([1, 9, 2, 5, 7]);
  expect(listed(2)).toEqual([5, 7]);
  store.write(() => store.doorState.drop(keyOf(5)));
  expect(listed(10)).toEqual([1, 9, 2, 7]);
});
