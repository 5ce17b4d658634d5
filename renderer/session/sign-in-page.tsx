import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useWords } from "../words/words.ts";
import { Gate } from "./gate.tsx";
import type { Shift } from "./operator.ts";

/** Who works at this desk: number and PIN. */
export function SignInPage({
  desk: keptDesk,
  onSignIn,
}: {
  readonly desk: string;
  readonly onSignIn: (shift: Shift) => void;
}) {
  const { signIn: words } = useWords().shell;
  const ask = useAsk();
  const [operator, setOperator] = useState("");
  const [pin, setPin] = useState("");
  const [desk, setDesk] = useState(keptDesk);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    const answer = await ask("signIn", { operator: operator.trim(), pin, desk: desk.trim() });
    setBusy(false);
    setPin("");
    if (answer.ok) onSignIn({ operator: answer.value, desk: desk.trim() });
    else setRefusal(answer.refusal);
  };
  const isReady = operator.trim() !== "" && pin !== "" && desk.trim() !== "";
  return (
    <Gate title={words.title} lead={words.lead} onSubmit={submit}>
      <div className="gate-row">
        <Field label={words.operator} name="operator" value={operator} onChange={setOperator} autoFocus />
        <Field label={words.desk} name="desk" value={desk} onChange={setDesk} />
      </div>
      <Field label={words.pin} name="pin" type="password" inputMode="numeric" value={pin} onChange={setPin} />
      {refusal === null ? null : <Trouble refusal={refusal} />}
      <Button type="submit" look="accent" keyName="Enter" isDisabled={!isReady || isBusy}>
        {isBusy ? words.busy : words.submit}
      </Button>
    </Gate>
  );
}
