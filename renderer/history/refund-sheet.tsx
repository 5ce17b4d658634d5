import { Icon } from "../parts/icon.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useWords } from "../words/words.ts";
import type { Approver } from "./approve-deed.tsx";
import { ApproveDeed } from "./approve-deed.tsx";
import type { Detail } from "./history-detail.tsx";
import { NetTable } from "./net-table.tsx";
import { Outcome } from "./outcome.tsx";
import { RefundLines } from "./refund-lines.tsx";
import { LaterOnes } from "./reverse-sheet.tsx";
import type { Refund } from "./use-refund.ts";
import { useRefund } from "./use-refund.ts";

/** Gives part of a bill back: how much of what, what that moves, who stands for it. */
export function RefundSheet({
  detail,
  onBooked,
  onOpen,
  onClose,
}: {
  readonly detail: Detail;
  readonly onBooked: () => void;
  readonly onOpen: (settlementId: string) => void;
  readonly onClose: () => void;
}) {
  const { refund: words } = useWords().history;
  const refund = useRefund(detail);
  const { deed, preview, wrong, refusal } = refund;
  const isDone = deed.is === "done";
  const confirm = async (approver: Approver): Promise<void> => {
    if (await refund.confirm(approver)) onBooked();
  };
  return (
    <Sheet title={words.title} onClose={onClose} size="wide">
      <div className="sheet-form">
        {isDone ? <Done value={deed.value} /> : <p className="sheet-lead">{words.lead}</p>}
        {isDone ? null : <RefundLines detail={detail} refund={refund} />}
        {wrong === null ? null : (
          <p className="history-wrong" role="alert">
            {words[wrong]}
          </p>
        )}
        {refusal === null ? null : <Trouble refusal={refusal} />}
        <LaterOnes refusal={refusal} onOpen={onOpen} />
        {refund.isStale ? (
          <p className="history-wrong" role="alert">
            {words.stale}
          </p>
        ) : null}
        {preview === null ? null : (
          <>
            <NetTable before={detail.settlement.settlement.split} {...preview} />
            {preview.remainder === null ? <p>{words.wholeBack}</p> : null}
          </>
        )}
        {refund.isStale ? null : <Outcome deed={deed} />}
        {isDone || preview === null ? null : <ApproveDeed deed={deed} words={words} onConfirm={confirm} />}
      </div>
    </Sheet>
  );
}

function Done({ value }: { readonly value: Extract<Refund["deed"], { readonly is: "done" }>["value"] }) {
  const { refund: words } = useWords().history;
  return (
    <p className="history-done" role="status">
      <Icon name="check" />
      <strong>{words.done}</strong> {words.doneHint(value.reversal.settlementId)}
      {value.remainder === null ? null : ` ${words.remainder(value.remainder.settlementId)}`}
    </p>
  );
}
