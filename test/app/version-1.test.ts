import { existsSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { openOutbox, recoverKeys, renewRecovery } from "../../src/app/keys.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import { actor, openTestDesk, requestOf, valueOf } from "./test-desk.ts";
import { takeBackToVersion1 } from "./version-1.ts";

const visit: Sample = { items: [{ price: "812.34", qty: "2" }] };
const stay: Sample = {
  ...visit,
  plan: "hengyang",
  medType: "21",
  stay: { admitted: "2024-05-03", discharged: "2024-05-10" },
  person: { psnNo: "P2" },
};

test("a file of the first version comes forward: its messages are written anew and can be sent", () => {
  const desk = openTestDesk();
  onTestFinished(() => desk.close());
  const [one, two] = [visit, stay].map((sample, at) =>
    valueOf(desk.terminal.commit(requestOf(`k${at}`, sample))),
  );
  const settlementId = two?.settlementId ?? "";
  valueOf(desk.terminal.reverse({ settlementId, idempotencyKey: "back", msgid: null, actor }));
  const before = desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 10 });
  desk.terminal.close();
  const options = { dir: desk.dir, passphrase: null, clock: () => desk.clock.ms };
  const written = openOutbox(desk.dir, options.clock);
  const { messages } = written.all();
  written.close();
  expect(messages.map(({ message }) => message.envelope.infno)).toEqual(["2207", "2304", "2305"]);
  takeBackToVersion1(desk.dir);

  desk.reopen();
  expect([...desk.terminal.verify()]).toEqual([]);
  expect(desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 10 })).toEqual(before);
  expect(desk.terminal.unsent(10).map(({ msgid }) => msgid)).toEqual([one?.msgid, two?.msgid]);
  desk.terminal.close();
  const outbox = openOutbox(desk.dir, options.clock);
  expect(outbox.all()).toEqual({ messages, outOfReach: 0 });
  outbox.close();
  // The file as it was is still there, and a recovery key can be had from now on.
  const old = new Sqlite(join(desk.dir, "onestop.db.before-2"), { readonly: true });
  expect(old.pragma("user_version", { simple: true })).toBe(1);
  old.close();
  expect(existsSync(join(desk.dir, "onestop.recovery"))).toBe(false);
  recoverKeys(options, renewRecovery(options));
  desk.reopen();
  expect([...desk.terminal.verify()]).toEqual([]);
});

test("a message of the first version whose settlement no longer reads is left, named, and keeps nothing shut", () => {
  const desk = openTestDesk();
  onTestFinished(() => desk.close());
  valueOf(desk.terminal.commit(requestOf("k1", visit)));
  valueOf(desk.terminal.commit(requestOf("k2", { person: { psnNo: "P2" } })));
  desk.terminal.close();
  takeBackToVersion1(desk.dir);
  const db = new Sqlite(join(desk.dir, "onestop.db"));
  const trigger = db
    .prepare("SELECT sql FROM sqlite_schema WHERE name = 'settlements_no_update'")
    .pluck()
    .get();
  db.exec(
    `DROP TRIGGER settlements_no_update; UPDATE settlements SET sealed = zeroblob(60) WHERE number = 1; ${String(trigger)}`,
  );
  db.close();
  desk.reopen();
  expect(desk.terminal.unsent(10).map(({ number }) => number)).toEqual([2]);
  expect([...desk.terminal.verify()].map(({ what }) => what)).toEqual(["settlement", "message"]);
});
