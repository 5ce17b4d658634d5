import type { ReactNode } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Icon } from "../parts/icon.tsx";
import type { IconName } from "../parts/icon.tsx";
import { useWords } from "../words/words.ts";
import "./status-strip.css";

/** How this machine stands, at the edge of every screen: a colour, a picture and words, never a colour alone. */
export function StatusStrip({
  state,
  isLost,
}: {
  readonly state: VerbOutput<"deskState"> | undefined;
  /** The engine does not answer. */
  readonly isLost: boolean;
}) {
  const { status } = useWords().shell;
  const unsent = state?.unsent ?? 0;
  return (
    <ul className="status-strip" aria-label={status.title}>
      {isLost ? <Chip look="bad" icon="link" title={status.engineLost} hint={status.engineLostHint} /> : null}
      {state?.demo === true ? (
        <Chip look="demo" icon="flask" title={status.demo} hint={status.demoHint} />
      ) : null}
      {unsent > 0 ? (
        <Chip look="warn" icon="send" title={status.unsent(unsent)} hint={status.unsentHint} />
      ) : null}
    </ul>
  );
}

function Chip({
  look,
  icon,
  title,
  hint,
}: {
  readonly look: "bad" | "demo" | "warn" | "note";
  readonly icon: IconName;
  readonly title: ReactNode;
  readonly hint: string;
}) {
  return (
    <li className={`chip chip-${look}`} title={hint}>
      <Icon name={icon} />
      <span className="chip-title">{title}</span>
      <span className="chip-hint">{hint}</span>
    </li>
  );
}
