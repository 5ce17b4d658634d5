import { Money } from "../parts/money.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { CatalogueItem } from "./bill.ts";

/** What a search has found, under the field that asks. */
export function ResultList({
  id,
  items,
  active,
  onAdd,
  title,
  nothing,
}: {
  readonly id: string;
  readonly items: readonly CatalogueItem[];
  readonly active: number;
  readonly onAdd: (item: CatalogueItem) => void;
  readonly title: string | null;
  readonly nothing: string | null;
}) {
  const { desk, domain } = useWords();
  return (
    <div className="results" hidden={items.length === 0 && nothing === null}>
      {title === null ? null : <p className="results-title">{title}</p>}
      {nothing === null ? null : (
        <p className="results-nothing" role="status">
          {nothing}
        </p>
      )}
      <ul id={id} role="listbox" aria-label={desk.scan.results}>
        {items.map((item, at) => (
          // The keys are taken by the field: the list is what it points into.
          <li
            key={item.code}
            id={`${id}-${at}`}
            className="results-item"
            role="option"
            aria-selected={at === active}
            onMouseDown={(event) => {
              event.preventDefault();
              onAdd(item);
            }}
          >
            <span className={`grade grade-${item.class}`}>{domain.classes[item.class]}</span>
            <span className="results-name">{item.name}</span>
            <span className="results-code mono">{item.code}</span>
            <span className="results-kind">{wordOf(domain.kinds, item.kind)}</span>
            <Money amount={item.price} sign />
          </li>
        ))}
      </ul>
    </div>
  );
}
