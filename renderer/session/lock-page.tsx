import { useEffect, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useWords } from "../words/words.ts";
import { Gate } from "./gate.tsx";
import type { Shift } from "./operator.ts";

/**
 * Over a desk that nobody has touched for a while: the same operator goes on, or somebody else signs in. It lies over
 * dialogs, too, and no key gets past it.
 */
export function LockPage({
  shift,
  onUnlock,
  onOther,
}: {
  readonly shift: Shift;
  readonly onUnlock: () => void;
  readonly onOther: () => void;
}) {
  const { lock, signIn } = useWords().shell;
  const ask = useAsk();
  const [pin, setPin] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useNoKeysBehind();
  const submit = async (): Promise<void> => {
    if (isBusy || pin === "") return;
    setBusy(true);
    const answer = await ask("signIn", { operator: shift.operator.id, pin, desk: shift.desk });
    setBusy(false);
    setPin("");
    if (answer.ok) onUnlock();
    else setRefusal(answer.refusal);
  };
  return (
    <ModalOverlay className="lock" isOpen isKeyboardDismissDisabled>
      <Modal className="lock-page">
        <Dialog className="lock-page" aria-label={lock.title}>
          <Gate
            title={lock.title}
            lead={lock.lead(shift.operator.name)}
            onSubmit={submit}
            below={
              <Button look="quiet" onPress={onOther}>
                {lock.other}
              </Button>
            }
          >
            <Field
              label={signIn.pin}
              type="password"
              inputMode="numeric"
              value={pin}
              onChange={setPin}
              autoFocus
            />
            {refusal === null ? null : <Trouble refusal={refusal} />}
            <Button type="submit" look="accent" keyName="Enter" isDisabled={pin === "" || isBusy}>
              {lock.submit}
            </Button>
          </Gate>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Screens and dialogs hear their keys at the window: what was struck here ends before it. */
function useNoKeysBehind(): void {
  useEffect(() => {
    const end = (event: KeyboardEvent): void => event.stopPropagation();
    document.addEventListener("keydown", end);
    return () => document.removeEventListener("keydown", end);
  }, []);
}
