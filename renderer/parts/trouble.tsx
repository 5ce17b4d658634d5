import type { ReactNode } from "react";

import type { Refusal } from "../rpc/transport.ts";
import { isUnknown } from "../rpc/transport.ts";
import { useWords } from "../words/words.ts";
import { refusalText } from "./refusal-text.ts";
import "./trouble.css";

/** What went wrong: what happened, where things stand, what to do. */
export function Trouble({
  refusal,
  safe,
  children,
}: {
  readonly refusal: Refusal;
  /** Where things stand, when it is not simply that nothing was booked. */
  readonly safe?: string;
  /** What can be done from here. */
  readonly children?: ReactNode;
}) {
  const words = useWords();
  const { common, refusals } = words;
  const known: { readonly title: string; readonly todo: string } | undefined = Object.entries(refusals).find(
    ([code]) => code === refusal.code,
  )?.[1];
  const title = known?.title ?? common.refused;
  const message = refusalText(refusal, words);
  const stands = safe ?? (isUnknown(refusal) ? common.outcomeUnknown : common.nothingBooked);
  return (
    <section className="trouble" role="alert">
      <h2 className="trouble-title">{title}</h2>
      {message === "" || message === title ? null : <p className="trouble-message">{message}</p>}
      <dl className="trouble-facts">
        <dt>{common.whatIsSafe}</dt>
        <dd>{stands}</dd>
        <dt>{common.whatToDo}</dt>
        <dd>{known?.todo ?? common.refusedTodo}</dd>
      </dl>
      {children}
      <p className="trouble-code mono">{common.errorCode(refusal.code)}</p>
    </section>
  );
}
