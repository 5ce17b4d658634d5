import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { ClosingState } from "./use-comparison.ts";
import { isCutShort } from "./use-comparison.ts";

export type Stand =
  | "empty"
  | "notBegun"
  | "noCentre"
  | "offline"
  | "running"
  | "stopped"
  | "broken"
  | "differences"
  | "unnamed"
  | "balanced"
  | "stale"
  | "sealed"
  | "provisional"
  | "local";

/** How a day stands, and so what is said of it and what its keys do. */
export function standOf(about: {
  readonly state: ClosingState;
  readonly isRunning: boolean;
  readonly line: VerbOutput<"lineState">["state"];
  readonly totals: Pick<VerbOutput<"dayTotals">, "sales" | "reversals" | "closedAt">;
}): Stand {
  const { state, isRunning, line, totals } = about;
  const { closing } = state;
  if (isRunning) return "running";
  if (closing === null) {
    if (totals.closedAt !== null) return "local";
    if (line !== "online") return line === "none" ? "noCentre" : "offline";
    return totals.sales + totals.reversals === 0 ? "empty" : "notBegun";
  }
  if (closing.outcome !== "open") return closing.outcome === "balanced" ? "sealed" : "provisional";
  if (closing.failure !== null) return line === "none" ? "noCentre" : "stopped";
  if (isCutShort(closing)) return "broken";
  if (closing.step === "balanced") return state.isCurrent ? "balanced" : "stale";
  return closing.unnamed.length > 0 ? "unnamed" : "differences";
}

export function isSealed(stand: Stand): boolean {
  return stand === "sealed" || stand === "provisional" || stand === "local";
}
