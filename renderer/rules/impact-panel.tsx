import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { WorkProgress } from "../parts/work-progress.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import type { Words } from "../words/words.ts";
import { useWords } from "../words/words.ts";
import type { Impact } from "./download-mark.tsx";
import { ImpactTable } from "./impact-table.tsx";
import { useToday } from "./use-plans.ts";
import { yuanAmount } from "./yuan-amount.ts";

/** What a period would have come to under a download, before it is taken into use. */
export function ImpactPanel({ downloadId }: { readonly downloadId: string }) {
  const { rules } = useWords();
  const { impact: words } = rules;
  const today = useToday();
  const [from, setFrom] = useState(() => monthBefore(today));
  const [to, setTo] = useState(today);
  const [id, setId] = useState<string | null>(null);
  const start = useAct("startImpact");
  const stop = useAct("cancelImpact");
  const [isEnded, setEnded] = useState(false);
  const read = useVerb(
    "impactOf",
    { id: id ?? "none" },
    { enabled: id !== null, ...(isEnded ? {} : { everyMs: 300 }) },
  );
  const impact = read.data;
  if (impact !== undefined && (impact.state !== "running") !== isEnded) setEnded(impact.state !== "running");
  const isRunning = impact?.state === "running";
  const begin = async (): Promise<void> => {
    const begun = await start.run({ downloadId, from, to, rulesDay: null });
    if (begun !== null) setId(begun.id);
  };
  const refusal = start.refusal ?? stop.refusal ?? read.error?.refusal ?? null;
  return (
    <div className="rules-block">
      <h3>{words.title}</h3>
      <p className="page-hint">{words.lead}</p>
      <div className="page-row">
        <Field label={words.from} type="date" value={from} onChange={setFrom} />
        <Field label={words.to} type="date" value={to} onChange={setTo} />
        {isRunning ? (
          <Button onPress={() => inBackground(stop.run({ id: impact.id }))}>{words.cancel}</Button>
        ) : (
          <Button onPress={() => inBackground(begin())} isDisabled={start.isBusy || from === "" || to === ""}>
            {words.start}
          </Button>
        )}
      </div>
      {refusal === null ? null : <Trouble refusal={refusal} safe={rules.unchanged} />}
      {impact === undefined ? null : <ImpactResult impact={impact} />}
    </div>
  );
}

/** A month before a day: its first day of the month before. */
function monthBefore(day: string): string {
  const [year = 2000, month = 1] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, "0")}-01`;
}

function ImpactResult({ impact }: { readonly impact: Impact }) {
  const words = useWords();
  const { impact: own } = words.rules;
  const { state, looked, all, refused } = impact;
  switch (state) {
    case "running":
      return <WorkProgress label={own.running(looked, all)} done={looked} of={all} />;
    case "failed":
      return <Said look="bad">{own.failed}</Said>;
    case "cancelled":
      return <Said look="warn">{own.cancelled(looked)}</Said>;
    case "done":
      return (
        <>
          <Said look={refused > 0 ? "bad" : impact.changed > 0 ? "warn" : "good"}>
            {doneText(impact, words)}
          </Said>
          {impact.largest.length === 0 ? null : <ImpactTable sales={impact.largest} />}
        </>
      );
  }
}

function doneText({ sales, changed, refused, change }: Impact, { rules }: Words): string {
  const { impact: own, says } = rules;
  if (sales === 0) return own.noSales;
  const told =
    changed === 0
      ? null
      : own.done(sales, changed, moreOrLess(change.fundTotal, own), moreOrLess(change.personal, own));
  const told2 = refused === 0 ? null : own.refused(refused);
  if (told === null && told2 === null) return own.none(sales);
  return [told, told2].filter((text) => text !== null).join(says.comma);
}

function moreOrLess(amount: string, own: Words["rules"]["impact"]): string {
  const size = yuanAmount(amount.replace("-", ""));
  if (Number(amount) === 0) return own.same;
  return amount.startsWith("-") ? own.less(size) : own.more(size);
}
