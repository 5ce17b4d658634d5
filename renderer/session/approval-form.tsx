import type { ReactNode } from "react";
import { useState } from "react";
import { Form } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Trouble } from "../parts/trouble.tsx";
import type { Refusal } from "../rpc/transport.ts";
import { useWords } from "../words/words.ts";
import { useShift } from "./operator.ts";
import "./approval-form.css";

export interface ApprovalGiven {
  readonly operator: string;
  readonly pin: string;
  readonly desk: string;
}

/** What is done only with somebody's approval: the fields of the deed, then who stands for it. The PIN is kept by nothing. */
export function ApprovalForm({
  whose,
  action,
  isBusy,
  isReady = true,
  refusal,
  safe,
  children,
  onApprove,
}: {
  readonly whose: "supervising" | "administrator";
  readonly action: string;
  readonly isBusy: boolean;
  /** Whether what stands above is complete. */
  readonly isReady?: boolean;
  readonly refusal: Refusal | null;
  /** Where things stand when it is refused. */
  readonly safe: string;
  readonly children?: ReactNode;
  readonly onApprove: (approval: ApprovalGiven) => Promise<void>;
}) {
  const { approval: words } = useWords();
  const { operator: self, desk } = useShift();
  const mayMyself = self.role === "administrator" || (self.role === "supervisor" && whose === "supervising");
  const [operator, setOperator] = useState(mayMyself ? self.id : "");
  const [pin, setPin] = useState("");
  const send = async (): Promise<void> => {
    if (!isReady || isBusy || operator.trim() === "" || pin === "") return;
    await onApprove({ operator: operator.trim(), pin, desk });
    setPin("");
  };
  return (
    <Form
      className="approval"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        inBackground(send());
      }}
    >
      {children}
      {refusal === null ? null : <Trouble refusal={refusal} safe={safe} />}
      <fieldset className="approval-fields">
        <legend>{words[whose]}</legend>
        <Field label={words.operator} value={operator} onChange={setOperator} />
        <Field label={words.pin} type="password" inputMode="numeric" value={pin} onChange={setPin} />
        <Button
          type="submit"
          look="accent"
          keyName="Enter"
          isDisabled={isBusy || !isReady || operator.trim() === "" || pin === ""}
        >
          {isBusy ? words.busy : action}
        </Button>
      </fieldset>
    </Form>
  );
}
