import { Money } from "../parts/money.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import type { Picked } from "../parts/use-picked.ts";
import { useWords } from "../words/words.ts";
import type { Difference } from "./use-comparison.ts";

/** What desk and centre do not have the same, each with its cause and its deed. */
export function DifferenceList({
  differences,
  picked,
}: {
  readonly differences: readonly Difference[];
  readonly picked: Picked<Difference>;
}) {
  const { list } = useWords().closing;
  return (
    <PlainTable
      label={list.title}
      columns={useColumns()}
      rows={differences}
      keyOf={({ id }) => id}
      chosen={picked.key}
      onChoose={picked.pick}
      empty={list.none}
    />
  );
}

function useColumns(): readonly Column<Difference>[] {
  const { list, causes, deeds } = useWords().closing;
  const delta = (name: keyof Difference["delta"], title: string): Column<Difference> => ({
    id: name,
    title,
    isNumber: true,
    cell: (one) => <Money amount={one.delta[name]} />,
  });
  return [
    {
      id: "cause",
      title: list.cause,
      cell: ({ cause, isRefund }) => (
        <>
          <strong>{causes[cause]}</strong>
          {isRefund ? <span className="page-small">{list.refund}</span> : null}
        </>
      ),
    },
    {
      id: "settlement",
      title: list.settlement,
      cell: (one) => <span className="mono closing-id">{one.settlementId ?? one.centreSettlementId}</span>,
    },
    delta("total", list.total),
    delta("fundTotal", list.fund),
    delta("account", list.account),
    {
      id: "deed",
      title: list.deed,
      cell: ({ deed, needsApproval }) => (
        <>
          {deeds[deed]}
          {needsApproval ? <span className="page-small">{list.approval}</span> : null}
        </>
      ),
    },
  ];
}
