import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";

import { backupDirectory, restoreDirectory } from "../../src/app/backup.ts";
import type { DemoPerson } from "../../src/app/demo-people.ts";
import { demoTown } from "../../src/app/demo-town.ts";
import type { OpenDirectory } from "../../src/app/directory.ts";
import { openDirectory } from "../../src/app/directory.ts";
import type { KeyWrap } from "../../src/app/key-file.ts";
import { readRing, writeRing } from "../../src/app/key-file.ts";
import { nextRing } from "../../src/app/key-ring.ts";
import { openOutbox, recoverKeys, renewRecovery, rewrapKeys, rotateKeys } from "../../src/app/keys.ts";
import type { Ground } from "../../src/app/ground.ts";
import { addOperator } from "../../src/app/operators.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { receivePerson } from "../../src/app/people.ts";
import type { Committed } from "../../src/app/terminal.ts";
import { openVault } from "../../src/app/vault.ts";
import { actor, createBooks, morning, requestOf, temporaryDir, valueOf } from "./test-desk.ts";

const town = demoTown();
const [first, second] = town.people
  .filter(({ plan, person }) => plan === "shiyan" && person["inpatientStay"] === null)
  .slice(0, 2) as [DemoPerson, DemoPerson];

/** Who is needed here: the whole town takes longer than the tests. */
function moveIn(ground: Ground): void {
  for (const operator of town.operators) addOperator(ground, operator);
  for (const person of town.people) if (person === first || person === second) receivePerson(ground, person);
}

interface Books {
  readonly dir: string;
  readonly recoveryKey: string;
  readonly options: OpenDirectory;
  readonly settlements: readonly Committed[];
}

/** Books of a small day: a town, sales of two people, a reversal, an open visit of the door. */
function books(wrapped: { readonly passphrase?: string; readonly keyWrap?: KeyWrap } = {}): Books {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const recoveryKey = createBooks(dir, { ...wrapped, moveIn }) ?? "";
  const options = {
    dir,
    passphrase: wrapped.passphrase ?? null,
    keyWrap: wrapped.keyWrap,
    clock: () => morning,
  };
  const terminal = openTerminal(options);
  for (const [at, one] of [first, second, first].entries()) {
    const person = { ...one.person, psnNo: one.psnNo };
    valueOf(terminal.commit(requestOf(`k${at}`, { person, items: [{ price: "812.34", qty: "2" }] })));
  }
  const [last] = terminal.settlementsOf({ psnNo: null, day: null, limit: 1 });
  const settlementId = last?.settlementId ?? "";
  valueOf(terminal.reverse({ settlementId, idempotencyKey: "back", msgid: null, actor }));
  terminal.keepState("visit", "V1", { psnNo: first.psnNo });
  const settlements = terminal.settlementsOf({ psnNo: null, day: null, limit: 100 });
  terminal.close();
  return { dir, recoveryKey, options, settlements };
}

/** All of it is there: settlements with explanations, people by number and card, the door's state, a clean verify. */
function expectWhole({ settlements }: Books, options: OpenDirectory): void {
  const terminal = openTerminal(options);
  try {
    expect(terminal.settlementsOf({ psnNo: null, day: null, limit: 100 })).toEqual(settlements);
    const found = valueOf(terminal.identify({ type: "02", number: first.certNo, cardSn: null }));
    expect(found).toMatchObject({ psnNo: first.psnNo, name: first.name });
    expect(terminal.readState("visit", "V1")).toEqual({ psnNo: first.psnNo });
    expect(valueOf(terminal.signIn({ operator: "S001", pin: "112358", desk: "D1" }))).toMatchObject({
      name: "示范主管",
    });
    expect([...terminal.verify()]).toEqual([]);
    expect(terminal.unsent(10).map(({ number }) => number)).toEqual([1, 2]);
  } finally {
    terminal.close();
  }
}

function lose(dir: string, ...files: readonly string[]): void {
  for (const file of files) rmSync(join(dir, file));
}

