import type { RpcAnswer, Verb, VerbInput } from "../../src/gateway/contract.ts";
import type { NoAnswer, Transport } from "./transport.ts";
import { noAnswer } from "./transport.ts";

/** What a page may still send when it goes away is bounded by the browser. */
const leavingMax = 60_000;

/** Verbs over HTTP, from the page that the engine itself has served. */
export function httpTransport(session: string): Transport {
  let isLeaving = false;
  addEventListener("pagehide", () => {
    isLeaving = true;
  });
  addEventListener("pageshow", () => {
    isLeaving = false;
  });
  return {
    ask: async (verb, input, signal) => {
      try {
        return await post({ session, isLeaving }, { verb, input }, signal);
      } catch (error) {
        if (signal?.aborted === true) throw error;
        return noAnswer("UNREACHABLE");
      }
    },
  };
}

async function post<V extends Verb>(
  { session, isLeaving }: { readonly session: string; readonly isLeaving: boolean },
  { verb, input }: { readonly verb: V; readonly input: VerbInput<V> },
  signal: AbortSignal | undefined,
): Promise<RpcAnswer<V>> {
  const body = JSON.stringify(input);
  const response = await fetch(`/rpc/${verb}`, {
    method: "POST",
    headers: { authorization: `Bearer ${session}`, "content-type": "application/json" },
    body,
    // What is sent by a page that goes away arrives all the same.
    keepalive: isLeaving && body.length <= leavingMax,
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
