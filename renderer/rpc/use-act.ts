import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { useAsk } from "./rpc-context.ts";
import type { Refusal } from "./transport.ts";

export interface Act<V extends Verb> {
  readonly isBusy: boolean;
  readonly refusal: Refusal | null;
  /** What it answered, null when it was refused or is on its way already. */
  readonly run: (input: VerbInput<V>) => Promise<VerbOutput<V> | null>;
}

/** Something done by pressing a button: once at a time; what the screens have read before is read again afterwards. */
export function useAct<V extends Verb>(verb: V): Act<V> {
  const ask = useAsk();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // State is read a moment late: two presses within one frame meet here.
  const isOnItsWay = useRef(false);
  const run = async (input: VerbInput<V>): Promise<VerbOutput<V> | null> => {
    if (isOnItsWay.current) return null;
    isOnItsWay.current = true;
    setBusy(true);
    setRefusal(null);
    const answer = await ask(verb, input);
    isOnItsWay.current = false;
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.refusal);
      return null;
    }
    await queries.invalidateQueries();
    return answer.value;
  };
  return { isBusy, refusal, run };
}
