import { fenToText } from "./fraction.ts";

/** Chance with a seed, so that a failing bill can be made again. */
export type Random = {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the values, each as likely as its weight. */
  weighed<T>(list: readonly (readonly [weight: number, value: T])[]): T;
};

/** mulberry32: small, fast and good enough to spread test bills. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => {
    const value = list[whole(0, list.length - 1)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  };
  const weighed = <T>(list: readonly (readonly [number, T])[]): T => {
    let left = next() * list.reduce((sum, [weight]) => sum + weight, 0);
    const found = list.find(([weight]) => (left -= weight) < 0) ?? list[list.length - 1];
    if (found === undefined) throw new Error("nothing to weigh");
    return found[1];
  };
  return { whole, chance: (share) => next() < share, pick, weighed };
}

export function fenText(fen: number): string {
  return fenToText(BigInt(Math.max(0, fen)));
}

/** An amount on a limit, one fen beside it, or somewhere below it. */
export function nearFen(random: Random, limitYuan: number): number {
  const limit = limitYuan * 100;
  const beside = random.pick([-1, 0, 1, -2, -100, -10_000, -random.whole(1, 5000), -random.whole(1, limit)]);
  return Math.max(0, limit + beside);
}
