import type { IconName } from "../parts/icon.tsx";
import { Icon } from "../parts/icon.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { timeOf } from "./time-of.ts";
import type { Stand } from "./stand.ts";
import type { ClosingState } from "./use-comparison.ts";

type Look = "good" | "note" | "warn" | "bad";

const looks: Readonly<Record<Stand, Look>> = {
  empty: "note",
  notBegun: "note",
  noCentre: "warn",
  offline: "bad",
  running: "note",
  stopped: "warn",
  broken: "warn",
  differences: "warn",
  unnamed: "bad",
  balanced: "good",
  stale: "warn",
  sealed: "good",
  provisional: "warn",
  local: "warn",
};

const icons: Readonly<Record<Look, IconName>> = { good: "check", note: "link", warn: "warn", bad: "warn" };

/** How the day stands: a colour, a sign, a word, and what comes next; while it is compared, how far that is. */
export function StandBanner({
  stand,
  state,
  sealedAt,
}: {
  readonly stand: Stand;
  readonly state: ClosingState;
  readonly sealedAt: string | null;
}) {
  const { closing: words } = useWords();
  const look = looks[stand];
  const [title, hint] = useTold(stand, state, sealedAt);
  return (
    <section className={`closing-banner closing-banner-${look}`} aria-label={words.title}>
      <Icon name={icons[look]} />
      <div>
        <p className="closing-banner-title" role="status">
          {title}
        </p>
        <p>{hint}</p>
      </div>
      {stand === "running" ? <Running progress={state.progress} /> : null}
    </section>
  );
}

function useTold(
  stand: Stand,
  { closing }: ClosingState,
  sealedAt: string | null,
): readonly [title: string, hint: string] {
  const { stands, failures, failure } = useWords().closing;
  const at = timeOf(sealedAt);
  switch (stand) {
    case "differences":
      return [stands.differences(closing?.differences.length ?? 0), stands.differencesHint];
    case "stopped": {
      const code = closing?.failure ?? "";
      const why = Object.hasOwn(failures, code) ? wordOf(failures, code) : failure(code);
      return [stands.stopped, stands.stoppedHint(why)];
    }
    case "sealed":
      return [stands.sealed(at), stands.sealedHint];
    case "provisional":
      return [stands.provisional(at), stands.provisionalHint];
    case "local":
      return [stands.local(at), stands.localHint];
    case "empty":
    case "notBegun":
    case "noCentre":
    case "offline":
    case "running":
    case "broken":
    case "unnamed":
    case "balanced":
    case "stale":
      return [stands[stand], stands[`${stand}Hint`]];
  }
}

function Running({ progress }: { readonly progress: ClosingState["progress"] }) {
  const words = useWords().closing.progress;
  const label =
    progress === null ? words.starting : words.of(words[progress.step], progress.done, progress.of);
  return (
    <div className="closing-progress">
      <span>{label}</span>
      {progress === null || progress.of === 0 ? (
        <progress aria-label={label} />
      ) : (
        <progress aria-label={label} value={progress.done} max={progress.of} />
      )}
    </div>
  );
}
