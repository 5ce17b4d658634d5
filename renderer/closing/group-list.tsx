import { Money } from "../parts/money.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { Closing } from "./use-comparison.ts";

type Group = Closing["groups"][number];

/** The totals of the day, insurance by insurance, with what the centre says of each. */
export function GroupList({ groups }: { readonly groups: readonly Group[] }) {
  const { groups: words } = useWords().closing;
  // A total in which neither side has anything is no news.
  const told = groups.filter(({ sums, verdict }) => sums.count > 0 || verdict !== "equal");
  return (
    <PlainTable
      label={words.title}
      columns={useColumns()}
      rows={told}
      keyOf={({ insutype, clearingType, office }) => `${insutype} ${clearingType} ${office}`}
      empty={words.none}
    />
  );
}

function useColumns(): readonly Column<Group>[] {
  const { groups: words, insutypes, clearingTypes } = useWords().closing;
  const sum = (name: "total" | "fundTotal" | "account", title: string): Column<Group> => ({
    id: name,
    title,
    isNumber: true,
    cell: ({ sums, theirs }) => (
      <>
        <Money amount={sums[name]} />
        {theirs === null || theirs[name] === sums[name] ? null : (
          <span className="page-small">
            {words.verdict} <Money amount={theirs[name]} />
          </span>
        )}
      </>
    ),
  });
  return [
    {
      id: "insutype",
      title: words.insutype,
      cell: ({ insutype, office }) => (
        <>
          {wordOf(insutypes, insutype)}
          <span className="page-small">
            {words.office} {office}
          </span>
        </>
      ),
    },
    {
      id: "clearingType",
      title: words.clearingType,
      cell: ({ clearingType }) => wordOf(clearingTypes, clearingType),
    },
    { id: "count", title: words.count, isNumber: true, cell: ({ sums }) => sums.count },
    sum("total", words.total),
    sum("fundTotal", words.fund),
    sum("account", words.account),
    {
      id: "verdict",
      title: words.verdict,
      cell: ({ verdict }) => (
        <span className={`tag ${verdict === "equal" ? "tag-good" : "tag-bad"}`}>
          {words.verdicts[verdict]}
        </span>
      ),
    },
  ];
}
