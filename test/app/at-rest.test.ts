import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";

import { backupDirectory, restoreDirectory } from "../../src/app/backup.ts";
import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import { readRing } from "../../src/app/key-file.ts";
import { rewrapKeys, rotateKeys } from "../../src/app/keys.ts";
import type { KeyRing } from "../../src/app/key-ring.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import type { Finding } from "../../src/app/terminal.ts";
import { openVault } from "../../src/app/vault.ts";
import { runsOf } from "../runs.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, createBooks, openTestDesk, requestOf, temporaryDir, valueOf } from "./test-desk.ts";

const key = Buffer.alloc(32, 7);

describe("vault", () => {
  test("opens what it sealed, only as what it was sealed, and never a changed byte", () => {
    const vault = openVault([key]);
    const sealed = vault.seal("person", "row", "王示安");
    expect(vault.open("person", "row", sealed)).toBe("王示安");
    expect(vault.seal("person", "row", "王示安").equals(sealed)).toBe(false);
    expect(() => vault.open("facts", "row", sealed)).toThrow("打不开");
    expect(() => vault.open("person", "other", sealed)).toThrow("打不开");
    expect(() => openVault([Buffer.alloc(32)]).open("person", "row", sealed)).toThrow("打不开");
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => vault.open("person", "row", changed)).toThrow("打不开");
    }
  });

  test("the wrapping key changes, the data key stays; a wrong passphrase opens nothing", () => {
    const dir = temporaryDir();
    onTestFinished(() => rmSync(dir, { recursive: true }));
    createBooks(dir, { passphrase: "old words" });
    const ringOf = (passphrase: string | null): KeyRing => readRing(dir, { passphrase });
    const ring = ringOf("old words");
    const rewrap = (from: string | null, to: string | null): void =>
      rewrapKeys({ dir, passphrase: from, clock: Date.now }, { passphrase: to });
    rewrap("old words", "new words");
    expect(ringOf("new words")).toEqual(ring);
    expect(() => ringOf("old words")).toThrow("口令不正确");
    expect(() => ringOf(null)).toThrow("ONESTOP_PASSPHRASE");
    const held = readFileSync(join(dir, "onestop.key"), "utf8");
    for (const one of [...ring.dataKeys, ...ring.outboxKeys]) expect(held).not.toContain(one.toString("hex"));
    rewrap("new words", null);
    expect(ringOf(null)).toEqual(ring);
  });
});

/** A desk with the demo town, some sales, one reversal and one refund. */
function busyDesk(): TestDesk {
  const desk = openTestDesk((ground) => settleTown(ground, demoTown()));
  onTestFinished(() => desk.close());
  const people = demoTown().people.filter(
    (one) => one.plan === "shiyan" && one.person["inpatientStay"] === null,
  );
  for (const [at, one] of people.slice(0, 8).entries()) {
    const account = { use: true, balance: "60.00", family: [] };
    const person = { ...one.person, psnNo: one.psnNo };
    valueOf(
      desk.terminal.commit(requestOf(`k${at}`, { person, account, items: [{ price: "812.34", qty: "2" }] })),
    );
  }
  const [last, before] = desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 2 });
  const back = (
    id: string,
  ): { settlementId: string; idempotencyKey: string; msgid: null; actor: typeof actor } => ({
    settlementId: id,
    idempotencyKey: `back ${id}`,
    msgid: null,
    actor,
  });
  valueOf(desk.terminal.reverse(back(last?.settlementId ?? "")));
  valueOf(desk.terminal.refund({ ...back(before?.settlementId ?? ""), items: [{ id: "1", qty: "1" }] }));
  return desk;
}

