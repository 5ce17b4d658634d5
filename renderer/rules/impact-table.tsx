import { Money } from "../parts/money.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { Impact } from "./download-mark.tsx";
import { momentOf } from "./download-mark.tsx";

/** The sales that would have come out most differently. */
export function ImpactTable({ sales }: { readonly sales: Impact["largest"] }) {
  const { rules, domain, refusals } = useWords();
  const { impact: words } = rules;
  const titles = Object.fromEntries(Object.entries(refusals).map(([code, { title }]) => [code, title]));
  return (
    <div className="rules-largest" tabIndex={0} role="region" aria-label={words.largest}>
      <table className="plain-table">
        <caption>{words.largest}</caption>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col">{words.sort}</th>
            <th scope="col" className="plain-table-number">
              {words.fund}
            </th>
            <th scope="col" className="plain-table-number">
              {words.personal}
            </th>
          </tr>
        </thead>
        <tbody>
          {sales.map(({ settlementId, committedAt, medType, plan, change, refusedBecause }) => (
            <tr key={settlementId}>
              <td>
                {momentOf(committedAt).slice(5)}
                <span className="page-small mono">{settlementId}</span>
              </td>
              <td>
                {wordOf(domain.medTypes, medType)}
                <span className="page-small">{wordOf(domain.plans, plan)}</span>
              </td>
              {change === null ? (
                <td colSpan={2}>
                  <span className="tag tag-bad">{words.wouldRefuse}</span>{" "}
                  {refusedBecause === null ? null : wordOf(titles, refusedBecause)}
                </td>
              ) : (
                <>
                  <td className="plain-table-number">
                    <Money amount={change.fundTotal} />
                  </td>
                  <td className="plain-table-number">
                    <Money amount={change.personal} />
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
