import type { Found } from "./use-search.ts";
import { useWords } from "../words/words.ts";

/** Whether it is a sale that stands, one that was taken back, or what took it back. */
export function StandingMark({ of }: { readonly of: Pick<Found, "kind" | "mode" | "reversedBy"> }) {
  const { marks } = useWords().history;
  if (of.kind === "reversal") return <span className="tag tag-bad">{marks.reversal}</span>;
  if (of.reversedBy !== null) return <span className="tag tag-warn">{marks.reversed}</span>;
  return of.mode === "cash" ? <span className="tag tag-warn">{marks.cash}</span> : null;
}
