import type { Tally } from "../tally.ts";
import type { Phase } from "./child-lines.ts";

/** What one round came to. */
export interface RoundReport {
  readonly round: string;
  readonly phases: readonly Phase[];
  readonly acknowledged: number;
  readonly refused: number;
  /** Written, but the answer was never heard. */
  readonly unheard: number;
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** Settlements that used up somebody's cap. */
  readonly atCap: number;
  readonly faults: readonly string[];
}

/** What a run came to; printed as one line of JSON. */
export interface TortureReport extends Readonly<Record<(typeof summedNames)[number], number>> {
  readonly torture: "kill";
  readonly seed: number;
  readonly storms: number;
  readonly steps: number;
  readonly kills: number;
  readonly failedRounds: number;
  readonly killedIn: Readonly<Record<Phase, number>>;
}

const summedNames = ["acknowledged", "refused", "unheard", "lost", "atCap"] as const;
/** Where a storm must have been hit at least once, or the run has shown nothing. */
const wantedPhases = ["start", "commit", "between", "checkpoint", "close"] as const;

/** Sums the rounds up. */
export function reportOf(seed: number, rounds: readonly RoundReport[]): TortureReport {
  const killedIn = { load: 0, start: 0, commit: 0, between: 0, checkpoint: 0, close: 0, ended: 0 };
  for (const phase of rounds.flatMap(({ phases }) => phases)) killedIn[phase] += 1;
  const sum = (name: (typeof summedNames)[number]): number =>
    rounds.reduce((total, one) => total + one[name], 0);
  const storms = rounds.filter(({ round }) => round.startsWith("storm")).length;
  return {
    torture: "kill",
    seed,
    storms,
    steps: rounds.length - storms,
    kills: rounds.flatMap(({ phases }) => phases).length - killedIn.ended,
    acknowledged: sum("acknowledged"),
    refused: sum("refused"),
    unheard: sum("unheard"),
    lost: sum("lost"),
    atCap: sum("atCap"),
    failedRounds: rounds.filter(({ faults }) => faults.length > 0).length,
    killedIn,
  };
}

/** A round is a test; that rounds are missing, that a phase was never hit or no cap reached is one that failed. */
export function tallyOf(report: TortureReport, wanted: number): Tally {
  const { storms, steps, failedRounds, killedIn, atCap, unheard } = report;
  const shown = [
    ...wantedPhases.map((phase) => ({ what: `killed in ${phase}`, count: killedIn[phase] })),
    { what: "a cap reached", count: atCap },
    { what: "an answer unheard", count: unheard },
    { what: "all rounds", count: storms + steps === wanted ? 1 : 0 },
  ];
  const blind = shown.filter(({ count }) => count === 0);
  const failed = failedRounds + blind.length;
  const why = [
    `${failedRounds} rounds failed (said where they ran)`,
    ...blind.map(({ what }) => `never: ${what}`),
  ];
  const remarks = failed === 0 ? [] : [`torture, seed ${report.seed}: ${why.join("; ")}`];
  return { passed: storms + steps - failedRounds, failed, skipped: 0, remarks };
}
