import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { roomTitle, ruleTitle } from "./rule-title.ts";
import type { RuleValue } from "./status-mark.tsx";
import { StatusMark } from "./status-mark.tsx";
import { ValueCell } from "./value-cell.tsx";

type Change = VerbOutput<"compareRules">[number];

/** Values that are known now and would not be. */
export function lostIn(changes: readonly Change[]): readonly Change[] {
  return changes.filter(
    ({ before, after }) => before !== null && before.status !== "unknown" && after?.status === "unknown",
  );
}

/** What a download would change, value by value. */
export function ChangesList({ id }: { readonly id: string }) {
  const all = useWords();
  const { rules, domain, common } = all;
  const { downloads: words } = rules;
  const read = useVerb("compareRules", { id });
  if (read.error !== null) return <Trouble refusal={read.error.refusal} safe={rules.unchanged} />;
  if (read.data === undefined) return <p>{common.loading}</p>;
  const lost = lostIn(read.data).length;
  return (
    <div className="rules-block">
      <h3>{words.changesTitle}</h3>
      <p className="page-hint">
        {read.data.length === 0 ? words.changesNone : words.changesMany(read.data.length)}
      </p>
      {lost === 0 ? null : <Said look="bad">{words.becomesUnknown(lost)}</Said>}
      <ul className="rules-changes" aria-label={words.changesTitle}>
        {read.data.map(({ before, after }) => {
          const about = after ?? before;
          return about === null ? null : (
            <li key={`${about.pack} ${about.path} ${about.from}`}>
              <strong>
                {wordOf(domain.plans, about.plan)} · {roomTitle(about.benefit, all)} ·{" "}
                {ruleTitle(about.path, all)}
              </strong>
              <dl>
                <Side title={words.was} value={before} />
                <Side title={words.will} value={after} />
              </dl>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Side({ title, value }: { readonly title: string; readonly value: RuleValue | null }) {
  const { downloads: words } = useWords().rules;
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {value === null ? (
          words.absent
        ) : (
          <>
            <StatusMark status={value.status} />
            <ValueCell value={value} />
          </>
        )}
      </dd>
    </div>
  );
}
