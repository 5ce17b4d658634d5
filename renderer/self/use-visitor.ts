import { useEffect, useEffectEvent, useRef, useState } from "react";

import type { Refusal } from "../rpc/transport.ts";
import type { SelfOutput } from "./ask-self.ts";
import { askSelf } from "./ask-self.ts";

/** After this long without a key or a touch whoever stood there is forgotten. */
const forgetMs = 60_000;
/** Before that it is said. */
const warnMs = 15_000;

export interface Visitor {
  readonly records: SelfOutput<"ownRecords"> | null;
  readonly refusal: Refusal | null;
  readonly isBusy: boolean;
  /** Seconds until it is forgotten, towards the end. */
  readonly secondsLeft: number | null;
  readonly show: (scanned: string) => Promise<void>;
  readonly forget: () => void;
}

/** Whoever stands at the page: held in memory alone, until nobody touches it, or the next one scans. */
export function useVisitor(pass: string): Visitor {
  const [records, setRecords] = useState<Visitor["records"]>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  // Of two scans the later one counts, and none of before a forgetting.
  const turn = useRef(0);
  const forget = (): void => {
    turn.current += 1;
    setRecords(null);
    setRefusal(null);
    setBusy(false);
  };
  const show = async (scanned: string): Promise<void> => {
    forget();
    const mine = turn.current;
    setBusy(true);
    const answer = await askSelf(pass, "ownRecords", { scanned });
    if (mine !== turn.current) return;
    setBusy(false);
    if (answer.ok) setRecords(answer.value);
    else setRefusal(answer.refusal);
  };
  const isShown = records !== null || refusal !== null;
  return { records, refusal, isBusy, secondsLeft: useForgetting(isShown, forget), show, forget };
}

/** Counts while something is shown; every key and touch begins anew. */
function useForgetting(isShown: boolean, onForget: () => void): number | null {
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const forget = useEffectEvent(onForget);
  useEffect(() => {
    if (!isShown) return setSecondsLeft(null);
    let until = performance.now() + forgetMs;
    const touched = (): void => {
      until = performance.now() + forgetMs;
      setSecondsLeft(null);
    };
    const timer = setInterval(() => {
      const left = until - performance.now();
      if (left <= 0) forget();
      else setSecondsLeft(left <= warnMs ? Math.ceil(left / 1000) : null);
    }, 500);
    const events = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
    for (const name of events) window.addEventListener(name, touched, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const name of events) window.removeEventListener(name, touched, { capture: true });
    };
  }, [isShown]);
  return secondsLeft;
}
