import { Money } from "../parts/money.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import type { Picked } from "../parts/use-picked.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { timeOf } from "./line-banner.tsx";
import { QueueMark } from "./queue-mark.tsx";
import type { QueueRow } from "./queue-row.ts";
import { actionOf } from "./queue-row.ts";

/** What has no end yet between desk and centre. */
export function QueueList({
  rows,
  picked,
  isBusy,
}: {
  readonly rows: readonly QueueRow[];
  readonly picked: Picked<QueueRow>;
  readonly isBusy: boolean;
}) {
  const { line: words, common } = useWords();
  const columns = useColumns();
  return (
    <PlainTable
      label={words.list.title}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.msgid}
      chosen={picked.key}
      onChoose={picked.pick}
      empty={isBusy ? common.loading : words.list.none}
    />
  );
}

function useColumns(): readonly Column<QueueRow>[] {
  const { line: words, domain } = useWords();
  const { list } = words;
  return [
    {
      id: "time",
      title: list.time,
      cell: ({ sale }) => (
        <>
          {timeOf(sale?.committedAt ?? null)}
          <span className="page-small mono">{sale?.settlementId}</span>
        </>
      ),
    },
    {
      id: "person",
      title: list.person,
      cell: ({ sale }) => (
        <>
          {sale?.name ?? list.unknownPerson}
          <span className="page-small">
            {sale === null ? "" : wordOf(domain.medTypes, sale.medType)}
            {sale?.kind === "reversal" ? ` · ${list.reversal}` : ""}
          </span>
        </>
      ),
    },
    {
      id: "fund",
      title: list.fund,
      isNumber: true,
      cell: ({ sale }) => (sale === null ? null : <Money amount={sale.fundTotal} />),
    },
    {
      id: "state",
      title: list.state,
      cell: (row) => <QueueMark row={row} />,
    },
    { id: "next", title: list.next, cell: (row) => <NextStep row={row} /> },
  ];
}

function NextStep({ row }: { readonly row: QueueRow }) {
  const { line: words } = useWords();
  if (row.is === "finding") return words.todo[actionOf(row) ?? "reverse"];
  const { next, notBefore, tries } = row.waiting;
  return (
    <>
      {words.steps[next]}
      <span className="page-small">
        {notBefore === null ? words.soon : words.notBefore(timeOf(notBefore, true))}
        {tries > 0 ? ` · ${words.tries(tries)}` : ""}
      </span>
    </>
  );
}
