import { rmSync } from "node:fs";

import type { Sender } from "../../src/app/sending.ts";
import { openSender } from "../../src/app/sending.ts";
import type { LineAdapter } from "../../src/line/adapter.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import { actor, valueOf } from "../app/test-desk.ts";
import type { Engine } from "../line/desk-and-centre.ts";
import { disagreements, everyDay, unsoundBooks } from "./agree.ts";
import type { BadLine } from "./bad-line.ts";
import { openBadLine } from "./bad-line.ts";
import type { Draws } from "./draws.ts";
import { drawsOf } from "./draws.ts";
import { claimOf, townspeople } from "./people.ts";
import type { Plan } from "./plan.ts";
import { planOf, townPlanOf } from "./plan.ts";
import { changePack } from "./pack-change.ts";
import { toldBy } from "./told.ts";
import type { SimulatedCentre, Template } from "./town.ts";
import { openBooks, openSimulatedCentre } from "./town.ts";

export interface Templates {
  /** One place with several desks, or a town of both. */
  readonly kind: "hospital" | "pharmacy" | "town";
  readonly centre: Template;
  readonly desks: readonly Template[];
}

/** What a day has come to. */
export interface DayReport {
  /** Empty when desks and centre agree in everything. */
  readonly faults: readonly string[];
  readonly sold: number;
  readonly backs: number;
  readonly crashes: number;
  /** How often the line struck, by its fates. */
  readonly struck: Readonly<Record<string, number>>;
}

/** A desk of the day, which may die at any step and is started again. */
interface Desk {
  readonly dir: string;
  readonly place: Template["place"];
  /** Its customers, by their place: those of no other desk, then those of all. */
  readonly customers: readonly number[];
  readonly own: readonly number[];
  engine: Engine;
  sender: Sender;
  /** Steps until it dies. */
  left: number;
  readonly standing: string[];
}

interface Day {
  readonly plan: Plan;
  readonly draws: Draws;
  readonly clock: { ms: number };
  readonly centre: SimulatedCentre;
  readonly line: BadLine;
  /** What was seen to go wrong before its evening. */
  readonly faults: string[];
  readonly count: { keys: number; sold: number; backs: number; crashes: number };
}

export async function simulateDay(seed: number, templates: Templates): Promise<DayReport> {
  const draws = drawsOf(seed);
  const plan = templates.kind === "town" ? townPlanOf(seed, draws) : planOf(seed, draws);
  const clock = { ms: plan.startMs };
  const now = (): number => clock.ms;
  const centreDir = templates.centre.copy();
  const centre = openSimulatedCentre(centreDir, now);
  const line = openBadLine(centre, draws, now);
  const count = { keys: 0, sold: 0, backs: 0, crashes: 0 };
  const day: Day = { plan, draws, clock, centre, line, faults: [], count };
  const desks = templates.desks.slice(0, plan.desks).map((template, at) => startDesk(template, at, day));
  try {
    for (let at = 0; at < plan.events; at += 1) {
      await happen(day, draws.oneOf(desks));
      if (plan.packChangesMs !== null && at === Math.floor(plan.events / 2)) {
        clock.ms = Math.max(clock.ms, plan.packChangesMs);
        for (const engine of [centre.books, ...desks.map((desk) => desk.engine)]) changePack(engine);
      }
    }
    await evening(day, desks);
    const isTown = templates.kind === "town";
    const closed = desks.map(({ engine, own }) => {
      const told = askAfterwards(day, engine, isTown ? engine.entries(everyDay) : []);
      return { engine, own: isTown ? told : own };
    });
    const mayUndo = !plan.isIdempotent;
    const town = { desks: closed, centre: centre.books, shared: plan.shared, mayUndo };
    const faults = [...day.faults, ...disagreements(town), ...(plan.verifies ? unsoundBooks(town) : [])];
    const { sold, backs, crashes } = count;
    return { faults, sold, backs, crashes, struck: Object.fromEntries(line.struck) };
  } finally {
    for (const { engine, dir } of desks) {
      engine.close();
      rmSync(dir, { recursive: true, force: true });
    }
    centre.close();
    rmSync(centreDir, { recursive: true, force: true });
  }
}

