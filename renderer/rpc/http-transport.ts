import type { RpcAnswer, Verb, VerbInput } from "../../src/gateway/contract.ts";
import type { NoAnswer, Transport } from "./transport.ts";
import { noAnswer } from "./transport.ts";

/** Verbs over HTTP, from the page that the engine itself has served. */
export function httpTransport(session: string): Transport {
  return {
    ask: async (verb, input, signal) => {
      try {
        return await post(session, { verb, input }, signal);
      } catch (error) {
        if (signal?.aborted === true) throw error;
        return noAnswer("UNREACHABLE");
      }
    },
  };
}

async function post<V extends Verb>(
  session: string,
  { verb, input }: { readonly verb: V; readonly input: VerbInput<V> },
  signal: AbortSignal | undefined,
): Promise<RpcAnswer<V>> {
  const response = await fetch(`/rpc/${verb}`, {
    method: "POST",
    headers: { authorization: `Bearer ${session}`, "content-type": "application/json" },
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  });
  // 503 brings a refusal: the books themselves could not be used.
  if (!response.ok && response.status !== 503) return noAnswer(codeOf(response.status));
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- the engine's own types: this page came from that very engine
  const answer: RpcAnswer<V> = await response.json();
  return answer;
}

function codeOf(status: number): NoAnswer {
  if (status === 401 || status === 403) return "SESSION_ENDED";
  return status === 429 ? "TOO_MANY" : "UNREACHABLE";
}
