import { useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { DifferenceTable } from "../parts/difference-table.tsx";
import { FunctionKeys } from "../parts/function-keys.tsx";
import { Icon } from "../parts/icon.tsx";
import type { IconName } from "../parts/icon.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useWords } from "../words/words.ts";
import type { CentreAnswer } from "./use-outcome.ts";
import "./centre-panel.css";

type MessageState = VerbOutput<"commit">["messageState"];
export type Told = "waiting" | "final" | "different" | "accepted" | "rejected" | "unknown" | "provisional";

const looks: Readonly<Record<Told, { readonly look: string; readonly icon: IconName }>> = {
  waiting: { look: "note", icon: "send" },
  final: { look: "good", icon: "check" },
  different: { look: "bad", icon: "warn" },
  accepted: { look: "good", icon: "check" },
  rejected: { look: "bad", icon: "cross" },
  unknown: { look: "warn", icon: "warn" },
  provisional: { look: "warn", icon: "link" },
};

/** What the centre says of the bill that was just booked, in words that the slip may use. */
export function CentrePanel({
  told,
  answer,
  onCash,
}: {
  readonly told: Told | null;
  readonly answer: CentreAnswer;
  /** Sells the same again, for cash. */
  readonly onCash: (() => void) | null;
}) {
  const { centre: words } = useWords().counter;
  const finding = answer.known?.finding ?? null;
  if (told === null) return null;
  const { look, icon } = looks[told];
  return (
    <div className={`centre centre-${look}`} role="status" data-verdict={told}>
      <h3>
        <Icon name={icon} /> {words[told]}
      </h3>
      <p>{answer.isReversed ? words.reversed : words[`${told}Hint`]}</p>
      {finding === null || finding.differences.length === 0 ? null : (
        <DifferenceTable label={words.different} of={finding.differences} />
      )}
      {finding === null || finding.message === "" ? null : <p>{finding.message}</p>}
      {answer.refusal === null ? null : <Trouble refusal={answer.refusal} />}
      <Ways key={told} told={told} answer={answer} onCash={onCash} />
    </div>
  );
}

/** null: there is nothing to say, as there is no centre. */
export function toldBy({ known, isLate }: CentreAnswer): Told | null {
  if (known === null) return "waiting";
  const { verdict, finding } = known;
  if (verdict === "local") return null;
  if (verdict === "different" || verdict === "final")
    return finding?.kind === "different" && finding.accepted !== null ? "accepted" : verdict;
  // What has not been answered in time is not known, whether or not it has left.
  if (verdict === "waiting") return isLate ? "unknown" : "waiting";
  return verdict;
}

/** Where the message of a bill stands by the centre's word, which comes after the bill was booked. */
export function stateBy(told: Told | null, booked: MessageState): MessageState {
  if (told === "final" || told === "different" || told === "accepted") return "confirmed";
  return told === "rejected" || told === "unknown" ? told : booked;
}

/** A key that was struck for something else a moment ago decides nothing here. */
const decideMsMin = 600;

function Ways({
  told,
  answer,
  onCash,
}: {
  readonly told: Told;
  readonly answer: CentreAnswer;
  readonly onCash: (() => void) | null;
}) {
  const { counter } = useWords();
  const { centre: words } = counter;
  const [shownMs] = useState(() => performance.now());
  const later = (run: () => void) => (): void => {
    if (performance.now() - shownMs >= decideMsMin) run();
  };
  if (told === "different" && !answer.isReversed)
    return (
      <FunctionKeys
        label={words.different}
        keys={[
          { key: "F9", label: words.accept, run: later(answer.accept), look: "accent" },
          { key: "F8", label: words.reverse, run: later(answer.reverse) },
        ]}
      />
    );
  if (told !== "rejected" || onCash === null) return null;
  return (
    <FunctionKeys label={words.rejected} keys={[{ key: "F9", label: words.again, run: later(onCash) }]} />
  );
}
