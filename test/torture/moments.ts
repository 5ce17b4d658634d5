import { randomFrom } from "../oracle/random.ts";
import type { Line } from "./child-lines.ts";

/** When a child is killed: so long after it has said a thing for the nth time. */
export interface Moment {
  readonly after: Line["says"];
  readonly nth: number;
  readonly delayMs: number;
}

/** One round: the storm, when it ends, and whether its successor is killed while it picks up the pieces. */
export interface Round {
  readonly seed: number;
  readonly deeds: number;
  readonly tidyShare: number;
  readonly storm: Moment;
  readonly successor: Moment | null;
}

/** Longer than any storm lives. */
const endless = 1_000_000;

/** The round of a number, the same every time. */
export function roundOf(seed: number, number: number): Round {
  const random = randomFrom(seed * 7919 + number);
  const fraction = (most: number): number => (random.whole(0, 1000) / 1000) * most;
  const aim = random.weighed<keyof typeof moments>([
    [3, "whenever"],
    [3, "inCommit"],
    [1, "onAnswer"],
    [1, "inStart"],
    [2, "inCheckpoint"],
    [2, "inClose"],
  ]);
  const moments = {
    whenever: { after: "open", nth: 1, delayMs: fraction(250) },
    inCommit: { after: "asks", nth: random.whole(1, 30), delayMs: fraction(6) },
    onAnswer: { after: "answers", nth: random.whole(1, 30), delayMs: 0 },
    inStart: { after: "ready", nth: 1, delayMs: fraction(70) },
    inCheckpoint: { after: "tidies", nth: random.whole(1, 2), delayMs: fraction(3) },
    inClose: { after: "closes", nth: 1, delayMs: fraction(5) },
  } as const;
  return {
    seed: random.whole(0, 2 ** 31),
    deeds: aim === "inClose" ? random.whole(1, 15) : endless,
    tidyShare: aim === "inCheckpoint" ? 0.15 : 0.02,
    storm: moments[aim],
    successor: random.chance(0.25) ? { after: "ready", nth: 1, delayMs: fraction(70) } : null,
  };
}
