import { Icon } from "../parts/icon.tsx";
import { Money } from "../parts/money.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { useWords } from "../words/words.ts";
import type { BillLine } from "./bill.ts";
import { codesMissing } from "./bill.ts";
import type { SheetName } from "./desk-sheet.tsx";
import { lineAmount } from "./line-amount.ts";
import type { Desk } from "./use-desk.ts";
import "./item-table.css";

/** What is on the bill. */
export function ItemTable({
  desk,
  onOpen,
}: {
  readonly desk: Desk;
  readonly onOpen: (sheet: SheetName) => void;
}) {
  const { items: words } = useWords().desk;
  const { bill } = desk;
  return (
    <div className="items">
      <PlainTable
        label={words.title}
        rows={bill.lines}
        keyOf={({ id }) => id}
        chosen={bill.chosen}
        onChoose={({ id }) => desk.change((now) => ({ ...now, chosen: id }))}
        empty={
          <div className="items-empty">
            <p className="items-empty-title">{words.empty}</p>
            <p>{words.emptyHint}</p>
          </div>
        }
        columns={[
          { id: "name", title: words.name, cell: (line) => <Name line={line} /> },
          {
            id: "price",
            title: words.price,
            isNumber: true,
            cell: ({ item }) => <Money amount={item.price} />,
          },
          {
            id: "qty",
            title: words.qty,
            isNumber: true,
            cell: (line) => (
              <button
                type="button"
                className="items-qty"
                aria-label={`${words.qty} ${line.qty} ${line.item.name}`}
                onClick={() => {
                  desk.change((now) => ({ ...now, chosen: line.id }));
                  onOpen({ is: "quantity" });
                }}
              >
                {line.qty}
              </button>
            ),
          },
          {
            id: "amount",
            title: words.amount,
            isNumber: true,
            cell: (line) => <Money amount={lineAmount(line)} />,
          },
        ]}
      />
    </div>
  );
}

function Name({ line }: { readonly line: BillLine }) {
  const { desk, domain } = useWords();
  const { items: words } = desk;
  const { item } = line;
  const missing = codesMissing(line);
  return (
    <div className="items-name">
      <span className={`grade grade-${item.class}`}>{domain.classes[item.class]}</span>
      <div>
        <span className="items-title">{item.name}</span>
        <span className="items-tags">
          <span className="mono">{item.code}</span>
          {item.priceLimit === null ? null : <span>{words.limit(item.priceLimit)}</span>}
          {item.class === "B" ? <span>{words.selfPay(percent(item.selfPayRatio))}</span> : null}
          {line.splitPack ? <span className="tag">{words.split}</span> : null}
          {line.traceExempt === null ? null : <span className="tag">{words.exempt[line.traceExempt]}</span>}
          {missing > 0 ? (
            <span className="tag tag-warn">
              <Icon name="scan" />
              {words.codesLeft(missing)}
            </span>
          ) : line.traceCodes.length > 0 ? (
            <span className="tag tag-good">
              <Icon name="check" />
              {words.codes(line.traceCodes.length, line.traceCodes.length)}
            </span>
          ) : null}
        </span>
      </div>
    </div>
  );
}

/** "0.05" as a person says it. */
function percent(ratio: string): string {
  const digits = /^0\.(\d{1,4})$/.exec(ratio)?.[1]?.padEnd(4, "0") ?? "";
  if (digits === "") return ratio;
  const fraction = digits.slice(2).replace(/0+$/, "");
  return `${Number(digits.slice(0, 2))}${fraction === "" ? "" : `.${fraction}`}%`;
}
