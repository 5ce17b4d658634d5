import { rmSync } from "node:fs";

import { expect, onTestFinished, test } from "vitest";

import { demoTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { receivePerson } from "../../src/app/people.ts";
import type { Fen } from "../../src/base/money.ts";
import { addFen, fen, parseFen, subtractFen, zeroFen } from "../../src/base/money.ts";
import type { Served } from "../cli/served.ts";
import { serveDirectory } from "../cli/served.ts";
import { actor, createBooks, requestOf, temporaryDir } from "./test-desk.ts";

/** What one commit was answered. */
interface Answer {
  readonly number: number;
  readonly settlementId: string;
  readonly psnNo: string;
  readonly settlement: {
    readonly split: { readonly fundTotal: string };
    readonly accumulators: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
  };
}

/** A commit as its client saw it. */
interface Seen {
  readonly client: number;
  readonly begun: number;
  readonly ended: number;
  readonly answer: Answer;
}

const clients = 8;
/** ONESTOP_RACE_COMMITS asks for more. */
const commitsEach = Number(process.env["ONESTOP_RACE_COMMITS"] ?? 500);
const cap = parseFen("3000.00");
/** Of the year's deductible nothing is left, of the cap less than will be asked for. */
const opened = fen(300_000 - commitsEach * 60);
const persons = demoTown()
  .people.filter((one) => one.plan === "shiyan" && one.person["inpatientStay"] === null)
  .slice(0, 20);

function racingBooks(): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  createBooks(dir, {
    moveIn: (ground) => {
      const accumulators = {
        "outpatient.deductible": 50_000,
        "outpatient.fund": opened,
        "basic.fund": opened,
      };
      for (const one of persons) receivePerson(ground, { ...one, asOf: "2024-01-01", accumulators });
    },
  });
  return dir;
}

function saleOf(at: number, which: number, key: string): object {
  const one = persons[which];
  const person = {
    ...one?.person,
    psnNo: one?.psnNo ?? "",
    status: "active" as const,
    birthDate: "1980-01-01",
  };
  const { claim, tenders } = requestOf(key, { person, items: [{ price: `${6 + (at % 5)}.00` }] });
  return { claim, idempotencyKey: key, previewHash: null, tenders, actor };
}

/** Every client goes round all people; every second sale is for the one that the others are at as well. */
function whoseTurn(at: number, name: number): number {
  return (Math.floor(at / 4) + (at % 4 < 2 ? 0 : name)) % persons.length;
}

/** One client: of two sales one is shown first and confirmed as it was shown, as often as it takes. */
async function client(served: Served, name: number, seen: Seen[]): Promise<number> {
  let stale = 0;
  for (let at = 0; at < commitsEach; at += 1) {
    const sale = saleOf(at, whoseTurn(at, name), `client ${name} sale ${at}`);
    for (;;) {
      const shown =
        at % 2 === 0 ? null : await served.rpc("preview", { claim: (sale as { claim: unknown }).claim });
      const previewHash = (shown?.value as { previewHash: string } | undefined)?.previewHash ?? null;
      const begun = performance.now();
      const answer = await served.rpc("commit", { ...sale, previewHash });
      const ended = performance.now();
      if (answer.ok) {
        seen.push({ client: name, begun, ended, answer: answer.value as Answer });
        break;
      }
      if (answer.refusal?.code !== "PREVIEW_STALE") throw new Error(JSON.stringify(answer.refusal));
      stale += 1;
    }
  }
  return stale;
}

/** Pairs of commits of two clients for one person that were under way at the same time. */
function collisions(seen: readonly Seen[]): number {
  const byPerson = Map.groupBy(seen, (one) => one.answer.psnNo);
  let count = 0;
  for (const all of byPerson.values()) {
    const sorted = all.toSorted((a, b) => a.begun - b.begun);
    for (const [at, one] of sorted.entries())
      for (const other of sorted.slice(at + 1, at + clients))
        if (other.begun < one.ended && other.client !== one.client) count += 1;
  }
  return count;
}

test(`${clients} clients × ${commitsEach} commits on ${persons.length} people near their caps`, async () => {
  const dir = racingBooks();
  const served = await serveDirectory(dir);
  const seen: Seen[] = [];
  const stale = await Promise.all(
    Array.from({ length: clients }, async (_, name) => await client(served, name, seen)),
  );
  const total = clients * commitsEach;
  const inOrder = seen.toSorted((a, b) => a.answer.number - b.answer.number);
  expect(inOrder.map((one) => one.answer.number)).toEqual(Array.from({ length: total }, (_, at) => at + 1));
  expect(new Set(seen.map((one) => one.answer.settlementId)).size).toBe(total);

  let capped = 0;
  for (const { psnNo } of persons) {
    const own = inOrder.filter((one) => one.answer.psnNo === psnNo);
    let held: Fen = opened;
    let paid: Fen = zeroFen;
    for (const { answer } of own) {
      const moved = answer.settlement.accumulators["outpatient.fund"];
      const fund = parseFen(answer.settlement.split.fundTotal);
      paid = addFen(paid, fund);
      // Each sale saw what the one before it had left, and left what it paid.
      expect([parseFen(moved?.before ?? ""), parseFen(moved?.after ?? "")]).toEqual([
        held,
        addFen(held, fund),
      ]);
      held = addFen(held, fund);
    }
    expect(held).toBeLessThanOrEqual(cap);
    expect(subtractFen(held, opened)).toBe(paid);
    capped += held === cap ? 1 : 0;
    const which = persons.findIndex((one) => one.psnNo === psnNo);
    const { claim } = saleOf(0, which, "after") as { claim: unknown };
    const after = (await served.rpc("preview", { claim })).value as Answer;
    expect(parseFen(after.settlement.accumulators["outpatient.fund"]?.before ?? "")).toBe(held);
  }
  await served.stop();
  const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
  expect([...terminal.verify()]).toEqual([]);
  terminal.close();

  const staleCount = stale.reduce((sum, count) => sum + count, 0);
  const collided = collisions(seen);
  console.log(
    `race: ${total} commits, ${collided} collisions, ${staleCount} stale previews, ${capped} at the cap`,
  );
  // The race took place, and people came to their caps in it.
  expect(collided).toBeGreaterThan(total / 20);
  expect(staleCount).toBeGreaterThan(total / 100);
  expect(capped).toBeGreaterThan(0);
}, 600_000);

test("50 callers at once with one key get one settlement and 50 equal answers", async () => {
  const dir = racingBooks();
  const served = await serveDirectory(dir);
  const sale = saleOf(0, 0, "one key");
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => await served.text("/rpc/commit", sale)),
  );
  expect(new Set(answers).size).toBe(1);
  expect(JSON.parse(answers[0] ?? "")).toMatchObject({ ok: true, value: { number: 1 } });
  const { value } = await served.rpc("settlementsOf", { psnNo: null, day: null, limit: 10 });
  expect(value).toHaveLength(1);
  await served.stop();
});
