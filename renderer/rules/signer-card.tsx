import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useWords } from "../words/words.ts";
import { momentOf } from "./download-mark.tsx";
import { useLater } from "./use-later.ts";
import { useMayChange } from "./use-may-change.ts";

/** Whose signature is believed, and how another comes to be. */
export function SignerCard() {
  const { signer: words } = useWords().rules;
  const mayChange = useMayChange();
  const read = useVerb("rulesSigner", {});
  const [isOpen, setOpen] = useState(false);
  const signer = read.data;
  if (signer === undefined) return null;
  return (
    <div className="rules-signer" role="group" aria-label={words.title}>
      {signer === null ? (
        <Said look="warn">{words.none}</Said>
      ) : (
        <p>
          {words.title} · {words.fingerprint} <span className="mono">{inFours(signer.fingerprint)}</span>
          <span className="page-small">{words.since(momentOf(signer.trustedAt), signer.operator)}</span>
        </p>
      )}
      {mayChange ? (
        <Button onPress={() => setOpen(true)}>{signer === null ? words.trust : words.change}</Button>
      ) : null}
      {isOpen ? <TrustSheet onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function TrustSheet({ onClose }: { readonly onClose: () => void }) {
  const { rules } = useWords();
  const { signer: words } = rules;
  const [typed, setTyped] = useState("");
  const publicKey = typed.replaceAll(/\s/g, "");
  const asked = useLater(publicKey, 200);
  const read = useVerb(
    "signerFingerprint",
    { publicKey: asked },
    { enabled: asked !== "" && asked.length <= 200 },
  );
  const fingerprint = asked === publicKey ? (read.data?.fingerprint ?? null) : null;
  const isKnownWrong =
    publicKey !== "" && asked === publicKey && (publicKey.length > 200 || read.data?.fingerprint === null);
  const { isBusy, refusal, run } = useAct("trustSigner");
  const send = async (approval: ApprovalGiven): Promise<void> => {
    if ((await run({ publicKey, approval })) !== null) onClose();
  };
  return (
    <Sheet title={words.trust} onClose={onClose}>
      <ApprovalForm
        whose="administrator"
        action={words.trust}
        isBusy={isBusy}
        isReady={fingerprint !== null}
        refusal={refusal}
        safe={rules.unchanged}
        onApprove={send}
      >
        <Field
          label={words.key}
          value={typed}
          onChange={setTyped}
          error={isKnownWrong ? words.keyWrong : null}
          autoFocus
        />
        {fingerprint === null ? null : (
          <div role="status">
            <p>{words.compare}</p>
            <p className="rules-fingerprint mono">{inFours(fingerprint)}</p>
          </div>
        )}
      </ApprovalForm>
    </Sheet>
  );
}

/** "0123456789abcdef" as it is read out: in fours. */
function inFours(text: string): string {
  return text.match(/.{1,4}/g)?.join(" ") ?? text;
}