describe("the keys are lost and come back", () => {
  test("the key file is gone: the recovery key brings everything back", () => {
    const made = books();
    lose(made.dir, "onestop.key", "outbox.key");
    expect(() => openTerminal(made.options)).toThrow("恢复密钥");
    recoverKeys(made.options, made.recoveryKey);
    expectWhole(made, made.options);
    expect(statSync(join(made.dir, "onestop.key")).mode & 0o777).toBe(0o600);
  });

  test.each(["", "{}", '{"format":"onestop-key/2","wrap":"none","keys":"00"}'])(
    "a damaged key file (%s) is refused and recovered from",
    (text) => {
      const made = books();
      writeFileSync(join(made.dir, "onestop.key"), text);
      expect(() => openTerminal(made.options)).toThrow("密钥文件已损坏");
      recoverKeys(made.options, made.recoveryKey);
      expectWhole(made, made.options);
    },
  );

  test("the passphrase is forgotten: the recovery key sets another one", () => {
    const made = books({ passphrase: "old words of ours" });
    const other = { ...made.options, passphrase: "new words of ours" };
    expect(() => openTerminal(other)).toThrow("口令不正确");
    recoverKeys(other, made.recoveryKey);
    expectWhole(made, other);
    expect(() => openTerminal(made.options)).toThrow("口令不正确");
  });

  test("as people write: small letters, blanks, O for 0 and I for 1; a slip names its group", () => {
    const made = books();
    lose(made.dir, "onestop.key");
    const groups = made.recoveryKey.split("-");
    expect(groups.map((group) => group.length)).toEqual(Array.from({ length: 8 }, () => 5));
    const slip = (group: string): string => `${group.startsWith("7") ? "8" : "7"}${group.slice(1)}`;
    const wrong = groups.map((group, at) => (at === 4 ? slip(group) : group));
    expect(() => recoverKeys(made.options, wrong.join("-"))).toThrow("第 5 组有误");
    const swapped = [...groups.slice(0, 6), groups[7], groups[6]].join("-");
    expect(() => recoverKeys(made.options, swapped)).toThrow(/第 [78] 组有误/);
    expect(() => recoverKeys(made.options, groups.slice(1).join("-"))).toThrow("8 组");
    const sloppy = groups.join("  ").toLowerCase().replaceAll("0", "o").replaceAll("1", "l");
    recoverKeys(made.options, ` ${sloppy} `);
    expectWhole(made, made.options);
  });

  test("another directory's recovery key, or the one before, opens nothing and changes nothing", () => {
    const made = books();
    const other = books();
    const before = readFileSync(join(made.dir, "onestop.key"));
    expect(() => recoverKeys(made.options, other.recoveryKey)).toThrow("不是本数据目录现行的");
    const renewed = renewRecovery(made.options);
    expect(() => recoverKeys(made.options, made.recoveryKey)).toThrow("即作废");
    expect(readFileSync(join(made.dir, "onestop.key")).equals(before)).toBe(false);
    lose(made.dir, "onestop.key");
    recoverKeys(made.options, renewed);
    expectWhole(made, made.options);
    // The recovery file of another directory, with its own key: its keys do not fit these books.
    writeFileSync(join(made.dir, "onestop.recovery"), readFileSync(join(other.dir, "onestop.recovery")));
    const kept = readFileSync(join(made.dir, "onestop.key"));
    expect(() => recoverKeys(made.options, other.recoveryKey)).toThrow("密钥与账本不符");
    expect(readFileSync(join(made.dir, "onestop.key")).equals(kept)).toBe(true);
  });

  test("a backup without its key file comes back by the recovery file beside it", () => {
    const made = books();
    const to = join(made.dir, "copy.db");
    backupDirectory(made.dir, to);
    expect(readdirSync(made.dir).filter((name) => name.startsWith("copy.db"))).toEqual([
      "copy.db",
      "copy.db.key",
      "copy.db.recovery",
    ]);
    rmSync(`${to}.key`);
    const dir = join(temporaryDir(), "restored");
    onTestFinished(() => rmSync(join(dir, ".."), { recursive: true }));
    expect(restoreDirectory(to, dir)).toBe(false);
    const there = { ...made.options, dir };
    expect(() => openTerminal(there)).toThrow("恢复密钥");
    recoverKeys(there, made.recoveryKey);
    expectWhole(made, there);
  });
});

