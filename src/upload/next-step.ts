import type { Habits } from "./habits.ts";
import type { MessageState } from "./message-state.ts";

/** A message that is the next of its person. */
export interface Next {
  readonly state: MessageState;
  /** What became of the message that this one takes back; null for a sale. */
  readonly original: { readonly state: MessageState } | null;
}

/**
 * What is to be done with it: send it; ask what became of it; or drop it, as the centre never had what it takes back.
 *
 * @source domain §8
 */
export function nextStep({ state, original }: Next): "send" | "ask" | "drop" {
  if (state !== "pending") return "ask";
  return original?.state === "rejected" ? "drop" : "send";
}

/** What the centre says of a message whose answer is missing. */
export type Traced = "there" | "notThere";

/**
 * What follows: `confirm` what is there; `resend` under the same number, where that is done at most once; else `undo` it
 * by 2601, so that it cannot come later. A reversal is done at most once at every centre, as what it takes back stands
 * only once; put out of the way, it would leave the sale standing there and taken back here.
 *
 * @source domain §8
 */
export function afterAsking(
  traced: Traced,
  { isIdempotent }: Habits,
  kind: "sale" | "reversal",
): "confirm" | "resend" | "undo" {
  if (traced === "there") return "confirm";
  return isIdempotent || kind === "reversal" ? "resend" : "undo";
}
