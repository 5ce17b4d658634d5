import { useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Button } from "../parts/button.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useWords } from "../words/words.ts";
import { AddOperatorSheet } from "./add-operator-sheet.tsx";
import { OperatorSheet } from "./operator-sheet.tsx";

export type ListedOperator = VerbOutput<"operators">[number];

/** Who works here, as what, and who may not at the moment. */
export function OperatorsCard({ mayChange }: { readonly mayChange: boolean }) {
  const { settings, common } = useWords();
  const { operators: words } = settings;
  const read = useVerb("operators", {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const operator = read.data?.find(({ id }) => id === chosen);
  const columns = useColumns(mayChange ? setChosen : null);
  return (
    <section className="card settings-wide" aria-labelledby="settings-operators">
      <h2 id="settings-operators">{words.title}</h2>
      <PlainTable
        label={words.list}
        columns={columns}
        rows={read.data ?? []}
        keyOf={({ id }) => id}
        empty={common.loading}
      />
      {mayChange ? (
        <div className="page-row">
          <Button onPress={() => setAdding(true)}>{words.add}</Button>
        </div>
      ) : null}
      {isAdding ? <AddOperatorSheet onClose={() => setAdding(false)} /> : null}
      {operator === undefined ? null : <OperatorSheet operator={operator} onClose={() => setChosen(null)} />}
    </section>
  );
}

function useColumns(onChange: ((id: string) => void) | null): readonly Column<ListedOperator>[] {
  const { settings, shell } = useWords();
  const { operators: words } = settings;
  return [
    { id: "id", title: words.id, cell: ({ id }) => <span className="mono">{id}</span> },
    { id: "name", title: words.name, cell: ({ name }) => name },
    { id: "role", title: words.role, cell: ({ role }) => shell.roles[role] },
    {
      id: "state",
      title: words.state,
      cell: ({ active, lockedUntil }) => (
        <span className={`tag ${active ? (lockedUntil === null ? "tag-good" : "tag-warn") : "tag-bad"}`}>
          {!active ? words.inactive : lockedUntil === null ? words.active : words.locked}
        </span>
      ),
    },
    ...(onChange === null
      ? []
      : [
          {
            id: "change",
            title: words.change,
            cell: ({ id, name }: ListedOperator) => (
              <Button onPress={() => onChange(id)} label={words.changeWhom(name)}>
                {words.change}
              </Button>
            ),
          },
        ]),
  ];
}
