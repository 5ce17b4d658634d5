import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Facts } from "../parts/facts.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePicked } from "../parts/use-picked.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { EditorSheet } from "./editor-sheet.tsx";
import { roomTitle, ruleTitle } from "./rule-title.ts";
import type { RuleValue } from "./status-mark.tsx";
import { StatusMark } from "./status-mark.tsx";
import { useMayChange } from "./use-may-change.ts";
import { usePlans } from "./use-plans.ts";

/** What nobody has told yet: whom to ask, and where to write the answer down. */
export function UnknownView({ onSaved }: { readonly onSaved: () => void }) {
  const { rules, common, domain } = useWords();
  const { unknown: words } = rules;
  const mayChange = useMayChange();
  const { plans } = usePlans();
  const [plan, setPlan] = useState("");
  const read = useVerb("unknownRules", { plan: plan === "" ? null : plan });
  const rows = read.data ?? [];
  const picked = usePicked(rows, keyOf);
  const [open, setOpen] = useState<RuleValue | null>(null);
  const columns = useColumns();
  return (
    <div className="page-halves rules-halves">
      <section className="page-list" aria-label={rules.tabs.unknown} onKeyDown={picked.onKeyDown}>
        <div className="page-row">
          <Choice
            label={words.plan}
            value={plan}
            onChange={setPlan}
            options={[
              { value: "", name: words.allPlans },
              ...plans.map((value) => ({ value, name: wordOf(domain.plans, value) })),
            ]}
          />
          <p className="page-hint" role="status">
            {words.count(rows.length)}
          </p>
        </div>
        {read.error === null ? null : <Trouble refusal={read.error.refusal} safe={rules.unchanged} />}
        <PlainTable
          label={words.list}
          columns={columns}
          rows={rows}
          keyOf={keyOf}
          empty={read.isPending ? common.loading : words.none}
          chosen={picked.key}
          onChoose={picked.pick}
        />
      </section>
      <section className="page-side" tabIndex={0} aria-label={words.side}>
        <p className="page-hint">{words.lead}</p>
        {picked.row === undefined ? null : <UnknownFacts value={picked.row} />}
        {mayChange ? null : <p className="page-hint">{rules.readOnly}</p>}
        {mayChange && picked.row !== undefined ? (
          <div className="page-row">
            <Button look="accent" onPress={() => setOpen(picked.row ?? null)}>
              {words.supply}
            </Button>
          </div>
        ) : null}
      </section>
      {open === null ? null : <EditorSheet value={open} onClose={() => setOpen(null)} onSaved={onSaved} />}
    </div>
  );
}

function UnknownFacts({ value }: { readonly value: RuleValue }) {
  const all = useWords();
  const { rules, domain } = all;
  const { plan, path, benefit, clause, ask, from, to } = value;
  return (
    <div className="rules-block">
      <h2 className="page-title">{ruleTitle(path, all)}</h2>
      <p>
        <StatusMark status={value.status} />
      </p>
      <Facts
        of={[
          [rules.unknown.plan, wordOf(domain.plans, plan)],
          [rules.unknown.benefit, roomTitle(benefit, all)],
          [rules.unknown.ask, ask],
          [rules.clause, clause],
          [rules.days, rules.daysOf(from, to)],
        ]}
      />
      <p className="page-hint">{rules.unknown.affects}</p>
    </div>
  );
}

function useColumns(): readonly Column<RuleValue>[] {
  const words = useWords();
  const { rules, domain } = words;
  return [
    { id: "plan", title: rules.unknown.plan, cell: ({ plan }) => wordOf(domain.plans, plan) },
    { id: "benefit", title: rules.unknown.benefit, cell: ({ benefit }) => roomTitle(benefit, words) },
    { id: "rule", title: rules.rule, cell: ({ path }) => ruleTitle(path, words) },
    { id: "ask", title: rules.unknown.ask, cell: ({ ask }) => ask ?? "" },
  ];
}

function keyOf({ pack, path, from }: RuleValue): string {
  return `${pack} ${path} ${from}`;
}
