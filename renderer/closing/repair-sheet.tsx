import { Sheet } from "../parts/sheet.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useWords } from "../words/words.ts";
import { EffectTable } from "./effect-table.tsx";
import type { Comparison, Difference, Undone } from "./use-comparison.ts";

/** A deed that moves money: its preview once more, and who stands for it. */
export function RepairSheet({
  difference,
  comparison,
  onDone,
  onClose,
}: {
  readonly difference: Difference;
  readonly comparison: Comparison;
  readonly onDone: (undone: Undone) => void;
  readonly onClose: () => void;
}) {
  const { closing } = useWords();
  const { repair: words, deeds, causes, detail } = closing;
  const { isBusy, refusal } = comparison.repairing;
  return (
    <Sheet title={words.title(deeds[difference.deed])} onClose={onClose}>
      <ApprovalForm
        whose="supervising"
        action={words.confirm}
        isBusy={isBusy}
        refusal={refusal}
        safe={closing.nothingDone}
        onApprove={async (approval) => {
          const undone = await comparison.repair([difference.id], approval);
          if (undone !== null) onDone(undone);
        }}
      >
        <p className="sheet-lead">
          <strong>{causes[difference.cause]}</strong>{" "}
          <span className="mono">{difference.settlementId ?? difference.centreSettlementId}</span>
        </p>
        <p>{words.lead}</p>
        <EffectTable difference={difference} />
        <p>
          <strong>{detail.safe}</strong> {difference.safeBecause}
        </p>
      </ApprovalForm>
    </Sheet>
  );
}
