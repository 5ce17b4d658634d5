import { useEffect, useEffectEvent, useRef } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { useShift } from "../session/operator.ts";
import { keepRun, keptRun } from "./kept-run.ts";

export type ClosingState = VerbOutput<"closingState">;
export type Closing = NonNullable<ClosingState["closing"]>;
export type Difference = Closing["differences"][number];
export type Undone = VerbOutput<"repairDifferences">["undone"];

export interface Comparison {
  readonly state: ClosingState | undefined;
  readonly isRunning: boolean;
  readonly refusal: Refusal | null;
  readonly start: () => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** What could not be done of it; null: it was refused as a whole. */
  readonly repair: (ids: readonly string[], approval: ApprovalGiven | null) => Promise<Undone | null>;
  readonly repairing: { readonly isBusy: boolean; readonly refusal: Refusal | null };
}

/** A day held against the centre: it goes on when the page is left, and after a reload by itself. */
export function useComparison(day: string): Comparison {
  const { operator, desk } = useShift();
  const going = useAct("continueClose");
  const stopping = useAct("cancelClose");
  const repairing = useAct("repairDifferences");
  const isBusy = going.isBusy || repairing.isBusy;
  const read = useVerb("closingState", { day }, { everyMs: isBusy ? 400 : 3000 });
  const state = read.data;
  const start = async (): Promise<void> => {
    keepRun(day);
    const ended = await going.run({ day });
    if (ended !== null) keepRun(null);
  };
  useResume({ day, state, isBusy, start });
  return {
    state,
    isRunning: isBusy || (state !== undefined && state.progress !== null),
    refusal: withoutCancelled(going.refusal) ?? stopping.refusal ?? read.error?.refusal ?? null,
    start,
    cancel: async () => {
      keepRun(null);
      await stopping.run({});
    },
    repair: async (ids, approval) => {
      const actor = { operator: operator.id, pharmacist: null, desk };
      const done = await repairing.run({ day, ids: [...ids], actor, approval });
      return done?.undone ?? null;
    },
    repairing: { ...repairing, refusal: withoutCancelled(repairing.refusal) },
  };
}

/** Whoever has stopped it needs no word that it was stopped. */
function withoutCancelled(refusal: Refusal | null): Refusal | null {
  return refusal?.details["cancelled"] === true ? null : refusal;
}

/** Goes on, once, with what this tab had begun: not with what somebody has stopped, nor with what has come to its end. */
function useResume({
  day,
  state,
  isBusy,
  start,
}: Pick<Comparison, "state" | "start"> & { readonly day: string; readonly isBusy: boolean }): void {
  const isTried = useRef(false);
  const look = useEffectEvent(() => {
    if (isTried.current || isBusy || state === undefined || keptRun() !== day || state.progress !== null)
      return;
    isTried.current = true;
    const { closing } = state;
    if (closing === null || isCutShort(closing)) inBackground(start());
    else keepRun(null);
  });
  useEffect(() => look(), [state]);
}

/** Neither at its end nor told why it could not go on. */
export function isCutShort({ step, outcome, failure }: Closing): boolean {
  return outcome === "open" && failure === null && step !== "balanced" && step !== "differences";
}
