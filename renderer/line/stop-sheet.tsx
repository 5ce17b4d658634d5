import { useState } from "react";

import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import { useWords } from "../words/words.ts";
import type { LineState } from "./line-banner.tsx";

const classes = ["maintenance", "yearEndStop", "accident"] as const;

/** A stop that the centre has told of: nothing is sent while it lasts. */
export function StopSheet({ state, onClose }: { readonly state: LineState; readonly onClose: () => void }) {
  const { line: words } = useWords();
  const { stop: own } = words;
  const aheadMs = useEngineClock();
  const [sort, setSort] = useState<(typeof classes)[number]>(state.stop?.class ?? "maintenance");
  const [from, setFrom] = useState(() => localTime(state.stop?.from ?? shanghaiNow(aheadMs)));
  const [until, setUntil] = useState(() => localTime(state.stop?.until ?? shanghaiNow(aheadMs)));
  const [isOff, setOff] = useState(false);
  const { isBusy, refusal, run } = useAct("announceStop");
  const isRight = isOff || (isTime(from) && isTime(until) && from < until);
  const send = async (approval: ApprovalGiven): Promise<void> => {
    const stop = isOff ? null : { class: sort, from: instantOf(from), until: instantOf(until) };
    if ((await run({ stop, approval })) !== null) onClose();
  };
  return (
    <Sheet title={own.title} onClose={onClose}>
      <ApprovalForm
        whose="supervising"
        action={isOff ? own.cancel : own.announce}
        isBusy={isBusy}
        isReady={isRight}
        refusal={refusal}
        safe={words.unchanged}
        onApprove={send}
      >
        <p className="sheet-lead">{own.lead}</p>
        {state.stop === null ? null : <Tick label={own.takeBack} isOn={isOff} onChange={setOff} />}
        {isOff ? null : (
          <>
            <Choice
              label={own.sort}
              value={sort}
              onChange={(value) => setSort(classes.find((one) => one === value) ?? "maintenance")}
              options={classes.map((value) => ({ value, name: words.classes[value] }))}
            />
            <div className="sheet-row">
              <Field
                label={own.from}
                value={from}
                onChange={setFrom}
                error={isTime(from) ? null : own.timeWrong}
              />
              <Field
                label={own.until}
                value={until}
                onChange={setUntil}
                error={isTime(until) && from < until ? null : own.untilWrong}
              />
            </div>
          </>
        )}
      </ApprovalForm>
    </Sheet>
  );
}

/** Typed, as "2026-05-10 08:00": the same in every browser and by any keyboard. */
function localTime(instant: string): string {
  return instant.slice(0, 16).replace("T", " ");
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(text) && !Number.isNaN(Date.parse(instantOf(text)));
}

function instantOf(text: string): string {
  return `${text.replace(" ", "T")}:00+08:00`;
}
