import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Icon } from "../parts/icon.tsx";
import type { IconName } from "../parts/icon.tsx";
import { useWords } from "../words/words.ts";

type State = VerbOutput<"settlement">["messageState"];

const looks: Readonly<Record<State, { readonly tag: string; readonly icon: IconName | null }>> = {
  none: { tag: "", icon: null },
  pending: { tag: "tag-note", icon: "send" },
  sent: { tag: "tag-note", icon: "send" },
  confirmed: { tag: "tag-good", icon: "check" },
  rejected: { tag: "tag-bad", icon: "cross" },
  unknown: { tag: "tag-warn", icon: "warn" },
};

/** How the message of a settlement stands: a colour, a sign and a word. */
export function MessageMark({ state }: { readonly state: State }) {
  const { domain } = useWords();
  const { tag, icon } = looks[state];
  return (
    <span className={`tag ${tag}`}>
      {icon === null ? null : <Icon name={icon} />}
      {domain.messageStates[state]}
    </span>
  );
}
