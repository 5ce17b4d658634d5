import { useRef, useState } from "react";

import type { Refusal } from "../rpc/transport.ts";
import { useAsk } from "../rpc/rpc-context.ts";

export type ChainState =
  | { readonly is: "unchecked" }
  | { readonly is: "checking"; readonly checked: number; readonly last: number }
  | { readonly is: "stopped"; readonly checked: number; readonly last: number }
  | { readonly is: "checked"; readonly last: number; readonly broken: readonly number[] }
  | { readonly is: "refused"; readonly refusal: Refusal };

/** Some at a time: the desk sells between two stretches. */
const stretch = 2000;

/** Goes along the whole chain, as far as it went when it was begun; can be stopped. */
export function useChain(): {
  readonly state: ChainState;
  readonly check: () => Promise<void>;
  readonly stop: () => void;
} {
  const ask = useAsk();
  const [state, setState] = useState<ChainState>({ is: "unchecked" });
  const run = useRef(0);
  const check = async (): Promise<void> => {
    run.current += 1;
    const mine = run.current;
    const broken: number[] = [];
    let checked = 0;
    let end = -1;
    setState({ is: "checking", checked, last: 0 });
    while (end < 0 || checked < end) {
      const answer = await ask("checkChain", { after: checked, limit: stretch });
      if (mine !== run.current) return;
      if (!answer.ok) return setState({ is: "refused", refusal: answer.refusal });
      if (end < 0) end = answer.value.last;
      broken.push(...answer.value.broken);
      // A chain that ends before its end has lost entries.
      if (answer.value.checked === checked) break;
      checked = answer.value.checked;
      setState({ is: "checking", checked: Math.min(checked, end), last: end });
    }
    setState({ is: "checked", last: end, broken });
  };
  const stop = (): void => {
    run.current += 1;
    setState((now) => (now.is === "checking" ? { ...now, is: "stopped" } : now));
  };
  return { state, check, stop };
}
