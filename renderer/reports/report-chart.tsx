import { useEffect, useRef } from "react";

import { inBackground } from "../parts/in-background.ts";
import { formatFen } from "../../src/base/money.ts";
import { useChosenPreferences } from "../session/preferences.ts";
import { useWords } from "../words/words.ts";
import type { ReportLine } from "./report-of.ts";

/** The same as the table beside it, drawn; loaded when a report is opened. */
export function ReportChart({
  lines,
  nameOf,
}: {
  readonly lines: readonly ReportLine[];
  readonly nameOf: (key: string) => string;
}) {
  const { reports: words } = useWords();
  const [{ highContrast }] = useChosenPreferences();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ended = new AbortController();
    let remove: (() => void) | null = null;
    const draw = async (): Promise<void> => {
      const { drawChart } = await import("./draw-chart.ts");
      if (ended.signal.aborted || place.current === null) return;
      const part = (name: string, token: string, which: "fund" | "accounts" | "cash") => ({
        name,
        token,
        values: lines.map((line) => Number(formatFen(line[which]))),
      });
      remove = drawChart(place.current, {
        names: lines.map(({ key }) => nameOf(key)),
        parts: [
          part(words.fund, "--fund-basic", "fund"),
          part(words.accounts, "--fund-account", "accounts"),
          part(words.cash, "--fund-cash", "cash"),
        ],
      });
    };
    inBackground(draw());
    return () => {
      ended.abort();
      remove?.();
    };
    // Colours are read when it is drawn: another contrast is another drawing.
  }, [lines, nameOf, words, highContrast]);
  return <div className="report-chart" ref={place} role="img" aria-label={words.chart} />;
}
