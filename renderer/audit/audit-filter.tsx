import type { Ref } from "react";

import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useWords } from "../words/words.ts";
import type { AuditFilter } from "./use-audit.ts";

/** Which entries are shown: of a day, an operator, a kind. */
export function AuditFilterRow({
  filter,
  change,
  dayRef,
}: {
  readonly filter: AuditFilter;
  readonly change: (change: Partial<AuditFilter>) => void;
  readonly dayRef: Ref<HTMLInputElement>;
}) {
  const { audit: words } = useWords();
  const operators = useVerb("operators", {});
  return (
    <div className="page-row" role="search" aria-label={words.filter.title}>
      <Field
        label={words.filter.day}
        type="date"
        value={filter.day}
        onChange={(day) => change({ day })}
        inputRef={dayRef}
        suffix={<kbd className="key">F2</kbd>}
      />
      <Choice
        label={words.filter.operator}
        value={filter.operator}
        onChange={(operator) => change({ operator })}
        options={[
          { value: "", name: words.filter.everybody },
          ...(operators.data ?? []).map(({ id, name }) => ({ value: id, name: `${name} ${id}` })),
          { value: "system", name: words.filter.system },
        ]}
      />
      <Choice
        label={words.filter.action}
        value={filter.action}
        onChange={(action) => change({ action })}
        options={[
          { value: "", name: words.filter.everything },
          ...Object.entries(words.actions).map(([value, name]) => ({ value, name })),
        ]}
      />
    </div>
  );
}
