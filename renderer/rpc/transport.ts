import type { RpcAnswer, Verb, VerbInput } from "../../src/gateway/contract.ts";

/** How a page reaches the engine: over HTTP in a browser, over a port in the window. */
export interface Transport {
  /**
   * One verb. What the engine answers, refusals among it; what keeps the answer from coming is a refusal as well, with
   * a code of its own (`noAnswer`). @throws DOMException AbortError when the signal fires
   */
  readonly ask: <V extends Verb>(verb: V, input: VerbInput<V>, signal?: AbortSignal) => Promise<RpcAnswer<V>>;
}

export type Refusal = Extract<RpcAnswer<Verb>, { ok: false }>["refusal"];

/** Why no answer came; the engine itself uses none of these codes. */
export type NoAnswer = "UNREACHABLE" | "SESSION_ENDED" | "TOO_MANY";

export function noAnswer(code: NoAnswer): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message: "", details: {} } };
}

/** Whether the engine may have done what was asked although its answer did not come. */
export function isUnknown({ code }: Refusal): boolean {
  return code === "UNREACHABLE" || code === "OUTCOME_UNKNOWN" || code === "INTERNAL_ERROR";
}
