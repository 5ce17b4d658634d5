import { existsSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";

import { openOutbox, recoverKeys, renewRecovery } from "../../src/app/keys.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { migrations } from "../../src/store/migrations.ts";
import { booksOf } from "../../src/store/open-store.ts";
import { changeBooks, version1Books } from "../store/version-1-books.ts";
import { morning } from "./test-desk.ts";

const all = { psnNo: null, day: null, limit: 100 };

function optionsOf(dir: string) {
  return { dir, passphrase: null, clock: () => morning + 2 * 86_400_000 };
}

test("a file of the first version comes forward: its messages are written anew and can be sent", () => {
  const options = optionsOf(version1Books());
  const terminal = openTerminal(options);
  const settlements = terminal.settlementsOf(all);
  expect(terminal.unsent(100).map(({ number }) => number)[0]).toBe(1);
  terminal.close();
  const outbox = openOutbox(options.dir, options.clock);
  const { messages, outOfReach } = outbox.all();
  outbox.close();
  expect(outOfReach).toBe(0);
  expect(messages.map(({ msgid }) => msgid)).toEqual(settlements.map(({ msgid }) => msgid).toReversed());
  for (const { message, number } of messages)
    expect(message.envelope.infno).toBe(
      settlements.find((one) => one.number === number)?.kind === "sale" ? "2207" : "2208",
    );
  // The file as it was is still there, and a recovery key can be had from now on.
  const old = new Sqlite(`${booksOf(options.dir)}.before-${migrations.at(-1)?.version ?? 0}`, {
    readonly: true,
  });
  onTestFinished(() => void old.close());
  expect(old.pragma("user_version", { simple: true })).toBe(1);
  expect(existsSync(join(options.dir, "onestop.recovery"))).toBe(false);
  recoverKeys(options, renewRecovery(options));
  const again = openTerminal(options);
  expect([...again.verify()]).toEqual([]);
  again.close();
});

test("a message of the first version whose settlement no longer reads is left, named, and keeps nothing shut", () => {
  const dir = version1Books();
  changeBooks(dir, "settlements", "UPDATE settlements SET sealed = zeroblob(60) WHERE number = 1");
  const terminal = openTerminal(optionsOf(dir));
  onTestFinished(() => terminal.close());
  expect(terminal.unsent(100).map(({ number }) => number)).not.toContain(1);
  const found = [...terminal.verify()].map(({ what }) => what);
  expect(found).toContain("settlement");
  expect(found).toContain("message");
});
