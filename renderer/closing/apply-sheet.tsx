import { useState } from "react";

import { parseFen } from "../../src/base/money.ts";
import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useAct } from "../rpc/use-act.ts";
import { ApprovalForm } from "../session/approval-form.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { isYuan } from "./is-yuan.ts";

/** Applies for the clearing of a month, at most once. */
export function ApplySheet({
  month,
  sort,
  totals,
  onApplied,
  onClose,
}: {
  readonly month: string;
  readonly sort: string;
  readonly totals: VerbOutput<"clearingTotals">;
  readonly onApplied: (id: string) => void;
  readonly onClose: () => void;
}) {
  const { closing } = useWords();
  const { apply: words, clearingTypes } = closing;
  const [recognised, setRecognised] = useState(totals.total);
  const { isBusy, refusal, run } = useAct("applyClearing");
  const isRight = isYuan(recognised) && parseFen(recognised) <= parseFen(totals.total);
  return (
    <Sheet title={words.title} onClose={onClose}>
      <ApprovalForm
        whose="supervising"
        action={words.confirm}
        isBusy={isBusy}
        isReady={isRight}
        refusal={refusal}
        safe={closing.unchanged}
        onApprove={async (approval) => {
          const asked = { month, clearingType: sort, clearingWay: null, recognised, approval };
          const applied = await run(asked);
          if (applied === null) return;
          onApplied(applied.id);
          onClose();
        }}
      >
        <p className="sheet-lead">{words.lead(month, wordOf(clearingTypes, sort))}</p>
        <Field
          label={words.recognised}
          value={recognised}
          onChange={setRecognised}
          inputMode="decimal"
          error={isRight ? null : words.recognisedWrong}
        />
      </ApprovalForm>
    </Sheet>
  );
}
