import { useEffect, useRef, useState } from "react";

import type { VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { saveFile } from "./save-file.ts";

export type ExportRequest = Omit<VerbInput<"startExport">, "approval">;
export type ExportWork = VerbOutput<"exportState">;

export interface Exporting {
  /** null: nothing has been begun. */
  readonly work: ExportWork | null;
  /** What is asked of the engine is on its way. */
  readonly isBusy: boolean;
  readonly refusal: Refusal | null;
  readonly start: (input: VerbInput<"startExport">) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** The whole file once more. */
  readonly save: () => Promise<void>;
  /** Back to what is to be asked for. */
  readonly forget: () => void;
}

const lookEveryMs = 250;

/** One export from its approval to its file: watched until it ends, saved when it is whole. Left behind, it is stopped. */
export function useExport(): Exporting {
  const ask = useAsk();
  const [work, setWork] = useState<ExportWork | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { isBusy, once } = useOnce();
  const running = useRef<string | null>(null);
  useEffect(
    () => () => {
      if (running.current !== null) inBackground(ask("stopExport", { id: running.current }));
      running.current = null;
    },
    [ask],
  );
  const save = async ({ id }: ExportWork): Promise<void> => {
    setRefusal(null);
    const answer = await ask("exportAddress", { id });
    if (answer.ok) saveFile(answer.value.address);
    else setRefusal(answer.refusal);
  };
  const follow = async (begun: ExportWork): Promise<void> => {
    running.current = begun.id;
    setWork(begun);
    for (let is = begun.is; is === "running";) {
      await pause(lookEveryMs);
      if (running.current !== begun.id) return;
      const answer = await ask("exportState", { id: begun.id });
      setWork(answer.ok ? answer.value : null);
      if (!answer.ok) setRefusal(answer.refusal);
      is = answer.ok ? answer.value.is : "failed";
      if (is === "done") inBackground(save(begun));
    }
    running.current = null;
  };
  const start: Exporting["start"] = async (input) => {
    setRefusal(null);
    const answer = await ask("startExport", input);
    if (answer.ok) inBackground(follow(answer.value));
    else setRefusal(answer.refusal);
  };
  return {
    work,
    isBusy,
    refusal,
    start: async (input) => await once(async () => await start(input)),
    stop: async () => {
      if (work !== null) await ask("stopExport", { id: work.id });
    },
    save: async () => {
      if (work !== null) await once(async () => await save(work));
    },
    forget: () => {
      setWork(null);
      setRefusal(null);
    },
  };
}

/** One thing at a time, whatever is pressed meanwhile. */
function useOnce() {
  const [isBusy, setBusy] = useState(false);
  // State is read a moment late: two presses within one frame meet here.
  const isAsked = useRef(false);
  const once = async (run: () => Promise<void>): Promise<void> => {
    if (isAsked.current) return;
    isAsked.current = true;
    setBusy(true);
    await run();
    isAsked.current = false;
    setBusy(false);
  };
  return { isBusy, once };
}

async function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms);
  await promise;
}
