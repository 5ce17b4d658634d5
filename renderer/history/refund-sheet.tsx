import { useEffect, useRef, useState } from "react";
import { Form } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useWords } from "../words/words.ts";
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
        {isDone || preview === null ? null : <Approve refund={refund} onBooked={onBooked} />}
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

/** The second person. Their PIN stays here only until the deed is known to be done or not. */
function Approve({ refund, onBooked }: { readonly refund: Refund; readonly onBooked: () => void }) {
  const { refund: words, unknown } = useWords().history;
  const [operator, setOperator] = useState("");
  const [pin, setPin] = useState("");
  const { deed, confirm } = refund;
  const form = useRef<HTMLFormElement>(null);
  // What was refused is said above; where the next try is typed stays in sight.
  useEffect(() => {
    form.current?.scrollIntoView({ block: "end" });
  }, [deed]);
  const send = async (): Promise<void> => {
    const isDone = await confirm({ operator: operator.trim(), pin });
    setPin("");
    if (isDone) onBooked();
  };
  const isAsking = deed.is === "unknown";
  return (
    <Form
      ref={form}
      className="sheet-row"
      validationBehavior="aria"
      aria-label={words.approval}
      onSubmit={(event) => {
        event.preventDefault();
        inBackground(send());
      }}
    >
      {isAsking ? null : (
        <>
          <p className="history-approval">{words.approval}</p>
          <Field label={words.operator} value={operator} onChange={setOperator} autoFocus />
          <Field label={words.pin} type="password" inputMode="numeric" value={pin} onChange={setPin} />
        </>
      )}
      <Button
        type="submit"
        look="danger"
        isDisabled={deed.is === "busy" || (!isAsking && (operator.trim() === "" || pin === ""))}
      >
        {deed.is === "busy" ? words.busy : isAsking ? unknown.retry : words.confirm}
      </Button>
    </Form>
  );
}
