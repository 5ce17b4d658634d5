import type { VerbOutput } from "../../src/gateway/contract.ts";
import { isShown, payers } from "../desk/split-parts.ts";
import { Money } from "../parts/money.tsx";
import { useWords } from "../words/words.ts";

type Preview = VerbOutput<"refundPreview">;
type Split = Preview["net"];

/** What each pays: before, after, and the difference, which is what moves. */
export function NetTable({
  before,
  remainder,
  net,
  back,
  keptTitle,
}: {
  readonly before: Split;
  readonly remainder: Split | null;
  readonly net: Split;
  readonly back: Preview["back"];
  /** What stands afterwards, where it is not simply what was kept. */
  readonly keptTitle?: string;
}) {
  const { history, domain } = useWords();
  const { net: words } = history;
  const shown = payers.filter(({ part }) => isShown(part, before) || isShown(part, net));
  const accounts = [net.account, net.family].some((amount) => amount.startsWith("-"));
  return (
    <div className="history-net">
      <table className="history-table">
        <caption>{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.part}</th>
            <th scope="col">{words.before}</th>
            <th scope="col">{keptTitle ?? words.kept}</th>
            <th scope="col">{words.net}</th>
          </tr>
        </thead>
        <tbody>
          {[{ part: "total" } as const, ...shown].map(({ part }) => (
            <tr key={part}>
              <th scope="row">{domain.split[part]}</th>
              <td>
                <Money amount={before[part]} />
              </td>
              <td>
                <Money amount={remainder?.[part] ?? "0.00"} />
              </td>
              <td className="history-net-moves">
                <Money amount={net[part]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {back.length === 0 ? <p>{words.nothing}</p> : null}
      {back.map(({ kind, amount }) => (
        <p key={kind} className="history-back">
          <span>
            {amount.startsWith("-") ? words.take : words.back} · {domain.tenders[kind]}
          </span>
          <Money amount={amount.replace("-", "")} size="large" sign />
        </p>
      ))}
      {accounts ? <p className="history-hint">{words.accountBack}</p> : null}
    </div>
  );
}
