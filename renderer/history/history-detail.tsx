import type { Ref } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { SplitList } from "../desk/split-list.tsx";
import type { SplitPart } from "../desk/split-parts.ts";
import { Money } from "../parts/money.tsx";
import { useWords } from "../words/words.ts";
import { DetailFacts } from "./detail-facts.tsx";
import { MessageMark } from "./message-mark.tsx";
import { StandingMark } from "./standing-mark.tsx";

export type Detail = VerbOutput<"settlementDetail">;

/** One settlement: where it stands, who paid what, what was sold. */
export function HistoryDetail({
  detail,
  regionRef,
  onExplain,
  onOpen,
}: {
  readonly detail: Detail;
  readonly regionRef: Ref<HTMLElement>;
  readonly onExplain: (part: SplitPart) => void;
  /** Another settlement that this one speaks of. */
  readonly onOpen: (settlementId: string) => void;
}) {
  const { detail: words } = useWords().history;
  const { settlement } = detail;
  return (
    <section className="history-detail" ref={regionRef} tabIndex={0} aria-labelledby="history-detail-title">
      <div className="history-detail-head">
        <h2 id="history-detail-title">{words.title}</h2>
        <StandingMark of={settlement} />
        <MessageMark state={settlement.messageState} />
      </div>
      <p className="history-hint">{words.next[settlement.messageState]}</p>
      {settlement.isAdjusted ? <p className="history-hint">{words.adjusted}</p> : null}
      <SplitList settlement={settlement.settlement} isCurrent onExplain={onExplain} />
      <DetailLines detail={detail} />
      <DetailFacts detail={detail} onOpen={onOpen} />
    </section>
  );
}

function DetailLines({ detail }: { readonly detail: Detail }) {
  const { detail: words } = useWords().history;
  return (
    <table className="history-table">
      <caption className="out-of-sight">{words.lines}</caption>
      <thead>
        <tr>
          <th scope="col">{words.item}</th>
          <th scope="col">{words.qty}</th>
          <th scope="col">{words.price}</th>
          <th scope="col">{words.amount}</th>
        </tr>
      </thead>
      <tbody>
        {detail.lines.map(({ id, name, code, qty, price, amount, traceCodes }) => (
          <tr key={id}>
            <td>
              <span className="items-title">{name}</span>
              <span className="history-id mono">{[code, ...traceCodes].join(" ")}</span>
            </td>
            <td>{qty.replace("-", "−")}</td>
            <td>{price}</td>
            <td>
              <Money amount={amount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
