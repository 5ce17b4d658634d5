import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import type { Picked } from "../parts/use-picked.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { useWords } from "../words/words.ts";
import { timeOf } from "./time-of.ts";

type Outcome = "open" | "provisional" | "balanced" | "local" | "waiting";

export interface ListedDay {
  readonly day: string;
  readonly outcome: Outcome;
  readonly sealedAt: string | null;
  readonly differences: number | null;
}

const tags: Readonly<Record<Outcome, string>> = {
  open: "tag-note",
  waiting: "tag-note",
  provisional: "tag-warn",
  local: "tag-warn",
  balanced: "tag-good",
};

/** Days that wait, that are under way and that are closed, the newest first. */
export function useListedDays(unclosed: readonly string[]): readonly ListedDay[] {
  const listed = useVerb("closedDays", { limit: 400 }, { everyMs: 10_000 }).data ?? [];
  const known = new Set(listed.map(({ day }) => day));
  const waiting = unclosed.flatMap((day): readonly ListedDay[] =>
    known.has(day) ? [] : [{ day, outcome: "waiting", sealedAt: null, differences: null }],
  );
  return [...listed, ...waiting].toSorted((a, b) => b.day.localeCompare(a.day));
}

export function DayList({
  days,
  picked,
}: {
  readonly days: readonly ListedDay[];
  readonly picked: Picked<ListedDay>;
}) {
  const { days: words } = useWords().closing;
  const columns: readonly Column<ListedDay>[] = [
    { id: "day", title: words.day, cell: ({ day }) => day },
    {
      id: "outcome",
      title: words.outcome,
      cell: ({ outcome }) => <span className={`tag ${tags[outcome]}`}>{words.outcomes[outcome]}</span>,
    },
    { id: "differences", title: words.differences, isNumber: true, cell: ({ differences }) => differences },
    { id: "sealedAt", title: words.sealedAt, cell: ({ sealedAt }) => timeOf(sealedAt) },
  ];
  return (
    <PlainTable
      label={words.title}
      columns={columns}
      rows={days}
      keyOf={({ day }) => day}
      chosen={picked.key}
      onChoose={picked.pick}
      empty={words.none}
    />
  );
}
