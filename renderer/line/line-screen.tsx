import { useRef, useState } from "react";

import { FunctionKeys } from "../parts/function-keys.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePicked } from "../parts/use-picked.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import { AcceptSheet } from "./accept-sheet.tsx";
import { AgreementSheet } from "./agreement-sheet.tsx";
import type { LineState } from "./line-banner.tsx";
import { LineBanner } from "./line-banner.tsx";
import { LineSide } from "./line-side.tsx";
import { QueueList } from "./queue-list.tsx";
import { actionOf, queueRows } from "./queue-row.ts";
import { StopSheet } from "./stop-sheet.tsx";
import "../parts/page.css";
import "./line.css";

type Open = "accept" | "acknowledge" | "stop" | "agreement" | null;

/** The line to the centre: how it is, what has not come to an end, what will happen next and when. */
export function LineScreen() {
  const { line: words, common } = useWords();
  const state = useVerb("lineState", {}, { everyMs: 2000 });
  const queue = useVerb("lineQueue", { limit: 200 }, { everyMs: 3000 });
  const rows = queueRows(queue.data);
  const picked = usePicked(rows, (row) => row.msgid);
  const [open, setOpen] = useState<Open>(null);
  const [isAsked, setAsked] = useState(false);
  const retry = useAct("retryNow");
  const list = useRef<HTMLElement>(null);
  const refusal = state.error?.refusal ?? queue.error?.refusal ?? retry.refusal;
  const { row } = picked;
  const action = row?.is === "finding" ? actionOf(row) : null;
  const toList = (): void => list.current?.querySelector<HTMLElement>("[role=region]")?.focus();
  const retryNow = async (): Promise<void> => {
    setAsked((await retry.run({})) !== null);
  };
  return (
    <div className="page">
      <h1 className="out-of-sight">{words.title}</h1>
      {state.data === undefined ? null : <LineBanner state={state.data} />}
      <div className="page-halves">
        <section
          className="page-list"
          ref={list}
          aria-label={words.list.section}
          onKeyDown={picked.onKeyDown}
        >
          {isAsked ? <Said look="good">{words.retried}</Said> : null}
          {refusal === null ? null : <Trouble refusal={refusal} safe={words.unchanged} />}
          <QueueList rows={rows} picked={picked} isBusy={queue.isPending} />
        </section>
        {state.data === undefined ? <p>{common.loading}</p> : <LineSide state={state.data} row={row} />}
      </div>
      <Keys
        state={state.data}
        action={action}
        on={{ list: toList, retry: () => inBackground(retryNow()), open: setOpen }}
      />
      {state.data === undefined ? null : (
        <OpenSheet open={open} state={state.data} msgid={picked.key} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

function Keys({
  state,
  action,
  on,
}: {
  readonly state: LineState | undefined;
  readonly action: "accept" | "acknowledge" | null;
  readonly on: {
    readonly list: () => void;
    readonly retry: () => void;
    readonly open: (open: Open) => void;
  };
}) {
  const { keys, keysTitle } = useWords().line;
  const { operator } = useShift();
  const mayAct = operator.role !== "auditor";
  const isThere = state !== undefined && state.state !== "none";
  return (
    <FunctionKeys
      label={keysTitle}
      keys={[
        { key: "F2", label: keys.list, run: on.list },
        { key: "F4", label: keys.retry, run: on.retry, isDisabled: !mayAct || !isThere },
        {
          key: "F6",
          label: keys[action ?? "accept"],
          run: () => on.open(action),
          isDisabled: !mayAct || action === null,
        },
        { key: "F7", label: keys.stop, run: () => on.open("stop"), isDisabled: !mayAct || !isThere },
        {
          key: "F8",
          label: keys.agreement,
          run: () => on.open("agreement"),
          isDisabled: !mayAct || state === undefined,
        },
      ]}
    />
  );
}

function OpenSheet({
  open,
  state,
  msgid,
  onClose,
}: {
  readonly open: Open;
  readonly state: LineState;
  readonly msgid: string | null;
  readonly onClose: () => void;
}) {
  switch (open) {
    case null:
      return null;
    case "stop":
      return <StopSheet state={state} onClose={onClose} />;
    case "agreement":
      return <AgreementSheet state={state} onClose={onClose} />;
    case "accept":
    case "acknowledge":
      return msgid === null ? null : <AcceptSheet msgid={msgid} how={open} onClose={onClose} />;
  }
}