describe("data directory", () => {
  test("holds no personal value in clear: not in the books, their log, nor a backup", () => {
    const desk = busyDesk();
    const [person] = demoTown().people;
    desk.terminal.keepState("visit", person?.psnNo ?? "", { certNo: person?.certNo });
    desk.terminal.close();
    rotateKeys({ dir: desk.dir, passphrase: null, clock: () => desk.clock.ms });
    desk.reopen();
    // An answered message and one on its way, in the log beside the books.
    const [first, next] = desk.terminal.unsent(2).map(({ msgid }) => msgid);
    for (const msgid of [first ?? "", next ?? ""]) desk.terminal.markSent(msgid);
    desk.terminal.markAnswered(first ?? "", { state: "rejected" });
    desk.terminal.backup(join(desk.dir, "backup.db"));
    const names = readdirSync(desk.dir);
    const files = names.map((name) => join(desk.dir, name));
    expect(names).toEqual(
      expect.arrayContaining([
        "backup.db",
        "backup.db.key",
        "backup.db.recovery",
        "onestop.db",
        "onestop.db-wal",
        "onestop.key",
        "onestop.recovery",
        "outbox.key",
      ]),
    );
    // The outbox's keys lie in clear: they stay where the books are.
    expect(names).not.toContain("backup.db.outbox");
    const bytes = Buffer.concat([Buffer.from(names.join("\n")), ...files.map((name) => readFileSync(name))]);
    for (const { name, certNo, cardNo, psnNo, token } of demoTown().people.filter((_, at) => at % 5 === 0)) {
      for (const value of [name, certNo, cardNo, psnNo, token])
        expect(value === null ? -1 : bytes.indexOf(value)).toBe(-1);
    }
    for (const { name, pin } of demoTown().operators)
      expect([bytes.indexOf(name), bytes.indexOf(pin)]).toEqual([-1, -1]);
    // The search itself works: what is not personal is found.
    expect(bytes.indexOf("十堰示范医院")).toBeGreaterThan(0);
    for (const name of files) expect(statSync(name).mode & 0o077).toBe(0);
    expect(desk.terminal.readState("visit", person?.psnNo ?? "")).toEqual({ certNo: person?.certNo });
    desk.terminal.dropState("visit", person?.psnNo ?? "");
    expect(desk.terminal.readState("visit", person?.psnNo ?? "")).toBeUndefined();
  });

  test("a backup restores to the same settlements and a clean verify", () => {
    const desk = busyDesk();
    const to = join(temporaryDir(), "backup.db");
    const all = desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 100 });
    backupDirectory(desk.dir, to);
    expect(() => backupDirectory(desk.dir, to)).toThrow("已存在");
    const dir = join(temporaryDir(), "restored");
    restoreDirectory(to, dir);
    expect(() => restoreDirectory(to, dir)).toThrow("已有账本");
    const restored = openTerminal({ dir, passphrase: null, clock: () => desk.clock.ms });
    expect(restored.settlementsOf({ psnNo: null, day: null, limit: 100 })).toEqual(all);
    expect([...restored.verify()]).toEqual([]);
    restored.close();
  });

  test("a backup that was cut short can be made again; another backup's key is never written over", () => {
    const desk = busyDesk();
    const folder = temporaryDir();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const to = join(folder, "backup.db");
    copyFileSync(join(desk.dir, "onestop.key"), `${to}.key`);
    writeFileSync(`${to}.part`, "the first half");
    backupDirectory(desk.dir, to);
    expect(readdirSync(folder).toSorted()).toEqual(["backup.db", "backup.db.key", "backup.db.recovery"]);
    restoreDirectory(to, join(folder, "restored"));
    const other = join(folder, "other.db");
    writeFileSync(`${other}.key`, "of some other backup");
    expect(() => backupDirectory(desk.dir, other)).toThrow("已存在");
  });

  test("a copy is for its owner only, whatever it was made from", () => {
    const desk = busyDesk();
    const folder = temporaryDir();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const to = join(folder, "backup.db");
    backupDirectory(desk.dir, to);
    for (const file of [to, `${to}.key`]) chmodSync(file, 0o644);
    const dir = join(folder, "restored");
    restoreDirectory(to, dir);
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o077).toBe(0);
  });

  test("nothing is restored or set up beside the log of lost books", () => {
    const desk = busyDesk();
    const folder = temporaryDir();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const to = join(folder, "backup.db");
    backupDirectory(desk.dir, to);
    const dir = join(folder, "restored");
    mkdirSync(dir);
    copyFileSync(join(desk.dir, "onestop.db-wal"), join(dir, "onestop.db-wal"));
    expect(() => restoreDirectory(to, dir)).toThrow("已有账本");
    expect(() => createBooks(dir)).toThrow("已有账本");
  });

  test("a changed amount, posting, chain entry or catalogue row is found by verify", () => {
    const desk = busyDesk();
    const file = join(desk.dir, "onestop.db");
    const tamper = (table: string, sql: string): Finding[] => {
      desk.terminal.close();
      const db = new Sqlite(file);
      const trigger = db
        .prepare<[string], { sql: string }>("SELECT sql FROM sqlite_schema WHERE name = ?")
        .get(`${table}_no_update`);
      db.exec(`DROP TRIGGER IF EXISTS ${table}_no_update; ${sql}; ${trigger?.sql ?? ""}`);
      db.close();
      return [...desk.reopen().verify()];
    };
    const amount = "total_fen = total_fen + 100, in_scope_fen = in_scope_fen + 100";
    const more = "personal_fen = personal_fen + 100, cash_fen = cash_fen + 100";
    const first = tamper("settlements", `UPDATE settlements SET ${amount}, ${more} WHERE number = 1`);
    expect(first.map((one) => one.what)).toEqual(["settlement"]);
    const second = tamper("postings", "UPDATE postings SET after_value = after_value - 1 WHERE number = 2");
    expect(second.map((one) => one.what)).toContain("settlement");
    const third = tamper("audit", "UPDATE audit SET operator = 'X' WHERE number = 3");
    expect(third.filter((one) => one.what === "audit")).toHaveLength(1);
    const fourth = tamper("none", "UPDATE catalogue SET price = '0.01' WHERE code = 'XD00001'");
    expect(fourth.at(-1)).toMatchObject({ what: "file", id: "XD00001" });
    expect(() => desk.terminal.findItem("XD00001", "2024-05-10")).toThrow("已损坏");
  });

  test("a flipped bit anywhere in the file is refused, found, or changes no answer", () => {
    const desk = busyDesk();
    const all = desk.terminal.settlementsOf({ psnNo: null, day: null, limit: 100 });
    const backup = join(desk.dir, "whole.db");
    desk.terminal.backup(backup);
    const bytes = readFileSync(backup);
    const counts = { refused: 0, found: 0, harmless: 0 };
    const runs = runsOf(24);
    for (let run = 0; run < runs; run += 1) {
      const dir = join(desk.dir, `flip${run}`);
      mkdirSync(dir);
      const changed = Buffer.from(bytes);
      const at = Math.floor(((run + 0.5) * bytes.length) / runs) + run;
      changed[at] = (changed[at] ?? 0) ^ (1 << (run % 8));
      writeFileSync(join(dir, "onestop.db"), changed);
      copyFileSync(join(desk.dir, "onestop.key"), join(dir, "onestop.key"));
      counts[outcomeOf(dir, desk.clock.ms, JSON.stringify(all))] += 1;
    }
    console.log(`flipped bits: ${JSON.stringify(counts)}`);
    expect(counts.found).toBeGreaterThan(0);
  });
});

function outcomeOf(dir: string, ms: number, all: string): "refused" | "found" | "harmless" {
  const open = (): ReturnType<typeof openTerminal> | null => {
    try {
      return openTerminal({ dir, passphrase: null, clock: () => ms });
    } catch {
      return null;
    }
  };
  const terminal = open();
  if (terminal === null) return "refused";
  try {
    if ([...terminal.verify()].length > 0) return "found";
    // Nothing found: then nothing may be different.
    expect(JSON.stringify(terminal.settlementsOf({ psnNo: null, day: null, limit: 100 }))).toBe(all);
    return "harmless";
  } finally {
    terminal.close();
  }
}
