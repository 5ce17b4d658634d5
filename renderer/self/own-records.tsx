import { Money } from "../parts/money.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { SelfOutput } from "./ask-self.ts";

type Records = SelfOutput<"ownRecords">;

/** One's own account, what has been used, what was settled, what is on record. */
export function OwnRecords({ records }: { readonly records: Records }) {
  const { self: words, domain } = useWords();
  const { name, plan, factsAsOf, account } = records;
  return (
    <div className="self-records">
      <section className="self-account" aria-label={words.account}>
        <h1>{words.hello(name)}</h1>
        <p>{wordOf(domain.plans, plan)}</p>
        <p className="self-label">{words.account}</p>
        <Money amount={account.balance} size="huge" sign />
        <p className="self-age">{words.asOf(account.asOf)}</p>
        <OnRecord records={records} />
      </section>
      <Used records={records} />
      <Settled settlements={records.settlements} />
      <p className="self-age self-facts">{words.factsAsOf(factsAsOf)}</p>
    </div>
  );
}

function OnRecord({ records: { diseases, family } }: { readonly records: Records }) {
  const { self: words, domain } = useWords();
  return (
    <>
      <p className="self-label">{words.records}</p>
      <ul className="self-list">
        {diseases.map(({ code, from, to }) => (
          <li key={code}>
            {wordOf(domain.diseases, code)} <span className="self-age">{words.period(from, to)}</span>
          </li>
        ))}
        {family.map(({ relation, asOf }) => (
          <li key={`${relation} ${asOf}`}>
            {words.family(wordOf(domain.relations, relation))}{" "}
            <span className="self-age">{words.known(asOf)}</span>
          </li>
        ))}
        {diseases.length + family.length === 0 ? <li>{words.noRecords}</li> : null}
      </ul>
    </>
  );
}

function Used({ records }: { readonly records: Records }) {
  const { self: words, domain } = useWords();
  const used = Object.entries(records.accumulators);
  return (
    <section className="self-used" aria-label={words.used}>
      <h2>{words.used}</h2>
      <dl>
        {used.map(([id, value]) => (
          <div key={id}>
            <dt>{words.usedOf(wordOf(domain.accumulators, id))}</dt>
            <dd>{/^-?\d+\.\d{2}$/.test(value) ? <Money amount={value} sign /> : value}</dd>
          </div>
        ))}
      </dl>
      {used.length === 0 ? <p>{words.nothingUsed}</p> : null}
    </section>
  );
}

function Settled({ settlements }: { readonly settlements: Records["settlements"] }) {
  const { self: words, domain, history } = useWords();
  const columns: readonly Column<Records["settlements"][number]>[] = [
    {
      id: "time",
      title: words.time,
      cell: ({ committedAt, medType, kind }) => (
        <>
          {committedAt.slice(0, 16).replace("T", " ")}
          <span className="self-small">
            {wordOf(domain.medTypes, medType)}
            {kind === "reversal" ? ` · ${history.marks.reversal}` : ""}
          </span>
        </>
      ),
    },
    { id: "total", title: words.total, isNumber: true, cell: ({ total }) => <Money amount={total} /> },
    { id: "fund", title: words.fund, isNumber: true, cell: ({ fundTotal }) => <Money amount={fundTotal} /> },
    {
      id: "account",
      title: words.paidAccount,
      isNumber: true,
      cell: ({ accounts }) => <Money amount={accounts} />,
    },
    { id: "cash", title: words.cash, isNumber: true, cell: ({ cash }) => <Money amount={cash} /> },
    {
      id: "state",
      title: words.state,
      cell: ({ reversedBy, messageState, mode }) =>
        reversedBy !== null
          ? history.marks.reversed
          : mode === "cash"
            ? history.marks.cash
            : domain.messageStates[messageState],
    },
  ];
  return (
    <div className="self-settled">
      <h2>{words.settled}</h2>
      <PlainTable
        label={words.settled}
        columns={columns}
        rows={settlements}
        keyOf={({ settlementId }) => settlementId}
        empty={words.nothingSettled}
      />
    </div>
  );
}
