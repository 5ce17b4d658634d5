import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { backupDirectory, restoreDirectory } from "../../src/app/backup.ts";
import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { salvageDirectory } from "../../src/app/salvage.ts";
import type { Committed } from "../../src/app/terminal.ts";
import { shippedPackFiles, supplementFile } from "../../src/cli/pack-files.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { jsonLines, runOnestop } from "../cli/run-onestop.ts";
import { runsOf } from "../runs.ts";
import { actor, createBooks, morning, requestOf, temporaryDir, valueOf } from "./test-desk.ts";

const spares = [
  ...shippedPackFiles().map((file) => ({ kind: "pack" as const, file })),
  { kind: "supplement" as const, file: supplementFile("demo") },
];

/** Of one region: books that are mostly ledger, and quick to open. */
const onePack = shippedPackFiles().filter(({ name }) => name.includes("shiyan"));

const openAt = (dir: string): ReturnType<typeof openTerminal> =>
  openTerminal({ dir, passphrase: null, clock: () => morning });

const everything = { psnNo: null, day: null, limit: 10_000 };

function newDir(): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** What a desk can be asked: settlements, people with balances and accumulators, prices. */
interface Told {
  readonly settlements: ReadonlyMap<string, Committed>;
  readonly people: ReadonlyMap<string, unknown>;
}

const town = demoTown();
const people = town.people.filter((one) => one.plan === "shiyan" && one.person["inpatientStay"] === null);
const watched = people.slice(0, 12);

function ask(terminal: ReturnType<typeof openTerminal>): Told {
  const all = terminal.settlementsOf(everything);
  return {
    settlements: new Map(all.map((one) => [one.settlementId, one])),
    people: new Map(watched.map(({ psnNo }) => [psnNo, terminal.personByNo(psnNo)])),
  };
}

/** Sales of a dozen people, one reversed, one refunded in part; closed in order, or left with everything in the log. */
function busyBooks(dir: string, sales: number): void {
  const small = { ...town, people: people.slice(0, 40), items: town.items.slice(0, 60) };
  createBooks(dir, { packs: onePack, moveIn: (ground) => settleTown(ground, small) });
  const terminal = openAt(dir);
  const ids: string[] = [];
  for (let at = 0; at < sales; at += 1) {
    const one = watched[at % watched.length];
    const person = { ...one?.person, psnNo: one?.psnNo ?? "" };
    const account = { use: true, balance: "60.00", family: [] };
    const items = [{ price: `${100 + at * 7}.34`, qty: "2", traceCodes: [`TRACE${at}`] }];
    ids.push(valueOf(terminal.commit(requestOf(`k${at}`, { person, account, items }))).settlementId);
  }
  const back = (at: number) => ({
    settlementId: ids.at(at) ?? "",
    idempotencyKey: `back ${at}`,
    msgid: null,
    actor,
  });
  valueOf(terminal.reverse(back(-1)));
  valueOf(terminal.refund({ ...back(-2), items: [{ id: "1", qty: "1" }] }));
  terminal.close();
}

/** A copy of a directory, without the lock of its engine. */
function copyOf(dir: string, to: string, names: readonly string[]): void {
  mkdirSync(to, { recursive: true });
  for (const name of names) if (existsSync(join(dir, name))) copyFileSync(join(dir, name), join(to, name));
}

const files = ["onestop.db", "onestop.key", "onestop.anchor", "onestop.db-wal"];

type Outcome = "refused" | "found" | "harmless";

/** Opens and verifies; what stays silent must tell what the whole books tell. */
function outcomeOf(dir: string, whole: Told): Outcome {
  const terminal = orNull(() => openAt(dir));
  if (terminal === null) return "refused";
  try {
    if ([...terminal.verify()].length > 0) return "found";
    expect(ask(terminal)).toEqual(whole);
    return "harmless";
  } finally {
    terminal.close();
  }
}

/** null for a refusal in words; anything else thrown fails the test. */
function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}

