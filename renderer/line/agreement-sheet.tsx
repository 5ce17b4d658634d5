import { useState } from "react";

import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useWords } from "../words/words.ts";
import type { AgreementDraft, LimitsDraft } from "./agreement-draft.ts";
import { agreementOf, draftOf, faultOf, limitNames } from "./agreement-draft.ts";
import type { LineState } from "./line-banner.tsx";

/** What has been agreed with the bureau on sales that are split without the centre. */
export function AgreementSheet({
  state,
  onClose,
}: {
  readonly state: LineState;
  readonly onClose: () => void;
}) {
  const { line: words } = useWords();
  const { agreement: own } = words;
  const [draft, setDraft] = useState(() => draftOf(state.agreement));
  const [isNone, setNone] = useState(false);
  const { isBusy, refusal, run } = useAct("agreeProvisional");
  const agreement = isNone ? null : agreementOf(draft);
  const send = async (approval: ApprovalGiven): Promise<void> => {
    if ((await run({ agreement, approval })) !== null) onClose();
  };
  return (
    <Sheet title={own.title} onClose={onClose} size="wide">
      <ApprovalForm
        whose="supervising"
        action={isNone ? own.end : own.keep}
        isBusy={isBusy}
        isReady={isNone || agreement !== null}
        refusal={refusal}
        safe={words.unchanged}
        onApprove={send}
      >
        <p className="sheet-lead">{own.lead}</p>
        {state.agreement === null ? null : <Tick label={own.none} isOn={isNone} onChange={setNone} />}
        {isNone ? null : <DraftFields draft={draft} change={setDraft} />}
      </ApprovalForm>
    </Sheet>
  );
}

function DraftFields({
  draft,
  change,
}: {
  readonly draft: AgreementDraft;
  readonly change: (draft: AgreementDraft) => void;
}) {
  const { agreement: own } = useWords().line;
  return (
    <>
      {(["fresh", "old"] as const).map((age) => (
        <fieldset key={age} className="line-limits">
          <legend>{own[age]}</legend>
          <Field
            label={own.days}
            inputMode="numeric"
            value={draft[age].days}
            onChange={(days) => change({ ...draft, [age]: { ...draft[age], days } })}
            error={faultOf("days", draft[age].days) ? own.daysWrong : null}
          />
          {limitNames.map((name) => (
            <Field
              key={name}
              label={own[name]}
              inputMode="decimal"
              value={draft[age][name]}
              onChange={(value) => change({ ...draft, [age]: withLimit(draft[age], name, value) })}
              error={
                faultOf(name, draft[age][name]) ? own[name === "count" ? "countWrong" : "amountWrong"] : null
              }
            />
          ))}
        </fieldset>
      ))}
    </>
  );
}

function withLimit(limits: LimitsDraft, name: (typeof limitNames)[number], value: string): LimitsDraft {
  return { ...limits, [name]: value.trim() };
}