describe("everything is lost: no key file, no passphrase, no recovery key", () => {
  test("names and claims are gone; amounts, lines, accumulators and days are not; unsent messages are sent", () => {
    const made = books({ passphrase: "words that nobody knows" });
    lose(made.dir, "onestop.key", "onestop.recovery");
    expect(() => openTerminal(made.options)).toThrow("恢复密钥");
    const db = new Sqlite(join(made.dir, "onestop.db"), { readonly: true });
    const one = (sql: string): unknown => db.prepare(sql).get();
    // Lost: what is sealed by the data key opens by no other.
    const { sealed, owner } = one("SELECT sealed, person_key AS owner FROM persons LIMIT 1") as {
      sealed: Buffer;
      owner: Buffer;
    };
    expect(() => openVault([Buffer.alloc(32)]).open("person", owner.toString("hex"), sealed)).toThrow(
      "打不开",
    );
    // Not lost: every amount, to the fen, of each settlement and of the day.
    const rows = db
      .prepare<[], { id: string; total: number; fund: number; cash: number }>(
        "SELECT id, total_fen AS total, fund_total_fen AS fund, cash_fen AS cash FROM settlements ORDER BY number DESC",
      )
      .all();
    expect(rows).toEqual(
      made.settlements.map(({ settlementId: id, settlement: { split } }) => ({
        id,
        total: split.total,
        fund: split.fundTotal,
        cash: split.cash,
      })),
    );
    expect(one("SELECT sum(total_fen) AS total FROM settlements WHERE committed_day = '2024-05-10'")).toEqual(
      {
        total: 2 * 2 * 81_234,
      },
    );
    expect(one("SELECT count(*) AS lines FROM lines")).toEqual({ lines: 4 });
    expect(
      one("SELECT after_value AS used FROM postings WHERE accumulator = 'outpatient.deductible' LIMIT 1"),
    ).toEqual({ used: 50_000 });
    db.close();

    // Still sent: each message opens by the outbox's own key, in the order of the ledger.
    const outbox = openOutbox(made.dir, () => morning);
    expect(outbox.all().messages.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(JSON.stringify(outbox.all())).toContain(first.psnNo);
    for (;;) {
      const [next] = outbox.unsent(1);
      if (next === undefined) break;
      outbox.markSent(next.msgid);
      outbox.markAnswered(next.msgid, { state: "confirmed", centreVisitId: "1", centreSettlementId: "2" });
    }
    expect(outbox.all()).toEqual({ messages: [], outOfReach: 0 });
    outbox.close();
  });
});

describe("rotation", () => {
  test("new values have a new key, what may change is sealed anew, everything reads as before", () => {
    const made = books();
    const before = readRing(made.dir, made.options);
    expect([rotateKeys(made.options), rotateKeys(made.options)]).toEqual([2, 3]);
    expectWhole(made, made.options);
    const after = readRing(made.dir, made.options);
    expect(after.dataKeys.slice(0, 1)).toEqual(before.dataKeys);
    const db = new Sqlite(join(made.dir, "onestop.db"), { readonly: true });
    const generations = (sql: string): unknown[] => db.prepare(sql).pluck().all();
    for (const [table, column] of [
      ["persons", "sealed"],
      ["person_facts", "sealed"],
      ["operators", "name_sealed"],
      ["door_state", "sealed"],
      ["messages", "payload"],
    ] as const)
      expect(generations(`SELECT DISTINCT hex(substr(${column}, 1, 1)) FROM ${table}`)).toEqual(["03"]);
    expect(generations("SELECT DISTINCT hex(substr(sealed, 1, 1)) FROM settlements")).toEqual(["01"]);
    db.close();
    // A repeated request is still found, and a new settlement is sealed by the new key.
    const terminal = openTerminal(made.options);
    const person = { ...first.person, psnNo: first.psnNo };
    const again = requestOf("k0", { person, items: [{ price: "812.34", qty: "2" }] });
    expect(valueOf(terminal.commit(again)).number).toBe(1);
    valueOf(terminal.commit(requestOf("after", { person })));
    expect([...terminal.verify()]).toEqual([]);
    terminal.close();
  });

  test("the key file from before is refused by name; the recovery key opens the newest keys", () => {
    const made = books();
    const old = readFileSync(join(made.dir, "onestop.key"));
    const held = books();
    rotateKeys(made.options);
    writeFileSync(join(made.dir, "onestop.key"), old);
    expect(() => openTerminal(made.options)).toThrow("轮换之前的旧文件");
    writeFileSync(join(made.dir, "onestop.key"), readFileSync(join(held.dir, "onestop.key")));
    expect(() => openTerminal(made.options)).toThrow("密钥与账本不符");
    recoverKeys(made.options, made.recoveryKey);
    expectWhole(made, made.options);
  });

  test("the keys from before open nothing that the rotation sealed anew", () => {
    const made = books();
    const { dataKeys } = readRing(made.dir, made.options);
    rotateKeys(made.options);
    const db = new Sqlite(join(made.dir, "onestop.db"), { readonly: true });
    const rows = db
      .prepare<[], { sealed: Buffer; owner: Buffer }>("SELECT sealed, person_key AS owner FROM persons")
      .all();
    db.close();
    for (const { sealed, owner } of rows)
      expect(() => openVault(dataKeys).open("person", owner.toString("hex"), sealed)).toThrow("打不开");
  });

  test("interrupted after the new keys were written, it is finished when the books open next", () => {
    const made = books();
    const ring = readRing(made.dir, made.options);
    writeRing(made.dir, nextRing(ring), made.options);
    lose(made.dir, "onestop.recovery");
    expectWhole(made, made.options);
    const opened = openDirectory(made.options);
    const actions = opened.ground.store.audit.next(0, 100).map(({ action }) => action);
    opened.close();
    expect(actions.filter((action) => action === "rotateKeys")).toHaveLength(1);
    lose(made.dir, "onestop.key");
    recoverKeys(made.options, made.recoveryKey);
    expectWhole(made, made.options);
  });
});

/** Stands in for the key store of a system: what it wraps only it unwraps. */
function standInWrap(): KeyWrap & { locked: boolean } {
  const mask = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  const self = {
    locked: false,
    wrap: mask,
    unwrap: (wrapped: Buffer): Buffer => {
      if (self.locked) throw new Error("the user said no");
      return mask(wrapped);
    },
  };
  return self;
}

test("a rotation leaves what stands around the keys as it is", () => {
  const made = books();
  // The variable is set, but nobody has asked for these words around the keys.
  rotateKeys({ ...made.options, passphrase: "words in the air" });
  renewRecovery({ ...made.options, passphrase: "words in the air" });
  expectWhole(made, made.options);
  const wrapped = { ...made.options, passphrase: "words of ours" };
  rewrapKeys(made.options, wrapped);
  rotateKeys(wrapped);
  expect(() => openTerminal(made.options)).toThrow("ONESTOP_PASSPHRASE");
  expectWhole(made, wrapped);
});

describe("the system's key store", () => {
  test("wraps the keys; without it, or locked, nothing opens; the recovery key does without", () => {
    const keyWrap = standInWrap();
    const made = books({ keyWrap });
    expectWhole(made, made.options);
    const held = readFileSync(join(made.dir, "onestop.key"), "utf8");
    const [dataKey] = readRing(made.dir, made.options).dataKeys;
    expect(held).not.toContain(Buffer.from(dataKey?.toString("hex") ?? "").toString("hex"));
    const headless = { ...made.options, keyWrap: undefined };
    expect(() => openTerminal(headless)).toThrow("系统钥匙串");
    keyWrap.locked = true;
    expect(() => openTerminal(made.options)).toThrow("系统钥匙串打不开");
    recoverKeys(headless, made.recoveryKey);
    expectWhole(made, headless);
    rewrapKeys(headless, { passphrase: null, keyWrap });
    keyWrap.locked = false;
    rotateKeys(made.options);
    expectWhole(made, made.options);
  });
});

test("a lost or foreign outbox.key is written anew from the key file", () => {
  const made = books();
  const held = readFileSync(join(made.dir, "outbox.key"));
  expect(statSync(join(made.dir, "outbox.key")).mode & 0o777).toBe(0o600);
  lose(made.dir, "outbox.key");
  expect(() => openOutbox(made.dir, () => morning)).toThrow("outbox.key");
  expectWhole(made, made.options);
  expect(readFileSync(join(made.dir, "outbox.key")).equals(held)).toBe(true);
  writeFileSync(join(made.dir, "outbox.key"), readFileSync(join(books().dir, "outbox.key")));
  const foreign = openOutbox(made.dir, () => morning);
  expect(foreign.all()).toEqual({ messages: [], outOfReach: 4 });
  foreign.close();
  expectWhole(made, made.options);
  expect(readFileSync(join(made.dir, "outbox.key")).equals(held)).toBe(true);
});
