import { useEffect, useRef, useState } from "react";
import { Form } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { useWords } from "../words/words.ts";
import type { Deed } from "./use-deed.ts";

/** Whoever stands for a deed. */
export interface Approver {
  readonly operator: string;
  readonly pin: string;
}

/** The second person. Their PIN stays here only until the deed is known to be done or not. */
export function ApproveDeed({
  deed,
  words,
  onConfirm,
}: {
  readonly deed: Deed<"reverse"> | Deed<"refund">;
  /** Of its button. */
  readonly words: { readonly confirm: string; readonly busy: string };
  readonly onConfirm: (approver: Approver) => Promise<void>;
}) {
  const { approve, unknown } = useWords().history;
  const [operator, setOperator] = useState("");
  const [pin, setPin] = useState("");
  const form = useRef<HTMLFormElement>(null);
  // What was refused is said above; where the next try is typed stays in sight.
  useEffect(() => {
    form.current?.scrollIntoView({ block: "end" });
  }, [deed]);
  const send = async (): Promise<void> => {
    await onConfirm({ operator: operator.trim(), pin });
    setPin("");
  };
  const isAsking = deed.is === "unknown";
  return (
    <Form
      ref={form}
      className="sheet-row"
      validationBehavior="aria"
      aria-label={approve.title}
      onSubmit={(event) => {
        event.preventDefault();
        inBackground(send());
      }}
    >
      {isAsking ? null : (
        <>
          <p className="history-approval">{approve.title}</p>
          <Field label={approve.operator} value={operator} onChange={setOperator} autoFocus />
          <Field label={approve.pin} type="password" inputMode="numeric" value={pin} onChange={setPin} />
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
