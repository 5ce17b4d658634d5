import type { UseQueryResult } from "@tanstack/react-query";
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";

import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import type { Refusal, Transport } from "./transport.ts";
import { noAnswer } from "./transport.ts";

/** Outside of a connection nothing is answered. */
const unconnected: Transport = { ask: () => Promise.resolve(noAnswer("UNREACHABLE")) };

export const RpcContext = createContext<Transport>(unconnected);

/** The way to the engine, for what is done once: `const answer = await ask("commit", …)`. */
export function useAsk(): Transport["ask"] {
  return useContext(RpcContext).ask;
}

/** A refusal on its way through react-query. */
export class RefusalError extends Error {
  override readonly name = "RefusalError";
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** What a verb that only reads answers, kept fresh: for lists and figures on a screen. */
export function useVerb<V extends Verb>(
  verb: V,
  input: VerbInput<V>,
  options: { readonly everyMs?: number; readonly enabled?: boolean } = {},
): UseQueryResult<VerbOutput<V>, RefusalError> {
  const ask = useAsk();
  return useQuery<VerbOutput<V>, RefusalError>({
    queryKey: [verb, input],
    queryFn: async ({ signal }) => {
      const answer = await ask(verb, input, signal);
      if (!answer.ok) throw new RefusalError(answer.refusal);
      return answer.value;
    },
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMs ?? false,
  });
}
