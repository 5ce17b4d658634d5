import { Money } from "../parts/money.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { Difference } from "./use-comparison.ts";

type Effect = Difference["effects"][number];

/** What the deed of a difference changes, and where: before and after, fund by fund. */
export function EffectTable({ difference }: { readonly difference: Difference }) {
  const words = useWords().closing.detail;
  const { effects } = difference;
  if (effects.length === 0) return <p>{words.nothing}</p>;
  return (
    <table className="closing-table" aria-label={words.preview}>
      <thead>
        <tr>
          <th scope="col">{words.previewPart}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {effects.map((effect) => (
          <EffectRow key={`${effect.where} ${effect.name}`} effect={effect} />
        ))}
      </tbody>
    </table>
  );
}

function EffectRow({ effect }: { readonly effect: Effect }) {
  const { closing, domain } = useWords();
  const { where, name, before, after } = effect;
  const names = { ...domain.split, ...closing.effectNames };
  return (
    <tr>
      <th scope="row">
        {wordOf(names, name)}
        <span className="page-small">{closing.detail.wheres[where]}</span>
      </th>
      <td>
        <EffectValue name={name} value={before} />
      </td>
      <td>
        <EffectValue name={name} value={after} />
      </td>
    </tr>
  );
}

function EffectValue({ name, value }: { readonly name: string; readonly value: string }) {
  const { insutypes, clearingTypes, flags, messageStates, detail } = useWords().closing;
  const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    insutype: insutypes,
    clearingType: clearingTypes,
    refundFlag: flags,
    message: messageStates,
    day: {},
  };
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (table === undefined) return <Money amount={value} />;
  return value === "" ? detail.absent : wordOf(table, value);
}
