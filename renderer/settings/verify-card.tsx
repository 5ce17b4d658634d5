import { Button } from "../parts/button.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { WorkProgress } from "../parts/work-progress.tsx";

/** Recomputes every settlement beside the desk, and says what it found. */
export function VerifyCard() {
  const { settings } = useWords();
  const { verify: words } = settings;
  const read = useVerb("verifyState", {}, { everyMs: 1000 });
  const start = useAct("startVerify");
  const stop = useAct("stopVerify");
  const state = read.data;
  const isRunning = state?.is === "running";
  const refusal = start.refusal ?? stop.refusal;
  return (
    <section className="card" aria-labelledby="settings-verify">
      <h2 id="settings-verify">{words.title}</h2>
      <p className="page-hint">{words.lead}</p>
      {state === undefined ? null : <VerifyResult state={state} />}
      {refusal === null ? null : <Trouble refusal={refusal} safe={settings.unchanged} />}
      <div className="page-row">
        <Button onPress={() => inBackground(start.run({}))} isDisabled={isRunning || start.isBusy}>
          {words.start}
        </Button>
        {isRunning ? <Button onPress={() => inBackground(stop.run({}))}>{words.stop}</Button> : null}
      </div>
    </section>
  );
}

type State = NonNullable<ReturnType<typeof useVerb<"verifyState">>["data"]>;

function VerifyResult({ state }: { readonly state: State }) {
  const { verify: words } = useWords().settings;
  const { is, done, of, count, findings, reason, endedAt } = state;
  const at = (endedAt ?? "").slice(0, 16).replace("T", " ");
  switch (is) {
    case "none":
      return null;
    case "running":
      return <WorkProgress label={words.running(done, of, count)} done={done} of={of} />;
    case "stopped":
      return <Said look="warn">{words.stopped(at)}</Said>;
    case "failed":
      return <Said look="bad">{words.failed(reason ?? "")}</Said>;
    case "done":
      if (count === 0) return <Said look="good">{words.whole(at)}</Said>;
      return (
        <>
          <Said look="bad">{words.found(count, at)}</Said>
          <ul className="settings-findings" tabIndex={0} aria-label={words.findings}>
            {findings.map(({ what, id, reason: why }) => (
              <li key={`${what} ${id} ${why}`}>
                {wordOf(words.whats, what)} <span className="mono">{id}</span> {why}
              </li>
            ))}
          </ul>
        </>
      );
  }
}
