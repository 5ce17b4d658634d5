import { useRef, useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { forgetSettling, noteSettling } from "./last-bill.ts";
import type { Outcome, Request } from "./settle.ts";
import { settle } from "./settle.ts";

/** Where the desk stands. */
export type Phase =
  | { readonly is: "open" }
  | { readonly is: "settling" }
  | {
      readonly is: "done";
      readonly committed: VerbOutput<"commit">;
      /** In this window just now, in another one, or before the page was loaded again. */
      readonly how: "now" | "elsewhere" | "earlier";
      /** Cash that lay on the counter; "" when nobody said. */
      readonly given: string;
      /** How it was paid; empty when this window does not know. */
      readonly tenders: Request["input"]["tenders"];
      readonly atMs: number;
    }
  /** Booked or not: only the very same request may be sent again. */
  | { readonly is: "unknown"; readonly refusal: Refusal; readonly request: Request; readonly given: string };

export interface Settling {
  readonly phase: Phase;
  /** Sends a bill that the cashier has confirmed; while one is on its way nothing else is. */
  readonly send: (
    prepare: () => Promise<{ readonly request: Request; readonly given: string }>,
  ) => Promise<Outcome | null>;
  /** Asks again with what was sent. */
  readonly sendAgain: () => Promise<Outcome | null>;
  readonly show: (committed: VerbOutput<"commit">) => void;
  readonly leave: () => void;
}

/** The way of a bill into the books. */
export function useSettling(): Settling {
  const ask = useAsk();
  const [phase, setPhase] = useState<Phase>({ is: "open" });
  // State is read a moment late: two presses within one frame meet here.
  const isOnItsWay = useRef(false);
  const send: Settling["send"] = async (prepare) => {
    if (isOnItsWay.current) return null;
    isOnItsWay.current = true;
    setPhase({ is: "settling" });
    try {
      const { request, given } = await prepare();
      noteSettling(request.input.idempotencyKey);
      const outcome = await settle(ask, request);
      setPhase(phaseAfter(outcome, request, given));
      return outcome;
    } finally {
      isOnItsWay.current = false;
    }
  };
  return {
    phase,
    send,
    sendAgain: async () =>
      phase.is === "unknown"
        ? await send(() => Promise.resolve({ request: phase.request, given: phase.given }))
        : null,
    show: (committed) =>
      setPhase({ is: "done", committed, how: "earlier", given: "", tenders: [], atMs: performance.now() }),
    leave: () => {
      forgetSettling();
      setPhase({ is: "open" });
    },
  };
}

function phaseAfter(outcome: Outcome, request: Request, given: string): Phase {
  const atMs = performance.now();
  switch (outcome.is) {
    case "settled":
      return {
        is: "done",
        committed: outcome.committed,
        how: "now",
        given,
        tenders: request.input.tenders,
        atMs,
      };
    case "settledBefore":
      return { is: "done", committed: outcome.committed, how: "elsewhere", given: "", tenders: [], atMs };
    case "unknown":
      return { is: "unknown", refusal: outcome.refusal, request, given };
    case "stale":
    case "refused":
      return { is: "open" };
  }
}
