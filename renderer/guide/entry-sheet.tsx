import type { ReactNode } from "react";

import { Facts } from "../parts/facts.tsx";
import { useWords } from "../words/words.ts";
import { groups } from "./service-item.ts";
import type { Entry } from "./use-guide.ts";

/** One entry as it is read at the counter, and as it is printed to be taken along. */
export function EntrySheet({ entry }: { readonly entry: Entry }) {
  switch (entry.is) {
    case "item":
      return <ItemSheet item={entry.item} />;
    case "measure":
      return <MeasureSheet measure={entry.measure} />;
    case "contact":
      return <ContactSheet contact={entry.contact} />;
  }
}

function ItemSheet({ item }: Pick<Extract<Entry, { is: "item" }>, "item">) {
  const { guide: words } = useWords();
  return (
    <article className="guide-paper">
      <h2 className="page-title">{item.name}</h2>
      <p className="page-hint">{groups[item.group]}</p>
      <Facts
        of={[
          [words.who, item.who],
          [words.takes, item.takes],
          [words.where, item.levels.join("、")],
        ]}
      />
      <h3>{words.papers}</h3>
      <ul className="guide-checks">
        {item.papers.map((paper) => (
          <li key={paper}>{paper}</li>
        ))}
      </ul>
      <List title={words.online} of={item.online} />
      <List title={words.offline} of={item.offline} />
      <List title={words.notes} of={item.notes} />
      <List title={words.phones} of={item.phones} />
      <p className="page-hint">{words.sourceItem(item.no)}</p>
    </article>
  );
}

function List({ title, of }: { readonly title: string; readonly of: readonly string[] }): ReactNode {
  if (of.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="guide-points">
        {of.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
}

function MeasureSheet({ measure }: Pick<Extract<Entry, { is: "measure" }>, "measure">) {
  const { guide: words } = useWords();
  const { no, name, text, by } = measure;
  return (
    <article className="guide-paper">
      <h2 className="page-title">{name}</h2>
      <p>{text}</p>
      <Facts of={[[words.by, by]]} />
      <p className="page-hint">{words.sourceMeasure(no)}</p>
    </article>
  );
}

function ContactSheet({ contact }: Pick<Extract<Entry, { is: "contact" }>, "contact">) {
  const { guide: words } = useWords();
  return (
    <article className="guide-paper">
      <h2 className="page-title">{contact.name}</h2>
      <dl className="guide-offices">
        {contact.offices.map(({ place, phones }) => (
          <div key={place}>
            <dt>{place}</dt>
            <dd className="mono">{phones.join("  ")}</dd>
          </div>
        ))}
      </dl>
      <p className="page-hint">{words.sourceContact(contact.no)}</p>
    </article>
  );
}