function startDesk({ copy, place }: Template, at: number, day: Day): Desk {
  const dir = copy();
  const { perDesk, shared } = day.plan;
  const own = Array.from({ length: perDesk }, (_one, nth) => shared.length + at * perDesk + nth);
  const customers = [...own, ...shared];
  const engine = openBooks(dir, () => day.clock.ms);
  const desk: Desk = { dir, place, customers, own, engine, sender: deadSender, left: Infinity, standing: [] };
  desk.sender = senderOf(desk, day);
  return desk;
}

const deadSender: Sender = {
  pump: () => 0,
  idle: async () => await Promise.resolve(),
  hurry: () => undefined,
  retryNow: () => undefined,
  state: () => ({
    inFlight: 0,
    breaker: "closed",
    clockOffsetMs: null,
    reachedMs: null,
    lastFailure: null,
    pausedUntilMs: null,
    notBeforeMs: () => null,
  }),
  stop: () => undefined,
};

function senderOf(desk: Desk, { clock, draws, line, plan }: Day): Sender {
  const plain = plainAdapter("");
  const habits = { ...plain.habits, isIdempotent: plan.isIdempotent };
  const adapter: LineAdapter = { ...plain, habits };
  let isAlive = true;
  const mine = desk.engine;
  // Every verb is a step; after the last one there are no more, and what was written stays.
  const terminal = new Proxy(mine, {
    get: (target, name) => {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== "function") return verb;
      return (...args: unknown[]): unknown => {
        desk.left -= 1;
        isAlive &&= desk.left > 0 && desk.engine === mine;
        if (!isAlive) throw new Error("the desk is dead");
        return Reflect.apply(verb, undefined, args) as unknown;
      };
    },
  });
  return openSender({ terminal, client: line, adapter, now: () => clock.ms, random: draws.chance });
}

function restart(desk: Desk, day: Day): void {
  day.count.crashes += 1;
  desk.engine.close();
  desk.left = Infinity;
  desk.engine = openBooks(desk.dir, () => day.clock.ms);
  desk.sender = senderOf(desk, day);
}

async function pump(desk: Desk, day: Day): Promise<void> {
  try {
    desk.sender.pump();
  } catch {
    // Died while it looked.
  }
  await desk.sender.idle();
  if (desk.left <= 0) restart(desk, day);
}

async function happen(day: Day, desk: Desk): Promise<void> {
  const { draws, clock, line, centre } = day;
  clock.ms += draws.upTo(120_000);
  const what = draws.upTo(100);
  if (what < 42) sell(day, desk);
  else if (what < 54) takeBack(day, desk);
  else if (what < 60) giveSomeBack(day, desk);
  else if (what < 70) line.badness = draws.oneOf([0, 0.2, 0.5, 0.8]);
  else if (what < 74) line.isCut = !line.isCut;
  else if (what < 82) desk.left = 1 + draws.upTo(25);
  else if (what < 87) line.bringLate();
  else if (what < 91) clock.ms += draws.oneOf([-1500, 600_000, 8 * 3_600_000]);
  else if (what < 95) centre.dieIn(1 + draws.upTo(20));
  if (draws.chance() < 0.7) await pump(desk, day);
}

function sell(day: Day, desk: Desk): void {
  const { draws, clock, count } = day;
  const psnNo = townspeople[customerOf(day, desk)]?.psnNo ?? "";
  const asked = askBefore(day, desk, psnNo);
  const claim = claimOf(desk.engine, { kind: desk.place, psnNo, qty: 2 + draws.upTo(20), nowMs: clock.ms });
  count.keys += 1;
  const sold = desk.engine.commit({
    claim,
    idempotencyKey: `sale ${count.keys}`,
    previewHash: null,
    msgid: null,
    tenders: [],
    actor,
  });
  if (!sold.ok) return;
  count.sold += 1;
  desk.standing.push(sold.value.settlementId);
  asked?.(sold.value.settlementId);
}

/** In a town of several institutions a few people go everywhere. */
function customerOf({ draws, plan }: Day, { customers, own }: Desk): number {
  if (own.length > 0 || draws.chance() < 0.5) return draws.oneOf(customers);
  return draws.oneOf(plan.shared.slice(0, 8));
}

/**
 * A town's desk asks the centre how somebody stands before it sells to them, while it can.
 *
 * @returns what to do with an answer that comes after the sale: the desk must not believe it
 */
