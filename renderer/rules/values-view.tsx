import type { RefObject } from "react";
import { useState } from "react";

import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { wordOf } from "../words/word-of.ts";
import type { Words } from "../words/words.ts";
import { useWords } from "../words/words.ts";
import { OtherReadings } from "./other-readings.tsx";
import { roomTitle, ruleTitle } from "./rule-title.ts";
import type { RuleValue } from "./status-mark.tsx";
import { StatusMark } from "./status-mark.tsx";
import { usePlans, useToday } from "./use-plans.ts";
import { ValueCell } from "./value-cell.tsx";
import { valueLines } from "./value-lines.ts";

const statuses = ["stated", "public", "unconfirmed", "unknown"] as const;

/** The values of a plan on a day, by benefit. */
export function ValuesView({ finder }: { readonly finder: RefObject<HTMLInputElement | null> }) {
  const words = useWords();
  const { rules, domain } = words;
  const { plans, home } = usePlans();
  const today = useToday();
  const [wantedPlan, setPlan] = useState<string | null>(null);
  const [typedDay, setDay] = useState<string | null>(null);
  const [sought, setSought] = useState("");
  const [only, setOnly] = useState("");
  const plan = wantedPlan ?? home ?? plans[0] ?? null;
  const day = typedDay === null || typedDay === "" ? today : typedDay;
  const read = useVerb("rulesOn", { plan, day }, { enabled: plan !== null });
  const all = read.data ?? [];
  const shown = all.filter(
    (value) => (only === "" || value.status === only) && mentions(value, sought, words),
  );
  const count = (status: RuleValue["status"]): number =>
    shown.filter((value) => value.status === status).length;
  return (
    <div className="page-list">
      <div className="page-row" role="search" aria-label={rules.values.choose}>
        <Choice
          label={rules.values.plan}
          value={plan ?? ""}
          onChange={setPlan}
          options={plans.map((value) => ({ value, name: wordOf(domain.plans, value) }))}
        />
        <Field label={rules.values.day} type="date" value={day} onChange={setDay} />
        <Field
          label={rules.values.find}
          type="search"
          value={sought}
          onChange={setSought}
          inputRef={finder}
          suffix={<kbd className="key">F2</kbd>}
        />
        <Choice
          label={rules.values.only}
          value={only}
          onChange={setOnly}
          options={[
            { value: "", name: rules.values.all },
            ...statuses.map((value) => ({ value, name: rules.statuses[value] })),
          ]}
        />
        <p className="page-hint" role="status">
          {rules.values.found(shown.length, count("unconfirmed"), count("unknown"))}
        </p>
      </div>
      {read.error === null ? null : <Trouble refusal={read.error.refusal} safe={rules.unchanged} />}
      <ValuesTable
        values={shown}
        empty={
          read.isPending ? words.common.loading : all.length === 0 ? rules.values.noPack : rules.values.none
        }
      />
    </div>
  );
}

/** Every word of what is sought stands in the rule's name, its benefit, its value or its clause. */
function mentions(value: RuleValue, sought: string, words: Words): boolean {
  const text = [
    ruleTitle(value.path, words),
    value.path,
    roomTitle(value.benefit, words),
    value.clause,
    value.ask ?? "",
    ...(value.status === "unknown" ? [] : valueLines(value.path, value.value, words)),
  ]
    .join("\n")
    .toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function ValuesTable({ values, empty }: { readonly values: readonly RuleValue[]; readonly empty: string }) {
  const words = useWords();
  const { rules } = words;
  // What a cashier asks about stands first: the benefits, then what holds for the whole plan.
  const inOrder = values.toSorted(
    (one, other) => Number(one.benefit === null) - Number(other.benefit === null),
  );
  const rooms = Map.groupBy(inOrder, (value) => `${value.pack} ${roomTitle(value.benefit, words)}`);
  return (
    <div className="plain-table-frame" tabIndex={0} role="region" aria-label={rules.values.list}>
      <table className="plain-table rules-values" aria-label={rules.values.list}>
        <thead>
          <tr>
            <th scope="col">{rules.rule}</th>
            <th scope="col">{rules.value}</th>
            <th scope="col">{rules.status}</th>
            <th scope="col">{rules.clause}</th>
          </tr>
        </thead>
        {[...rooms].map(([room, members]) => (
          <tbody key={room}>
            <tr className="rules-room">
              <th scope="rowgroup" colSpan={4}>
                {roomTitle(members[0]?.benefit ?? null, words)}
              </th>
            </tr>
            {members.map((value) => (
              <ValueRow key={`${value.pack} ${value.path} ${value.from}`} value={value} />
            ))}
          </tbody>
        ))}
      </table>
      {values.length === 0 ? <div className="plain-table-empty">{empty}</div> : null}
    </div>
  );
}

function ValueRow({ value }: { readonly value: RuleValue }) {
  const words = useWords();
  const { rules } = words;
  return (
    <tr>
      <th scope="row">{ruleTitle(value.path, words)}</th>
      <td>
        <ValueCell value={value} />
        <OtherReadings value={value} />
      </td>
      <td className="rules-status">
        <StatusMark status={value.status} />
        {value.isSupplied ? <span className="tag tag-note">{rules.supplied}</span> : null}
      </td>
      <td>
        {value.clause}
        <span className="page-small">{rules.daysOf(value.from, value.to)}</span>
      </td>
    </tr>
  );
}
