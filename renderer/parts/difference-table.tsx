import type { VerbOutput } from "../../src/gateway/contract.ts";
import { useWords } from "../words/words.ts";
import { Money } from "./money.tsx";
import "./difference-table.css";

type Differences = NonNullable<VerbOutput<"outcome">["finding"]>["differences"];

/** Where the centre's amounts are others than ours. */
export function DifferenceTable({ label, of }: { readonly label: string; readonly of: Differences }) {
  const { domain, line } = useWords();
  const { finding: words } = line;
  return (
    <table className="difference-table">
      <caption className="out-of-sight">{label}</caption>
      <thead>
        <tr>
          <th scope="col">{words.part}</th>
          <th scope="col">{words.here}</th>
          <th scope="col">{words.there}</th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ name, here, there }) => (
          <tr key={name}>
            <th scope="row">{domain.split[name]}</th>
            <td>
              <Money amount={here} />
            </td>
            <td>
              <Money amount={there} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
