import { useEffect, useState } from "react";

import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import type { DayRows } from "./report-of.ts";

export interface ReportRead {
  readonly of: string;
  readonly days: readonly DayRows[];
  readonly isWhole: boolean;
  readonly refusal: Refusal | null;
}

/** Reads the days of a period one after the other: the desk sells between two of them. */
export function useReport(days: readonly string[]): ReportRead {
  const ask = useAsk();
  const of = days.join(" ");
  const [read, setRead] = useState<ReportRead>({ of, days: [], isWhole: false, refusal: null });
  useEffect(() => {
    const ended = new AbortController();
    const run = async (): Promise<void> => {
      const rows: ReportRead["days"][number][] = [];
      const soFar = (): ReportRead => ({ of, days: [...rows], isWhole: false, refusal: null });
      setRead(soFar());
      for (const day of of.split(" ")) {
        const answer = await ask("dayReport", { day });
        if (ended.signal.aborted) return;
        if (!answer.ok) return setRead({ ...soFar(), refusal: answer.refusal });
        rows.push({ day, rows: answer.value });
        setRead(soFar());
      }
      setRead({ ...soFar(), isWhole: true });
    };
    inBackground(run());
    return () => ended.abort();
  }, [ask, of]);
  return read;
}
