import type { IconName } from "../parts/icon.tsx";
import { Icon } from "../parts/icon.tsx";
import { useWords } from "../words/words.ts";
import type { QueueRow } from "./queue-row.ts";

type State = "pending" | "sent" | "unknown" | "rejected" | "different";

const looks: Readonly<Record<State, { readonly tag: string; readonly icon: IconName }>> = {
  pending: { tag: "tag-note", icon: "send" },
  sent: { tag: "tag-note", icon: "send" },
  unknown: { tag: "tag-warn", icon: "warn" },
  rejected: { tag: "tag-bad", icon: "cross" },
  different: { tag: "tag-bad", icon: "warn" },
};

/** How one row of the queue stands. */
export function QueueMark({ row }: { readonly row: QueueRow }) {
  const { line: words } = useWords();
  const state = row.is === "finding" ? row.finding.kind : row.waiting.state;
  const { tag, icon } = looks[state];
  return (
    <span className={`tag ${tag}`}>
      <Icon name={icon} />
      {words.marks[state]}
    </span>
  );
}
