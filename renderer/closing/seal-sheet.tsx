import { addFen, formatFen, parseSignedFen, zeroFen } from "../../src/base/money.ts";
import { Money } from "../parts/money.tsx";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useAct } from "../rpc/use-act.ts";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useWords } from "../words/words.ts";
import type { Difference } from "./use-comparison.ts";

/** Seals the day; provisionally: what is left open is carried over, and is named before anybody approves. */
export function SealSheet({
  day,
  isToday,
  openShifts,
  open,
  isCurrent,
  onSealed,
  onClose,
}: {
  readonly day: string;
  readonly isToday: boolean;
  readonly openShifts: number;
  /** What is carried over; null: the day is balanced. */
  readonly open: readonly Difference[] | null;
  /** Whether the ledger has not gone on since that was listed. */
  readonly isCurrent: boolean;
  readonly onSealed: () => void;
  readonly onClose: () => void;
}) {
  const { closing } = useWords();
  const words = open === null ? closing.seal : closing.provisional;
  const { isBusy, refusal, run } = useAct("sealDay");
  return (
    <Sheet title={words.title} onClose={onClose} size={open === null ? "medium" : "wide"}>
      <ApprovalForm
        whose="supervising"
        action={words.confirm}
        isBusy={isBusy}
        refusal={refusal}
        safe={closing.unchanged}
        onApprove={async (approval) => {
          if ((await run({ day, provisional: open !== null, approval })) === null) return;
          onSealed();
          onClose();
        }}
      >
        <p className="sheet-lead">{words.lead(day)}</p>
        {isToday ? <Said look="warn">{closing.seal.today}</Said> : null}
        {openShifts > 0 ? <Said look="warn">{closing.seal.shifts(openShifts)}</Said> : null}
        {open === null || isCurrent ? null : <Said look="warn">{closing.provisional.stale}</Said>}
        {open === null ? null : <Carried open={open} />}
      </ApprovalForm>
    </Sheet>
  );
}

function Carried({ open }: { readonly open: readonly Difference[] }) {
  const { provisional: words, causes, deeds } = useWords().closing;
  if (open.length === 0) return <p>{words.none}</p>;
  const sum = open.reduce((all, { delta }) => addFen(all, parseSignedFen(delta.total)), zeroFen);
  return (
    <div>
      <h3 className="page-title">{words.items}</h3>
      <ul className="closing-carried">
        {open.map(({ id, cause, settlementId, centreSettlementId, deed, delta }) => (
          <li key={id}>
            <span>{words.item(causes[cause], settlementId ?? centreSettlementId ?? "", deeds[deed])}</span>
            <Money amount={delta.total} />
          </li>
        ))}
        <li>
          <strong>{words.sum}</strong>
          <Money amount={formatFen(sum)} />
        </li>
      </ul>
    </div>
  );
}
