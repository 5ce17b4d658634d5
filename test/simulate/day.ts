import { rmSync } from "node:fs";

import { openTerminal } from "../../src/app/open-terminal.ts";
import type { Sender } from "../../src/app/sending.ts";
import { openSender } from "../../src/app/sending.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import { actor, morning } from "../app/test-desk.ts";
import type { Engine } from "../line/desk-and-centre.ts";
import { atDesk, claimOfCustomer, customers } from "../line/desk-and-centre.ts";
import type { Draws } from "./draws.ts";
import { drawsOf } from "./draws.ts";
import type { BadLine, SimulatedCentre, Template } from "./town.ts";
import { openBadLine, openSimulatedCentre } from "./town.ts";

export interface Templates {
  readonly kind: "hospital" | "pharmacy";
  readonly centre: Template;
  readonly desks: readonly Template[];
}

/** A desk of the day, which may die at any step and is started again. */
interface Desk {
  readonly dir: string;
  /** Its customers, by their place: each goes to one desk, as a desk knows nothing of what another one sold. */
  readonly customers: readonly number[];
  engine: Engine;
  sender: Sender;
  /** Steps until it dies. */
  left: number;
  readonly standing: string[];
}

interface Day {
  readonly draws: Draws;
  readonly clock: { ms: number };
  readonly line: BadLine;
  readonly kind: Templates["kind"];
  keys: number;
}

const events = 26;
const peoplePerDesk = 8;

/** What a day has come to: empty when desk and centre agree in everything. */
export async function simulateDay(seed: number, templates: Templates): Promise<readonly string[]> {
  const draws = drawsOf(seed);
  const clock = { ms: morning };
  const now = (): number => clock.ms;
  const centreDir = templates.centre.copy();
  const centre = openSimulatedCentre(centreDir, now);
  const line = openBadLine(centre, draws, now);
  const day: Day = { draws, clock, line, kind: templates.kind, keys: 0 };
  const desks = templates.desks.map((template, at) => startDesk(template.copy(), at, day));
  try {
    for (let at = 0; at < events; at += 1) await happen(day, draws.oneOf(desks));
    await evening(day, desks);
    return [...desks.flatMap((desk) => faultsOf(desk, centre)), ...faultsOfBoth(desks, centre)];
  } finally {
    for (const { engine, dir } of desks) {
      engine.close();
      rmSync(dir, { recursive: true, force: true });
    }
    centre.books.close();
    rmSync(centreDir, { recursive: true, force: true });
  }
}

function startDesk(dir: string, at: number, day: Day): Desk {
  const own = Array.from({ length: peoplePerDesk }, (_one, nth) => at * peoplePerDesk + nth);
  const engine = openTerminal({ dir, passphrase: null, clock: () => day.clock.ms });
  const desk: Desk = { dir, customers: own, engine, sender: deadSender, left: Infinity, standing: [] };
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

function senderOf(desk: Desk, { clock, draws, line }: Day): Sender {
  const adapter = plainAdapter("");
  const mine = desk.engine;
  // Every verb is a step; after the last one there are no more, and what was written stays.
  const terminal = new Proxy(mine, {
    get: (target, name) => {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== "function") return verb;
      return (...args: unknown[]): unknown => {
        desk.left -= 1;
        if (desk.left <= 0 || desk.engine !== mine) throw new Error("the desk is dead");
        return Reflect.apply(verb, undefined, args) as unknown;
      };
    },
  });
  return openSender({ terminal, client: line, adapter, now: () => clock.ms, random: draws.chance });
}

function restart(desk: Desk, day: Day): void {
  desk.engine.close();
  desk.left = Infinity;
  desk.engine = openTerminal({ dir: desk.dir, passphrase: null, clock: () => day.clock.ms });
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
  const { draws, clock, line } = day;
  clock.ms += draws.upTo(120_000);
  const what = draws.upTo(100);
  if (what < 42) sell(day, desk);
  else if (what < 54) takeBack(day, desk);
  else if (what < 60) giveSomeBack(day, desk);
  else if (what < 68) line.badness = draws.oneOf([0, 0.2, 0.5, 0.8]);
  else if (what < 72) line.isCut = !line.isCut;
  else if (what < 80) desk.left = 1 + draws.upTo(25);
  else if (what < 84) line.bringLate();
  else if (what < 88) clock.ms += draws.oneOf([-1500, 600_000, 8 * 3_600_000]);
  else if (what < 91) restart(desk, day);
  if (draws.chance() < 0.7) await pump(desk, day);
}

