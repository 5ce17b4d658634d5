import type { RpcAnswer, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import type { Refusal, Transport } from "../rpc/transport.ts";
import { isUnknown } from "../rpc/transport.ts";

/** What is sent to be booked: a settlement with the insurance, or a sale that is paid in cash for now. */
export type Request =
  | { readonly as: "insured"; readonly input: VerbInput<"commit"> }
  | { readonly as: "cash"; readonly input: VerbInput<"commitCash"> };

/** What became of a bill that the cashier has confirmed. */
export type Outcome =
  | { readonly is: "settled"; readonly committed: VerbOutput<"commit"> }
  /** Another window had settled this bill, with other content. */
  | { readonly is: "settledBefore"; readonly committed: VerbOutput<"commit"> }
  /** Nothing was booked: the split is another one now. */
  | { readonly is: "stale" }
  /** Nothing was booked. */
  | { readonly is: "refused"; readonly refusal: Refusal }
  /** Booked or not: the same bill, tried again, tells. */
  | { readonly is: "unknown"; readonly refusal: Refusal };

/** Settles a bill under its own key. However often and from wherever it is called, the bill is booked once at most. */
export async function settle(ask: Transport["ask"], request: Request): Promise<Outcome> {
  const answer = await send(ask, request);
  if (answer.ok) return { is: "settled", committed: answer.value };
  const { refusal } = answer;
  if (refusal.code === "PREVIEW_STALE") return { is: "stale" };
  if (refusal.code !== "IDEMPOTENCY_CONFLICT" && !isUnknown(refusal)) return { is: "refused", refusal };
  const before = await ask("settlementByKey", { idempotencyKey: request.input.idempotencyKey });
  if (before.ok) {
    const is = refusal.code === "IDEMPOTENCY_CONFLICT" ? "settledBefore" : "settled";
    return { is, committed: before.value };
  }
  return { is: isUnknown(refusal) ? "unknown" : "refused", refusal };
}

async function send(ask: Transport["ask"], request: Request): Promise<RpcAnswer<"commit">> {
  return request.as === "cash" ? await ask("commitCash", request.input) : await ask("commit", request.input);
}