function askBefore(
  { centre, line, draws, clock, faults }: Day,
  desk: Desk,
  psnNo: string,
): ((sold: string) => void) | null {
  if (desk.own.length > 0 || line.isCut || draws.chance() < line.badness) return null;
  const ticket = desk.engine.beginRefresh(psnNo);
  if (!ticket.ok) return null;
  const told = toldBy(centre.books, psnNo, clock.ms);
  if (draws.chance() < 0.8) {
    valueOf(desk.engine.endRefresh(ticket.value, told));
    return null;
  }
  return (sold) => {
    if (desk.engine.endRefresh(ticket.value, told).ok)
      faults.push(`${sold}: an answer from before it was believed`);
  };
}

function takeBack({ draws, count }: Day, desk: Desk): void {
  if (desk.standing.length === 0) return;
  const settlementId = draws.oneOf(desk.standing);
  const idempotencyKey = `back ${settlementId}`;
  const back = desk.engine.reverse({ settlementId, idempotencyKey, msgid: null, actor });
  if (!back.ok) return;
  count.backs += 1;
  desk.standing.splice(desk.standing.indexOf(settlementId), 1);
}

function giveSomeBack({ draws, count }: Day, desk: Desk): void {
  if (desk.standing.length === 0) return;
  const settlementId = draws.oneOf(desk.standing);
  const idempotencyKey = `some ${settlementId}`;
  const items = [{ id: "L1", qty: "1" }];
  const back = desk.engine.refund({ settlementId, idempotencyKey, msgid: null, actor, items });
  if (!back.ok) return;
  count.backs += 1;
  desk.standing.splice(desk.standing.indexOf(settlementId), 1);
  if (back.value.remainder !== null) desk.standing.push(back.value.remainder.settlementId);
}

/** Everything is repaired and everybody is given time. */
async function evening(day: Day, desks: readonly Desk[]): Promise<void> {
  const { line, clock, centre } = day;
  line.badness = 0;
  line.isCut = false;
  centre.dieIn(Infinity);
  if (day.draws.chance() < 0.5) line.bringLate();
  for (const desk of desks) {
    desk.left = Infinity;
    desk.sender = senderOf(desk, day);
    for (let round = 0; round < 200; round += 1) {
      if (desk.engine.unsent(1).length === 0 && !decideDifferences(day, desk)) break;
      clock.ms += 60_000;
      await pump(desk, day);
      takeBackRejected(day, desk);
    }
  }
  // What was on its way longer than everything that was done about it.
  line.bringLate();
}

/**
 * The next morning a desk asks how they stand of whom the centre has settled something otherwise, and in a town everybody
 * who was there. @returns their places
 */
function askAfterwards(
  { centre, clock }: Day,
  engine: Engine,
  sold: readonly { readonly psnNo: string }[],
): readonly number[] {
  const people = new Set([...engine.differingPeople(1000), ...sold.map(({ psnNo }) => psnNo)]);
  for (const psnNo of people) {
    const told = toldBy(centre.books, psnNo, clock.ms);
    valueOf(engine.endRefresh(valueOf(engine.beginRefresh(psnNo)), told));
  }
  return townspeople.flatMap(({ psnNo }, at) => (people.has(psnNo) ? [at] : []));
}

/** What the centre settled otherwise is accepted, or taken back by the cashier. @returns whether anything was decided */
function decideDifferences({ draws, count }: Day, { engine }: Desk): boolean {
  const decided = engine.findings(1000).map(({ kind, msgid, settlementId }) => {
    if (kind !== "different") return false;
    const idempotencyKey = `otherwise ${settlementId}`;
    const request = { settlementId, idempotencyKey, msgid: null, actor };
    const isBack = draws.chance() < 0.5 && engine.approvedReverse(request, null).ok;
    if (isBack) count.backs += 1;
    return isBack || engine.acceptDifference(msgid, actor).ok;
  });
  return decided.includes(true);
}

/** What the centre does not have and later sales stand on: from the last one back, as a supervisor does it. */
function takeBackRejected(day: Day, { engine }: Desk): void {
  for (const { kind, settlementId, reversedBy } of engine.findings(1000)) {
    if (kind !== "rejected" || reversedBy !== null) continue;
    const rejected = engine.settlement(settlementId);
    if (!rejected.ok || rejected.value.reverses !== null) continue;
    const { psnNo } = rejected.value;
    for (const later of engine.settlementsOf({ psnNo, day: null, limit: 100 })) {
      if (later.number < rejected.value.number) break;
      const idempotencyKey = `evening ${later.settlementId}`;
      engine.reverse({ settlementId: later.settlementId, idempotencyKey, msgid: null, actor });
    }
  }
  day.clock.ms += 1;
}