/** Carries over what can be, and holds it to the whole books: the same, or named. */
function expectHonest(dir: string, to: string, whole: Told): "refused" | number {
  const salvaged = orNull(() =>
    salvageDirectory({ dir, passphrase: null, clock: () => morning }, to, spares),
  );
  if (salvaged === null) return "refused";
  expect(salvaged.whole).toBe(false);
  const named = JSON.stringify(salvaged.findings);
  const terminal = openAt(to);
  const told = ask(terminal);
  let lost = 0;
  for (const [id, original] of whole.settlements) {
    const kept = told.settlements.get(id);
    lost += kept === undefined ? 1 : 0;
    const isNamed =
      named.includes(id) || named.includes(`number ${original.number}"`) || named.includes('"audit"');
    // Kept as it was, or named as missing; one that was reversed by a lost settlement stands again, and that is named.
    expect(kept === undefined ? isNamed : kept.settlement).toEqual(
      kept === undefined ? true : original.settlement,
    );
  }
  expect([...told.settlements.keys()].filter((id) => !whole.settlements.has(id))).toEqual([]);
  const isNamed = /"person"|"accumulator"|"settlement"|"audit"/.test(named);
  // Where nothing is named nothing is lost, and the new books know it.
  const isWhole = salvaged.findings.every((finding) => finding.what === "file");
  expect(isWhole ? [...terminal.verify()] : []).toEqual([]);
  expect(isNamed ? whole.people : told.people).toEqual(whole.people);
  terminal.close();
  return lost;
}

/** A directory with its log as a kill leaves it: nothing of the last sales is in the file yet. */
function killedBooks(dir: string, sales: number): readonly string[] {
  const live = `${dir}-live`;
  createBooks(live, { packs: onePack });
  const terminal = openAt(live);
  const ids = Array.from(
    { length: sales },
    (_, at) =>
      valueOf(terminal.commit(requestOf(`k${at}`, { items: [{ price: `${10 + at}.00` }] }))).settlementId,
  );
  copyOf(live, dir, files);
  terminal.close();
  return ids;
}

describe("a log that has lost its end", () => {
  test("whole is played in; flipped, cut or gone is refused, with the number of entries that are missing", () => {
    const base = newDir();
    const dir = join(base, "killed");
    const ids = killedBooks(dir, 8);
    const log = readFileSync(join(dir, "onestop.db-wal"));
    const states: readonly (readonly [string, (file: string) => void])[] = [
      [
        "flipped near its end",
        (file) => writeFileSync(file, log.with(log.length - 5000, (log.at(-5000) ?? 0) ^ 1)),
      ],
      ["flipped near its start", (file) => writeFileSync(file, log.with(300, (log[300] ?? 0) ^ 1))],
      ["cut", (file) => truncateSync(file, Math.floor(log.length / 2))],
      ["gone", (file) => rmSync(file)],
    ];
    const counts = states.map(([name, damage]) => {
      const damaged = join(base, name);
      copyOf(dir, damaged, files);
      damage(join(damaged, "onestop.db-wal"));
      const logOf = (): Buffer | null => {
        const file = join(damaged, "onestop.db-wal");
        const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
        return bytes.length === 0 ? null : bytes;
      };
      const before = logOf();
      expect(() => openAt(damaged)).toThrow(/^账本缺少最近 \d+ 条审计记录（第 \d+ 至 9 条）/);
      // The refusal leaves the evidence where it is.
      expect(logOf()).toEqual(before);
      const to = `${damaged} new`;
      const { findings } = salvageDirectory(
        { dir: damaged, passphrase: null, clock: () => morning },
        to,
        spares,
      );
      const terminal = openAt(to);
      const kept = terminal.settlementsOf(everything).map((one) => one.settlementId);
      expect([...terminal.verify()]).toEqual([]);
      terminal.close();
      expect(kept.toReversed()).toEqual(ids.slice(0, kept.length));
      // The first entry is that of the set-up.
      const first = kept.length + 2;
      const id = first === 9 ? "9" : `${first}-9`;
      expect(findings).toEqual([{ what: "audit", id, reason: "审计记录缺失或损坏" }]);
      return kept.length;
    });
    expect(counts[0]).toBe(7);
    expect(counts.slice(1).every((count) => count < 7)).toBe(true);
    const terminal = openAt(dir);
    expect([terminal.settlementsOf(everything).length, [...terminal.verify()]]).toEqual([8, []]);
    terminal.close();
  });

  test("books changed for older ones, or emptied, are refused as well; restored ones are not", () => {
    const base = newDir();
    const dir = join(base, "books");
    createBooks(dir, { packs: onePack });
    const backup = join(base, "backup.db");
    backupDirectory(dir, backup);
    const terminal = openAt(dir);
    valueOf(terminal.commit(requestOf("a", {})));
    terminal.close();
    copyFileSync(backup, join(dir, "onestop.db"));
    expect(() => openAt(dir)).toThrow("缺少最近 1 条审计记录（第 2 至 2 条）");
    truncateSync(join(dir, "onestop.db"), 0);
    expect(() => openAt(dir)).toThrow("缺少最近 2 条审计记录（第 1 至 2 条）");
    rmSync(join(dir, "onestop.db"));
    restoreDirectory(backup, dir);
    const restored = openAt(dir);
    expect([restored.settlementsOf(everything), [...restored.verify()]]).toEqual([[], []]);
    valueOf(restored.commit(requestOf("b", {})));
    restored.close();
    // A note that was damaged itself vouches for nothing.
    const anchor = join(dir, "onestop.anchor");
    const text = readFileSync(anchor, "latin1");
    writeFileSync(anchor, text.replace(/0(\d) /, "1$1 "));
    expect(() => openAt(dir)).toThrow("审计锚点文件已损坏");
    writeFileSync(anchor, text);
    openAt(dir).close();
  });

  test("an anchor behind the books, as a power cut leaves it, is no reason to refuse", () => {
    const base = newDir();
    const dir = join(base, "books");
    createBooks(dir, { packs: onePack });
    const anchor = join(dir, "onestop.anchor");
    const old = readFileSync(anchor);
    const terminal = openAt(dir);
    valueOf(terminal.commit(requestOf("a", {})));
    terminal.close();
    const now = readFileSync(anchor);
    expect(now.equals(old)).toBe(false);
    for (const text of [old, Buffer.alloc(0)]) {
      writeFileSync(anchor, text);
      const again = openAt(dir);
      expect([...again.verify()]).toEqual([]);
      again.close();
      expect(readFileSync(anchor).equals(now)).toBe(true);
    }
  });
});

