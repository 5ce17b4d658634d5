import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

import type { EngineState } from "../../src/gateway/contract-port.ts";
import { Icon } from "../parts/icon.tsx";
import { inBackground } from "../parts/in-background.ts";
import type { EngineLink } from "../rpc/engine-link.ts";
import { useWords } from "../words/words.ts";
import { App } from "./app.tsx";
import "./engine-banner.css";

/** The page in the window: the engine is a process beside it, reached over a port. */
export function WindowPage({ link }: { readonly link: EngineLink }) {
  const state = useSyncExternalStore(link.subscribe, link.state);
  return <App transport={link.transport} above={<EngineBanner state={state} />} />;
}

/** Across the whole window while the engine is not there: what has happened, what is safe, what comes next. */
function EngineBanner({ state }: { readonly state: EngineState }) {
  const { engine } = useWords().shell;
  const queries = useQueryClient();
  const { is } = state;
  useEffect(() => {
    // What was read from the engine before is asked of this one anew.
    if (is === "running") inBackground(queries.invalidateQueries());
  }, [is, queries]);
  if (is === "running" || is === "starting") return null;
  const [title, hint] =
    state.is === "failed"
      ? [engine.failed, engine.failedHint(state.message)]
      : [engine.restarting, engine.restartingHint];
  return (
    <p className="engine-banner" role="alert" data-state={is}>
      <Icon name={is === "failed" ? "warn" : "link"} />
      <strong>{title}</strong>
      <span>{hint}</span>
    </p>
  );
}
