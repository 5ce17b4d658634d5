import { useState } from "react";

import { useVerb } from "../rpc/rpc-context.ts";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import { keptRun } from "./kept-run.ts";

export interface ClosingDay {
  /** null until it is known which days wait. */
  readonly day: string | null;
  /** As it stands in the field: it may be half typed. */
  readonly text: string;
  readonly today: string;
  readonly unclosed: readonly string[];
  readonly choose: (text: string) => void;
}

/** The day that is closed: the one whose comparison was under way, else the oldest that is not sealed, else today. */
export function useClosingDay(): ClosingDay {
  const aheadMs = useEngineClock();
  const [today] = useState(() => shanghaiNow(aheadMs).slice(0, 10));
  const unclosed = useVerb("unclosedDays", {}, { everyMs: 10_000 }).data;
  const [day, setDay] = useState(keptRun);
  const [text, setText] = useState(day ?? "");
  const choose = (next: string): void => {
    setText(next);
    if (next !== "") setDay(next);
  };
  // Chosen once: sealing it must not put another day before the eyes of whoever sealed it.
  if (day === null && unclosed !== undefined) choose(unclosed[0] ?? today);
  return { day, text, today, unclosed: unclosed ?? [], choose };
}
