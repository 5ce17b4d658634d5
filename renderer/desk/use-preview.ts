import { useLayoutEffect, useMemo, useRef, useState } from "react";

import type { VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";

type Claim = VerbInput<"preview">["claim"];

/** The split as it would come out now. */
export interface PreviewState {
  readonly value: VerbOutput<"preview"> | null;
  readonly refusal: Refusal | null;
  /** What is shown belongs to the bill as it is, not as it was a moment ago. */
  readonly isCurrent: boolean;
  /** Asks anew although the bill is the same: something else has moved. */
  readonly askAgain: () => void;
}

interface Answered {
  readonly text: string;
  readonly turn: number;
  readonly value: VerbOutput<"preview"> | null;
  readonly refusal: Refusal | null;
}

/** The first change is asked about at once; those that follow one another within this time are one. */
const quietMs = 40;

/**
 * Asks for the split whenever the claim changes; the latest question wins and the last answer stays on screen meanwhile.
 */
export function usePreview(claim: Claim | null): PreviewState {
  const ask = useAsk();
  // Counts up to ask again although the claim is the same.
  const [turn, setTurn] = useState(0);
  const text = useMemo(() => (claim === null ? null : JSON.stringify(claim)), [claim]);
  const [answered, setAnswered] = useState<Answered | null>(null);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  // Before the changed bill is painted, not after: the engine works while the browser draws.
  useLayoutEffect(() => {
    if (claim === null || text === null) {
      setAnswered(null);
      return undefined;
    }
    const stop = new AbortController();
    const request = async (): Promise<void> => {
      try {
        const answer = await ask("preview", { claim }, stop.signal);
        if (stop.signal.aborted) return;
        setAnswered((before) => {
          const told = { text, turn };
          if (answer.ok) return { ...told, value: answer.value, refusal: null };
          // An engine that is away leaves the last split on screen, marked as not current.
          return { ...told, value: before?.value ?? null, refusal: answer.refusal };
        });
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      }
    };
    const isFirst = performance.now() - changedAt.current > quietMs;
    changedAt.current = performance.now();
    const start = (): void => inBackground(request());
    const timer = isFirst ? undefined : setTimeout(start, quietMs);
    if (isFirst) start();
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // The text stands for the claim: the same content is not asked twice.
  }, [ask, text, turn]);
  return {
    value: answered?.value ?? null,
    refusal: answered?.refusal ?? null,
    isCurrent:
      answered !== null && answered.text === text && answered.turn === turn && answered.refusal === null,
    askAgain: () => setTurn((now) => now + 1),
  };
}
