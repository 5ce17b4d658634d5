import { Money } from "../parts/money.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { MessageMark } from "./message-mark.tsx";
import { listMax } from "./search-of.ts";
import { StandingMark } from "./standing-mark.tsx";
import type { Finding, Found } from "./use-search.ts";

/** What was found, newest first. */
export function HistoryList({
  finding,
  chosen,
  onChoose,
}: {
  readonly finding: Finding;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}) {
  const { history, common } = useWords();
  const { list } = history;
  const columns = useColumns();
  const { rows, asked, isBusy } = finding;
  const { query, name } = asked;
  const title = name !== null ? list.of(name) : query.day !== null ? list.onDay(query.day) : list.onlyOne;
  return (
    <>
      <p className="history-count" role="status">
        <strong>{title}</strong>
        <span>{rows.length < listMax ? list.count(rows.length) : list.more(listMax)}</span>
      </p>
      <div className="items">
        <PlainTable
          label={list.title}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.settlementId}
          chosen={chosen}
          onChoose={(row) => onChoose(row.settlementId)}
          empty={isBusy ? common.loading : list.none}
        />
      </div>
    </>
  );
}

function useColumns(): readonly Column<Found>[] {
  const { history, domain } = useWords();
  const { list } = history;
  return [
    {
      id: "time",
      title: list.time,
      cell: ({ committedAt, settlementId }) => (
        <>
          <span className="history-time">{committedAt.slice(0, 16).replace("T", " ")}</span>
          <span className="history-id mono">{settlementId}</span>
        </>
      ),
    },
    {
      id: "person",
      title: list.person,
      cell: ({ name, medType }) => (
        <>
          <span className="items-title">{name ?? list.unknownPerson}</span>
          <span className="history-id">{wordOf(domain.medTypes, medType)}</span>
        </>
      ),
    },
    { id: "total", title: list.total, isNumber: true, cell: ({ total }) => <Money amount={total} /> },
    { id: "cash", title: list.cash, isNumber: true, cell: ({ cash }) => <Money amount={cash} /> },
    {
      id: "state",
      title: list.state,
      cell: (row) => (
        <span className="history-marks">
          <StandingMark of={row} />
          <MessageMark state={row.messageState} />
        </span>
      ),
    },
  ];
}