function sell({ draws, kind, keys }: Day, desk: Desk): void {
  const customer = draws.oneOf(desk.customers);
  const claim = claimOfCustomer(desk.engine, { kind, customer, qty: String(2 + draws.upTo(9)) });
  const sold = desk.engine.commit({
    claim,
    idempotencyKey: `sale ${keys} ${draws.chance()}`,
    previewHash: null,
    msgid: null,
    tenders: [],
    actor,
  });
  if (sold.ok) desk.standing.push(sold.value.settlementId);
}

function takeBack({ draws }: Day, desk: Desk): void {
  if (desk.standing.length === 0) return;
  const settlementId = draws.oneOf(desk.standing);
  const idempotencyKey = `back ${settlementId}`;
  const back = desk.engine.reverse({ settlementId, idempotencyKey, msgid: null, actor });
  if (back.ok) desk.standing.splice(desk.standing.indexOf(settlementId), 1);
}

function giveSomeBack({ draws }: Day, desk: Desk): void {
  if (desk.standing.length === 0) return;
  const settlementId = draws.oneOf(desk.standing);
  const idempotencyKey = `some ${settlementId}`;
  const items = [{ id: "L1", qty: "1" }];
  const back = desk.engine.refund({ settlementId, idempotencyKey, msgid: null, actor, items });
  if (!back.ok) return;
  desk.standing.splice(desk.standing.indexOf(settlementId), 1);
  if (back.value.remainder !== null) desk.standing.push(back.value.remainder.settlementId);
}

/** Everything is repaired and everybody is given time. */
async function evening(day: Day, desks: readonly Desk[]): Promise<void> {
  const { line, clock } = day;
  line.badness = 0;
  line.isCut = false;
  line.bringLate();
  for (const desk of desks) {
    restart(desk, day);
    for (let round = 0; round < 200 && desk.engine.unsent(1).length > 0; round += 1) {
      clock.ms += 60_000;
      await pump(desk, day);
    }
  }
}

function faultsOf(desk: Desk, { books }: SimulatedCentre): readonly string[] {
  const { engine } = desk;
  const faults = engine.unsent(5).map(({ msgid, state }) => `${msgid} is still ${state}`);
  for (const { kind, code, msgid } of engine.findings(10)) faults.push(`${msgid} ${kind} ${code}`);
  for (const provisional of engine.provisionals()) faults.push(`${provisional.msgid} is still provisional`);
  for (const at of desk.customers) {
    const psnNo = customers[at]?.psnNo ?? "";
    const [here, there] = [engine.personByNo(psnNo), books.personByNo(psnNo)];
    if (!here.ok || !there.ok) faults.push(`${psnNo} is unknown`);
    else if (JSON.stringify(used(here.value)) !== JSON.stringify(used(there.value)))
      faults.push(
        `${psnNo} used ${JSON.stringify(used(here.value))} and ${JSON.stringify(used(there.value))}`,
      );
  }
  return faults;
}

function used({
  accumulators,
  account,
}: {
  readonly accumulators: Readonly<Record<string, number>>;
  readonly account: { readonly balance: number };
}): unknown {
  const moved = Object.entries(accumulators).filter(([, value]) => value !== 0);
  return [account.balance, moved.toSorted(([a], [b]) => (a < b ? -1 : 1))];
}

/** Every settlement is on both sides, once, with the same money. */
function faultsOfBoth(desks: readonly Desk[], { books }: SimulatedCentre): readonly string[] {
  const here = desks.flatMap(({ engine }) => atDesk(engine)).toSorted();
  const there = [...atDesk(books)];
  const [onlyHere, onlyThere] = [less(here, there), less(there, here)];
  return [
    ...onlyHere.map((one) => `only at the desk: ${one}`),
    ...onlyThere.map((one) => `only there: ${one}`),
  ];
}

function less(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return some.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
