import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useShift } from "../session/operator.ts";

type Paper = Exclude<VerbInput<"printSlip">["paper"], "a4">;

export interface Printing {
  /** The copy that was handed out and of which nobody has said yet what became of it. */
  readonly asked: VerbOutput<"printSlip"> | null;
  /** What became of the copy that the desk's own printer was given. */
  readonly told: VerbOutput<"printAtDesk"> | null;
  readonly refusal: Refusal | null;
  readonly isBusy: boolean;
  /** Hands out the next copy; it goes to the print dialog as soon as it is on screen. */
  readonly print: (paper: Paper) => Promise<void>;
  /** The next copy out of the desk's printer; done when it is known what became of it. */
  readonly printAtDesk: () => Promise<void>;
  readonly conclude: (outcome: "printed" | "failed") => Promise<void>;
}

/** Printing a slip under its copy number, and saying what came of it. */
export function usePrinting(settlementId: string): Printing {
  const ask = useAsk();
  const client = useQueryClient();
  const { operator, desk } = useShift();
  const [asked, setAsked] = useState<VerbOutput<"printSlip"> | null>(null);
  const [told, setTold] = useState<VerbOutput<"printAtDesk"> | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  // Every copy is counted for good: two presses within one frame are one.
  const isOnItsWay = useRef(false);
  const once = async (work: () => Promise<void>): Promise<void> => {
    if (isOnItsWay.current) return;
    isOnItsWay.current = true;
    setBusy(true);
    try {
      await work();
      await client.invalidateQueries({ queryKey: ["slip"] });
    } finally {
      isOnItsWay.current = false;
      setBusy(false);
    }
  };
  const actor = { operator: operator.id, pharmacist: null, desk };
  return {
    asked,
    told,
    refusal,
    isBusy,
    print: (paper) =>
      once(async () => {
        setTold(null);
        const answer = await ask("printSlip", { settlementId, paper, actor });
        setRefusal(answer.ok ? null : answer.refusal);
        setAsked(answer.ok ? answer.value : null);
      }),
    printAtDesk: () =>
      once(async () => {
        setTold(null);
        const answer = await ask("printAtDesk", { settlementId, actor });
        setRefusal(answer.ok ? null : answer.refusal);
        if (answer.ok) setTold(answer.value);
      }),
    conclude: (outcome) =>
      once(async () => {
        if (asked === null) return;
        const answer = await ask("slipOutcome", { settlementId, copy: asked.copy, outcome });
        setRefusal(answer.ok ? null : answer.refusal);
        if (answer.ok) setAsked(null);
      }),
  };
}
