import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAsk, useVerb } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import type { Approver } from "./approve-deed.tsx";
import { ApproveDeed } from "./approve-deed.tsx";
import type { Detail } from "./history-detail.tsx";
import { NetTable } from "./net-table.tsx";
import { Outcome } from "./outcome.tsx";
import { useDeed } from "./use-deed.ts";

/** Takes a settlement back whole, after it was shown what that moves. */
export function ReverseSheet({
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
  const { history } = useWords();
  const { reverse: words } = history;
  const { preview, deed, send } = useReversal(detail);
  const refusal = deed.is === "open" && deed.refusal === null ? (preview.error?.refusal ?? null) : null;
  const later = refusal ?? (deed.is === "open" ? deed.refusal : null);
  const confirm = async (approver: Approver): Promise<void> => {
    if (await send(approver)) onBooked();
  };
  return (
    <Sheet title={words.title} onClose={onClose} size="wide">
      <div className="sheet-form">
        {deed.is === "done" ? (
          <p className="history-done" role="status">
            <Icon name="check" />
            <strong>{words.done}</strong> {words.doneHint(deed.value.settlementId)}
          </p>
        ) : (
          <p className="sheet-lead">{words.lead}</p>
        )}
        {preview.data === undefined ? null : (
          <NetTable before={detail.settlement.settlement.split} {...preview.data} remainder={null} />
        )}
        {refusal === null ? null : <Trouble refusal={refusal} />}
        <Outcome deed={deed} />
        <LaterOnes refusal={later} onOpen={onOpen} />
        {deed.is === "done" || (deed.is === "open" && preview.data === undefined) ? null : (
          <ApproveDeed deed={deed} words={words} onConfirm={confirm} />
        )}
      </div>
    </Sheet>
  );
}

function useReversal(detail: Detail) {
  const ask = useAsk();
  const { operator, desk } = useShift();
  const { key, deed, run } = useDeed<"reverse">();
  const { settlementId } = detail.settlement;
  const items = detail.lines.map(({ id, qty }) => ({ id, qty }));
  // Everything given back is the whole taken back: asked before anything is booked, and only then.
  const preview = useVerb("refundPreview", { settlementId, items }, { enabled: deed.is === "open" });
  const send = async (approver: Approver): Promise<boolean> => {
    const actor = { operator: operator.id, pharmacist: null, desk };
    const approval = { ...approver, desk };
    const next = await run(() => ask("reverse", { settlementId, idempotencyKey: key, actor, approval }));
    return next?.is === "done";
  };
  return { preview, deed, send };
}

/** Settlements that rest on this one, with the way to them. */
export function LaterOnes({
  refusal,
  onOpen,
}: {
  readonly refusal: Refusal | null;
  readonly onOpen: (settlementId: string) => void;
}) {
  const { reverse: words } = useWords().history;
  const named = refusal?.code === "LATER_SETTLEMENTS_DEPEND" ? refusal.details["settlements"] : null;
  if (!Array.isArray(named)) return null;
  const ids = named.filter((one) => typeof one === "string").toReversed();
  return (
    <div>
      <p>{words.later}</p>
      <ul className="history-later">
        {ids.map((id) => (
          <li key={id}>
            <Button onPress={() => onOpen(id)}>
              <span className="mono">{id}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