test("onestop salvage names what is lost; whole books are left alone", async () => {
  const base = newDir();
  const dir = join(base, "killed");
  killedBooks(dir, 3);
  const to = join(base, "new");
  expect(await runOnestop(["salvage", "--data", dir])).toMatchObject({ code: 2 });
  const whole = await runOnestop(["salvage", "--data", dir, "--to", to]);
  expect([whole.code, jsonLines(whole.out)]).toEqual([0, [{ ok: true, whole: true }]]);
  expect(existsSync(to)).toBe(false);
  const file = join(dir, "onestop.db");
  const bytes = readFileSync(file);
  // The pages of the newest rows: what is read from the back of the file first.
  bytes.fill(0xa5, bytes.length - 3 * 4096);
  writeFileSync(file, bytes);
  const run = await runOnestop(["salvage", "--data", dir, "--to", to]);
  expect(run.code).toBe(1);
  const lines = jsonLines(run.out);
  expect(lines.at(-1)).toMatchObject({ ok: true, whole: false, data: to });
  expect(run.err).toContain("请主管逐条核对");
  const again = await runOnestop(["salvage", "--data", dir, "--to", to]);
  expect(again).toMatchObject({ code: 1, out: "" });
  expect(again.err).toMatch(/^EXISTS /);
}, 60_000);

describe("damaged books", () => {
  test("flipped bits and pages are refused, found, or change no answer; what is salvaged is as it was", () => {
    // The same flips every time, which have found faults before; ONESTOP_SEED looks at others.
    const seed = Number(process.env["ONESTOP_SEED"] ?? 328_926_474);
    const base = newDir();
    const dir = join(base, "books");
    busyBooks(dir, 24);
    const terminal = openAt(dir);
    const whole = ask(terminal);
    expect([...terminal.verify()]).toEqual([]);
    terminal.close();
    const bytes = readFileSync(join(dir, "onestop.db"));
    const counts = { refused: 0, found: 0, harmless: 0 };
    const salvaged = { refused: 0, carried: 0, lost: 0 };
    const runs = runsOf(240);
    for (let run = 0; run < runs; run += 1) {
      const stride = Math.floor(bytes.length / runs);
      const at = run * stride + (((seed % 10_007) * 31 + run * 7919) % stride);
      const changed = Buffer.from(bytes);
      const length = run % 4 === 0 ? 512 : 1;
      for (let byte = at; byte < Math.min(at + length, changed.length); byte += 1)
        changed[byte] = (changed[byte] ?? 0) ^ (1 << ((seed + run) % 8));
      const damaged = join(base, `flip${run}`);
      copyOf(dir, damaged, files);
      writeFileSync(join(damaged, "onestop.db"), changed);
      const outcome = outcomeOf(damaged, whole);
      counts[outcome] += 1;
      if (outcome !== "harmless" && run % 3 === 0) {
        const lost = expectHonest(damaged, join(base, `new${run}`), whole);
        salvaged[lost === "refused" ? "refused" : "carried"] += 1;
        salvaged.lost += lost === "refused" ? 0 : lost;
      }
      rmSync(damaged, { recursive: true });
      rmSync(join(base, `new${run}`), { recursive: true, force: true });
    }
    console.log(`flips, seed ${seed}: ${JSON.stringify(counts)}, salvaged ${JSON.stringify(salvaged)}`);
    expect(counts.found).toBeGreaterThan(0);
    expect(salvaged.carried).toBeGreaterThan(0);
  }, 180_000);
});
