import { useEffect, useEffectEvent, useState } from "react";

import type { RpcAnswer, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";

export type Known = VerbOutput<"outcome">;
type Settled = VerbOutput<"settlement">;

/** The desk waits so long for the centre before a slip says that its answer is still to come (domain §6). */
const waitMs = 15_000;
/** After that it looks again now and then, while the result is on screen. */
const lookMs = 3000;

export interface CentreAnswer {
  /** null: it has just been asked. */
  readonly known: Known | null;
  /** The time in which an answer is due has gone by. */
  readonly isLate: boolean;
  readonly refusal: Refusal | null;
  readonly isReversed: boolean;
  /** As it is paid since the centre's amounts were accepted here; null: as it was booked. */
  readonly paid: Settled | null;
  readonly accept: () => void;
  readonly reverse: () => void;
}

/** What the centre says to a settlement: waited for, then looked for, until it is certain. */
export function useOutcome(
  { settlementId, msgid }: VerbOutput<"commit">,
  actor: VerbInput<"reverse">["actor"],
): CentreAnswer {
  const ask = useAsk();
  const [known, setKnown] = useState<Known | null>(null);
  const [isLate, setLate] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isReversed, setReversed] = useState(false);
  const [paid, setPaid] = useState<Settled | null>(null);
  const look = useEffectEvent(async (signal: AbortSignal): Promise<void> => {
    let wait = waitMs;
    while (!signal.aborted) {
      const answer: RpcAnswer<"outcome"> = await ask("outcome", { settlementId, waitMs: wait }, signal);
      if (answer.ok) {
        setKnown(answer.value);
        if (!isOpen(answer.value)) return;
        setLate(true);
        wait = 0;
      }
      await rest(lookMs, signal);
    }
  });
  useEffect(() => {
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      try {
        await look(stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      }
    };
    inBackground(run());
    return () => stop.abort();
  }, [settlementId]);
  const accept = async (): Promise<void> => {
    const answer = await ask("acceptDifference", { msgid, actor });
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    setKnown((now) => (now === null ? now : { ...now, finding: answer.value }));
    setPaid(valueOrNull(await ask("settlement", { settlementId })));
  };
  const reverse = async (): Promise<void> => {
    // One settlement is taken back once, whoever asks: the key is its own.
    // What the centre has otherwise the cashier takes back alone (domain §6).
    const idempotencyKey = `reverse ${settlementId}`;
    const answer = await ask("reverse", { settlementId, idempotencyKey, actor, approval: null });
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setReversed(true);
  };
  return {
    known,
    isLate,
    refusal,
    isReversed,
    paid,
    accept: () => inBackground(accept()),
    reverse: () => inBackground(reverse()),
  };
}

function valueOrNull(answer: RpcAnswer<"settlement">): Settled | null {
  return answer.ok ? answer.value : null;
}

/** Whether what is known may still change by itself. */
function isOpen({ verdict }: Known): boolean {
  return verdict === "waiting" || verdict === "unknown" || verdict === "provisional";
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve());
  await promise;
  clearTimeout(timer);
}
