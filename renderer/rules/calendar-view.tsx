import { useState } from "react";

import { Field } from "../parts/field.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { Trouble } from "../parts/trouble.tsx";
import type { VerbOutput } from "../../src/gateway/contract.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { ruleTitle } from "./rule-title.ts";
import { useToday } from "./use-plans.ts";

type Change = VerbOutput<"rulesCalendar">[number];

/** What changes when: packs that begin and end, trials that run out, rules with a new version. */
export function CalendarView() {
  const { rules, common } = useWords();
  const { calendar: words } = rules;
  const today = useToday();
  const year = Number(today.slice(0, 4));
  const [from, setFrom] = useState(`${year - 4}-01-01`);
  const [to, setTo] = useState(`${year + 3}-12-31`);
  const isReady = from !== "" && to !== "";
  const read = useVerb("rulesCalendar", { from, to }, { enabled: isReady });
  const columns = useColumns(today);
  return (
    <div className="page-list">
      <div className="page-row" role="search" aria-label={rules.tabs.calendar}>
        <Field label={words.from} type="date" value={from} onChange={setFrom} />
        <Field label={words.to} type="date" value={to} onChange={setTo} />
      </div>
      {read.error === null ? null : <Trouble refusal={read.error.refusal} safe={rules.unchanged} />}
      <PlainTable
        label={words.list}
        columns={columns}
        rows={read.data ?? []}
        keyOf={(change) => `${change.day} ${change.pack} ${change.kind}`}
        empty={isReady && read.isPending ? common.loading : words.none}
      />
    </div>
  );
}

function useColumns(today: string): readonly Column<Change>[] {
  const all = useWords();
  const { rules, domain } = all;
  const { calendar: words } = rules;
  return [
    {
      id: "day",
      title: words.day,
      cell: ({ day }) => (
        <span className="rules-day">
          {day}
          {day < today ? <span className="page-small">{words.past}</span> : null}
          {day === today ? <span className="tag tag-note">{words.today}</span> : null}
        </span>
      ),
    },
    { id: "plan", title: words.plan, cell: ({ plan }) => wordOf(domain.plans, plan) },
    {
      id: "what",
      title: words.what,
      cell: ({ kind }) => (
        <span className={`tag ${kind === "trialEnds" || kind === "ends" ? "tag-warn" : "tag-note"}`}>
          {words.kinds[kind]}
        </span>
      ),
    },
    {
      id: "which",
      title: words.which,
      cell: ({ paths, pack }) =>
        paths.length === 0 ? (
          <span className="mono">{pack}</span>
        ) : (
          [...new Set(paths.map((path) => titleOf(path)))].join(rules.says.and)
        ),
    },
  ];
  function titleOf(path: string): string {
    const [room, benefit] = path.split(".");
    const title = ruleTitle(path, all);
    return room === "benefits" && benefit !== undefined
      ? `${wordOf(rules.says.benefits, benefit)} ${title}`
      : title;
  }
}
