import { openTestCentre } from "../centre/test-centre.ts";
import type { Cause } from "../../src/recon/causes.ts";
import type { places } from "../line/desk-and-centre.ts";
import { customers, places as known, supervisor } from "../line/desk-and-centre.ts";
import { drawsOf } from "../simulate/draws.ts";
import { valueOf } from "../app/test-desk.ts";
import type { CloseDesk } from "./close-desk.ts";
import { openCloseDesk } from "./close-desk.ts";
import { billOf, endOfDay, injections } from "./inject.ts";
import type { TestCentre } from "../centre/test-centre.ts";

/** What became of one cause that was injected so many times. */
export interface Injected {
  readonly cause: Cause;
  readonly times: number;
  /** Found, under its own name and no other beside it. */
  readonly labelled: number;
  /** Its one deed left nothing. */
  readonly repaired: number;
  readonly failures: readonly string[];
}

/** A centre and a desk on which days go wrong. */
export interface Ground {
  readonly kind: keyof typeof places;
  readonly centre: TestCentre;
  readonly desk: CloseDesk;
  readonly close: () => Promise<void>;
}

export async function openGround(kind: keyof typeof places): Promise<Ground> {
  const centre = await openTestCentre("embedded");
  const desk = openCloseDesk(centre, kind);
  desk.engine.setLine(true);
  const close = async (): Promise<void> => {
    desk.close();
    await centre.close();
  };
  return { kind, centre, desk, close };
}

/** Closes a day for each time: with sales as on any other, one cause, its deed, the seal. */
export async function injectCause(
  ground: Ground,
  cause: Cause,
  { times, seed }: { readonly times: number; readonly seed: number },
): Promise<Injected> {
  const counts = { labelled: 0, repaired: 0 };
  const failures: string[] = [];
  for (let at = 0; at < times; at += 1) {
    // With the year the deductibles begin anew, on which somebody's later sale can rest.
    if (cause === "rejected" && at % 15 === 0) ground.centre.clock.ms = newYearAfter(ground.centre.clock.ms);
    const day = await injectOnce({ ...ground, cause, seed: seed + at });
    if (day.isLabelled) counts.labelled += 1;
    if (day.isRepaired) counts.repaired += 1;
    if (!day.isLabelled || !day.isRepaired) failures.push(`seed ${seed + at}: ${day.said}`);
  }
  return { cause, times, ...counts, failures };
}

function newYearAfter(ms: number): number {
  return Date.parse(`${new Date(ms + 8 * 3_600_000).getUTCFullYear() + 1}-01-02T09:00:00+08:00`);
}

interface Once extends Omit<Ground, "close"> {
  readonly cause: Cause;
  readonly seed: number;
}

async function injectOnce({ centre, desk, kind, cause, seed }: Once) {
  const draws = drawsOf(seed);
  centre.clock.ms = endOfDay(centre.clock.ms) + (8 + draws.upTo(10)) * 3_600_000;
  const day = desk.engine.today();
  const about = { centre, desk };
  // Nobody buys twice on a day: what goes wrong with one sale says nothing of another.
  const order = customers.map((_one, at) => at).toSorted(() => draws.chance() - 0.5);
  let next = 0;
  const sell = () => {
    const customer = order[(next += 1) % order.length] ?? 0;
    return desk.sell(customer, `${cause} ${seed} ${day} ${next}`, billOf(about));
  };
  for (let at = draws.upTo(4); at >= 0; at -= 1) sell();
  if (draws.chance() < 0.5) desk.reverse(sell());
  await injections[cause]({ centre, desk, draws, sell, code: known[kind].code });
  await desk.drain(cause === "neverSent" || cause === "provisional" || cause === "answerLost" ? 0 : 50);
  const found = await desk.look(day);
  const labels = found.differences.map((one) => one.cause);
  const isLabelled = labels.length === 1 && labels[0] === cause && found.unnamed.length === 0;
  const { closing, undone } = await desk.repairAll(day);
  const isBalanced = closing.step === "balanced" && undone.length === 0;
  const sealed = desk.engine.sealDay(day, supervisor, false);
  const said = JSON.stringify([
    labels,
    found.unnamed,
    found.failure,
    closing.step,
    closing.differences.map((one) => one.id),
    closing.unnamed,
    undone,
  ]);
  if (!sealed.ok) valueOf(desk.engine.sealDay(day, supervisor, true));
  return { isLabelled, isRepaired: isBalanced && sealed.ok, said };
}
