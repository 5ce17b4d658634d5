import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import type { Refusal } from "../rpc/transport.ts";
import { noAnswer } from "../rpc/transport.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { keptSession } from "../session/connect.ts";
import { useWords } from "../words/words.ts";

/** Opens the page where insured people look at their own records, in a session that can do nothing else. */
export function SelfCard() {
  const { self: words } = useWords().settings;
  const [isOpen, setOpen] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  return (
    <section className="card" aria-labelledby="settings-self">
      <h2 id="settings-self">{words.title}</h2>
      <p className="page-hint">{words.lead}</p>
      {address === null ? null : (
        <>
          <Said look="good">{words.ready}</Said>
          <p className="settings-address mono">{address}</p>
        </>
      )}
      <div className="page-row">
        <Button onPress={() => setOpen(true)}>{words.open}</Button>
      </div>
      {isOpen ? <SelfSheet onClose={() => setOpen(false)} onAddress={setAddress} /> : null}
    </section>
  );
}

function SelfSheet({
  onClose,
  onAddress,
}: {
  readonly onClose: () => void;
  readonly onAddress: (address: string) => void;
}) {
  const { settings } = useWords();
  const { self: words } = settings;
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async (approval: ApprovalGiven): Promise<void> => {
    setBusy(true);
    const answer = await askForCode(approval);
    setBusy(false);
    if (!answer.ok) return setRefusal(answer.refusal);
    onAddress(`${location.origin}/self#code=${answer.value.code}`);
    onClose();
  };
  return (
    <Sheet title={words.open} onClose={onClose}>
      <ApprovalForm
        whose="supervising"
        action={words.open}
        isBusy={isBusy}
        refusal={refusal}
        safe={settings.unchanged}
        onApprove={send}
      >
        <p className="sheet-lead">{words.how}</p>
      </ApprovalForm>
    </Sheet>
  );
}

type Answer =
  | { readonly ok: true; readonly value: { readonly code: string } }
  | { readonly ok: false; readonly refusal: Refusal };

async function askForCode(approval: ApprovalGiven): Promise<Answer> {
  try {
    const response = await fetch("/self/code", {
      method: "POST",
      headers: { authorization: `Bearer ${keptSession() ?? ""}`, "content-type": "application/json" },
      body: JSON.stringify({ approval }),
    });
    if (!response.ok) return noAnswer(response.status === 429 ? "TOO_MANY" : "SESSION_ENDED");
    // oxlint-disable-next-line typescript/no-unsafe-assignment -- the engine's own types: this page came from that very engine
    const answer: Answer = await response.json();
    return answer;
  } catch {
    return noAnswer("UNREACHABLE");
  }
}
