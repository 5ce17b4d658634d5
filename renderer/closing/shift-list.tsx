import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Money } from "../parts/money.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import type { Picked } from "../parts/use-picked.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { sumOfTenders, tenderKinds } from "./tender-kinds.ts";
import { timeOf } from "./time-of.ts";

export type DayShift = VerbOutput<"shiftsOfDay">[number];

export function shiftKey({ operator, desk, openedAt }: DayShift): string {
  return `${operator} ${desk} ${openedAt}`;
}

/** The shifts of the day: what each must have taken, and what was counted. */
export function ShiftList({
  shifts,
  picked,
}: {
  readonly shifts: readonly DayShift[];
  readonly picked: Picked<DayShift>;
}) {
  const { shifts: words } = useWords().closing;
  return (
    <PlainTable
      label={words.title}
      columns={useColumns()}
      rows={shifts}
      keyOf={shiftKey}
      chosen={picked.key}
      onChoose={picked.pick}
      empty={words.none}
    />
  );
}

function useColumns(): readonly Column<DayShift>[] {
  const { shifts: words } = useWords().closing;
  const operators = useVerb("operators", {}).data;
  return [
    {
      id: "operator",
      title: words.operator,
      cell: ({ operator }) => operators?.find(({ id }) => id === operator)?.name ?? operator,
    },
    { id: "desk", title: words.desk, cell: ({ desk }) => desk },
    { id: "from", title: words.from, cell: ({ openedAt }) => timeOf(openedAt) },
    {
      id: "to",
      title: words.to,
      cell: ({ closed }) =>
        closed === null ? <span className="tag tag-warn">{words.open}</span> : timeOf(closed.closedAt),
    },
    {
      id: "expected",
      title: words.expected,
      isNumber: true,
      cell: ({ expected }) => <Money amount={sumOfTenders(expected)} />,
    },
    {
      id: "counted",
      title: words.counted,
      isNumber: true,
      cell: ({ closed }) => (closed === null ? null : <Money amount={sumOfTenders(closed.counted)} />),
    },
    {
      id: "difference",
      title: words.difference,
      isNumber: true,
      cell: ({ closed }) => (closed === null ? null : <Money amount={sumOfTenders(closed.difference)} />),
    },
  ];
}

/** One shift, tender by tender. */
export function ShiftDetail({ shift }: { readonly shift: DayShift }) {
  const { closing, domain } = useWords();
  const { shifts: words, count } = closing;
  const { expected, closed } = shift;
  return (
    <div>
      <h2 className="page-title">{words.tender}</h2>
      <table className="closing-table" aria-label={words.tender}>
        <thead>
          <tr>
            <th scope="col">{words.tender}</th>
            <th scope="col">{words.expected}</th>
            <th scope="col">{words.counted}</th>
            <th scope="col">{words.difference}</th>
          </tr>
        </thead>
        <tbody>
          {tenderKinds.map((kind) => (
            <tr
              key={kind}
              data-differs={closed !== null && closed.difference[kind] !== "0.00" ? "" : undefined}
            >
              <th scope="row">{wordOf(domain.tenders, kind)}</th>
              <td>
                <Money amount={expected[kind]} />
              </td>
              <td>{closed === null ? null : <Money amount={closed.counted[kind]} />}</td>
              <td>{closed === null ? null : <Money amount={closed.difference[kind]} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="page-hint">{count.float(shift.float)}</p>
    </div>
  );
}
