import { Button } from "../parts/button.tsx";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useWords } from "../words/words.ts";
import type { ChainState } from "./use-chain.ts";

/** Whether the chain holds, as far as it has been looked at. */
export function ChainPanel({ state, onStop }: { readonly state: ChainState; readonly onStop: () => void }) {
  const { chain: words } = useWords().audit;
  switch (state.is) {
    case "unchecked":
      return <Said look="warn">{words.unchecked}</Said>;
    case "checking":
      return (
        <div className="audit-checking">
          <label htmlFor="audit-progress">{words.checking(state.checked, state.last)}</label>
          <progress id="audit-progress" value={state.checked} max={Math.max(1, state.last)} />
          <Button onPress={onStop}>{words.stop}</Button>
        </div>
      );
    case "stopped":
      return <Said look="warn">{words.stopped(state.checked, state.last)}</Said>;
    case "checked":
      return state.broken.length === 0 ? (
        <Said look="good">{words.holds(state.last)}</Said>
      ) : (
        <Said look="bad">{words.broken(state.broken.length, state.broken.slice(0, 5).join("、"))}</Said>
      );
    case "refused":
      return <Trouble refusal={state.refusal} safe={words.safe} />;
  }
}
