import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { IconName } from "../parts/icon.tsx";
import { Icon } from "../parts/icon.tsx";
import { useWords } from "../words/words.ts";

export type RuleValue = VerbOutput<"rulesOn">[number];
type Status = RuleValue["status"];

const looks: Readonly<Record<Status, { readonly tag: string; readonly icon: IconName }>> = {
  stated: { tag: "tag-good", icon: "check" },
  public: { tag: "tag-note", icon: "check" },
  unconfirmed: { tag: "tag-warn", icon: "warn" },
  unknown: { tag: "tag-bad", icon: "cross" },
};

/** How sure a value is: a colour, a sign and a word. */
export function StatusMark({ status }: { readonly status: Status }) {
  const { statuses, statusHints } = useWords().rules;
  const { tag, icon } = looks[status];
  return (
    <span className={`tag ${tag}`} title={statusHints[status]}>
      <Icon name={icon} /> {statuses[status]}
    </span>
  );
}
