import { Facts } from "../parts/facts.tsx";
import { Money } from "../parts/money.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { EffectTable } from "./effect-table.tsx";
import type { Difference } from "./use-comparison.ts";

/** One difference: why it is there, what shows it, both sides, what its deed changes and why that is safe. */
export function DifferenceDetail({ difference }: { readonly difference: Difference }) {
  const { causes, whys, deeds, detail: words } = useWords().closing;
  const { cause, deed, needsApproval, safeBecause } = difference;
  return (
    <>
      <div>
        <h2 className="page-title">{causes[cause]}</h2>
        <p>{whys[cause]}</p>
      </div>
      <div>
        <h2 className="page-title">
          {words.preview} · {deeds[deed]}
        </h2>
        <EffectTable difference={difference} />
        <p className="closing-safe">
          <strong>{words.safe}</strong> {safeBecause}
        </p>
        <p className="page-hint">{needsApproval ? words.approval : words.noApproval}</p>
      </div>
      <BothSides difference={difference} />
      <Evidence difference={difference} />
    </>
  );
}

function BothSides({ difference }: { readonly difference: Difference }) {
  const { closing, domain } = useWords();
  const words = closing.detail;
  const { amounts } = difference;
  if (amounts.length === 0) return null;
  const hasHere = amounts.some(({ here }) => here !== null);
  const hasThere = amounts.some(({ there }) => there !== null);
  const cell = (amount: string | null, has: boolean) =>
    amount === null ? has ? words.untold : words.absent : <Money amount={amount} />;
  return (
    <div>
      <h2 className="page-title">{words.amounts}</h2>
      <table className="closing-table" aria-label={words.amounts}>
        <thead>
          <tr>
            <th scope="col">{words.part}</th>
            <th scope="col">{words.here}</th>
            <th scope="col">{words.there}</th>
          </tr>
        </thead>
        <tbody>
          {amounts.map(({ name, here, there }) => (
            <tr key={name} data-differs={here !== null && there !== null && here !== there ? "" : undefined}>
              <th scope="row">{domain.split[name]}</th>
              <td>{cell(here, hasHere)}</td>
              <td>{cell(there, hasThere)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Evidence({ difference }: { readonly difference: Difference }) {
  const { detail: words, insutypes, clearingTypes, messageStates } = useWords().closing;
  const { settlementId, centreSettlementId, msgid, psnNo, here, there } = difference;
  const group = (of: { readonly insutype: string; readonly clearingType: string } | null): string =>
    of === null ? "" : `${wordOf(insutypes, of.insutype)} ${wordOf(clearingTypes, of.clearingType)}`;
  const mono = (text: string | null) =>
    text === null || text === "" ? null : <span className="mono">{text}</span>;
  return (
    <div>
      <h2 className="page-title">{words.evidence}</h2>
      <Facts
        of={[
          [words.own, mono(settlementId)],
          [words.centre, mono(centreSettlementId)],
          [words.msgid, mono(msgid)],
          [words.person, mono(psnNo)],
          [words.ownState, here === null ? null : wordOf(messageStates, here.state)],
          [words.day, words.dayOf(here?.day ?? "", there?.day ?? "")],
          [words.group, words.dayOf(group(here), group(there))],
        ]}
      />
    </div>
  );
}
