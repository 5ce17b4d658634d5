import { Icon } from "../parts/icon.tsx";
import { Money } from "../parts/money.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { Bill, Person } from "./bill.ts";
import { GaugeList } from "./gauge-list.tsx";
import { atRest, gaugesOf } from "./gauges.ts";
import { lacksRecord } from "./off-site.tsx";
import { daysBetween, masked, personFacts, yearsBetween } from "./person-facts.ts";
import type { Desk } from "./use-desk.ts";
import "./person-card.css";

/** Who the bill is for: as much as the cashier must see, and no whole identity number. */
export function PersonCard({ desk }: { readonly desk: Desk }) {
  const { desk: texts, visit } = useWords();
  const words = texts.person;
  const { bill, preview, probe, phase } = desk;
  const isProbe = bill.lines.length === 0;
  const split = isProbe ? probe : preview;
  const settlement = phase.is === "done" ? phase.committed.settlement : split.value?.settlement;
  const gauges = gaugesOf(settlement?.steps ?? []);
  return (
    <section className="person" aria-label={words.title}>
      {bill.person === null ? (
        <div className="person-waiting">
          <Icon name="scan" />
          <p className="person-waiting-title">{words.waiting}</p>
          <p>{words.waitingHint}</p>
        </div>
      ) : (
        <>
          <Identity person={bill.person} bill={bill} />
          <Accounts person={bill.person} day={bill.begunAt.slice(0, 10)} />
          {split.refusal === null ? (
            <GaugeList gauges={isProbe || desk.takesCash ? atRest(gauges) : gauges} />
          ) : (
            <Trouble refusal={split.refusal}>
              {lacksRecord(desk) ? <p className="person-warning">{visit.recordHint}</p> : null}
            </Trouble>
          )}
        </>
      )}
    </section>
  );
}

function Identity({ person, bill }: { readonly person: Person; readonly bill: Bill }) {
  const { desk, domain } = useWords();
  const { person: words } = desk;
  const facts = personFacts(person.person);
  const today = bill.begunAt.slice(0, 10);
  return (
    <>
      <header className="person-head">
        <h2 className="person-name">{person.name}</h2>
        <span>{facts.birthDate === "" ? null : words.age(yearsBetween(facts.birthDate, today))}</span>
        <span className="person-type">{wordOf(domain.medTypes, bill.medType)}</span>
        <p className="person-id mono">{masked(person.certNo)}</p>
      </header>
      <dl className="person-facts">
        <dt>{words.plan}</dt>
        <dd>{wordOf(domain.plans, person.plan)}</dd>
        <dt>{words.status}</dt>
        <dd>
          {wordOf(domain.populations, facts.population)}
          {facts.population === "employee" ? ` · ${wordOf(domain.statuses, facts.status)}` : ""}
        </dd>
        {facts.employer === null ? null : (
          <>
            <dt>{words.employer}</dt>
            <dd>{facts.employer}</dd>
          </>
        )}
        {facts.assistance === null ? null : (
          <>
            <dt>{words.assistance}</dt>
            <dd className="person-marked">{wordOf(domain.assistance, facts.assistance)}</dd>
          </>
        )}
        {facts.diseases.length === 0 ? null : (
          <>
            <dt>{words.diseases}</dt>
            <dd>{facts.diseases.map((code) => wordOf(domain.diseases, code)).join(desk.person.separator)}</dd>
          </>
        )}
      </dl>
      <Told bill={bill} />
      {facts.isInpatient ? <p className="person-warning">{words.inpatient}</p> : null}
    </>
  );
}

/** What was told of the visit: seen without opening anything. */
function Told({ bill: { visit, chronicDisease } }: { readonly bill: Bill }) {
  const { visit: words, domain } = useWords();
  const told = [
    chronicDisease === null ? null : wordOf(domain.diseases, chronicDisease),
    visit.admitted === "" ? null : words.stayChip(visit.admitted),
    visit.isEmergency ? words.emergency : null,
    visit.proxy === null ? null : words.proxyChip(visit.proxy.name),
  ].filter((one) => one !== null);
  if (told.length === 0) return null;
  return (
    <ul className="person-told">
      {told.map((one) => (
        <li key={one} className="tag tag-note">
          {one}
        </li>
      ))}
    </ul>
  );
}

function Accounts({ person, day }: { readonly person: Person; readonly day: string }) {
  const { desk, domain } = useWords();
  const { person: words } = desk;
  const { balance, asOf } = person.account;
  return (
    <div className="person-accounts">
      <p className="person-account">
        <span className="person-label">{words.account}</span>
        <Money amount={balance} size="large" sign />
        <span className="person-age">{words.asOf(asOf, daysBetween(asOf, day))}</span>
      </p>
      {person.family.map(({ relation, psnNo, balance: theirs }) => (
        <p key={psnNo} className="person-family">
          <span className="person-label">{words.family(wordOf(domain.relations, relation))}</span>
          <Money amount={theirs} sign />
        </p>
      ))}
    </div>
  );
}
