import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { IconName } from "../parts/icon.tsx";
import { Icon } from "../parts/icon.tsx";
import { useWords } from "../words/words.ts";

export type LineState = VerbOutput<"lineState">;

/** How the line stands: a colour, a sign, a word, what that means at the desk, and what comes next. */
export function LineBanner({ state }: { readonly state: LineState }) {
  const { line: words } = useWords();
  const look = lookOf(state);
  const icon: IconName = look === "good" ? "check" : look === "note" ? "link" : "warn";
  return (
    <section className={`line-banner line-banner-${look}`} aria-label={words.stateTitle}>
      <Icon name={icon} />
      <div>
        <p className="line-banner-title" role="status">
          {titleOf(state, words)}
        </p>
        <p>{words.modes[state.state === "none" ? "none" : state.mode]}</p>
        <p>{nextOf(state, words)}</p>
      </div>
    </section>
  );
}

type LineWords = ReturnType<typeof useWords>["line"];

function lookOf({ state, lastFailure }: LineState): "good" | "note" | "warn" | "bad" {
  if (state === "none") return "note";
  if (state === "offline") return "bad";
  return lastFailure === null ? "good" : "warn";
}

function titleOf({ state, class: why, since }: LineState, words: LineWords): string {
  if (state !== "offline") return words.states[state];
  const reason = why === null ? "" : words.classes[why];
  return `${words.states.offline} · ${reason} · ${words.sinceWhen(timeOf(since))}`;
}

function nextOf(
  { state, stop, pausedUntil, pending, unknown, inFlight }: LineState,
  words: LineWords,
): string {
  if (state === "none") return words.next.none;
  if (stop !== null && state === "offline") return words.next.stopped(timeOf(stop.until));
  if (inFlight > 0) return words.next.sending(inFlight);
  if (pausedUntil !== null) return words.next.knocking(timeOf(pausedUntil, true));
  return pending + unknown > 0 ? words.next.waiting : words.next.idle;
}

/** "2026-05-10T08:00:00.000+08:00" as people read it. */
export function timeOf(instant: string | null, isExact = false): string {
  if (instant === null) return "";
  return instant.slice(5, isExact ? 19 : 16).replace("T", " ");
}
