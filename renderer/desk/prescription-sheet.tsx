import { useState } from "react";
import { Form } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import type { Prescription } from "./bill.ts";
import type { Desk } from "./use-desk.ts";

const levels = ["community", "1", "2", "3", "provincial", "unrated"] as const;

/** The external prescription, and the pharmacist who has looked at it. A change of it takes the signature away. */
export function PrescriptionSheet({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) {
  const { desk: words, domain } = useWords();
  const { prescription: texts } = words;
  const { prescription } = desk.bill;
  const set = (changed: Prescription | null): void =>
    desk.change((bill) => ({ ...bill, prescription: changed, pharmacist: null }));
  const today = desk.bill.begunAt.slice(0, 10);
  return (
    <Sheet title={texts.title} onClose={onClose}>
      <div className="sheet-form">
        <Tick
          label={texts.has}
          isOn={prescription !== null}
          onChange={(isOn) => set(isOn ? { issuerLevel: "3", issuedOn: today, validDays: 1 } : null)}
        />
        {prescription === null ? null : (
          <>
            <div className="sheet-columns">
              <Choice
                label={texts.issuerLevel}
                value={prescription.issuerLevel}
                onChange={(issuerLevel) => set({ ...prescription, issuerLevel })}
                options={levels.map((value) => ({ value, name: domain.levels[value] }))}
              />
              <Field
                label={texts.issuedOn}
                type="date"
                value={prescription.issuedOn}
                onChange={(issuedOn) => {
                  if (issuedOn !== "") set({ ...prescription, issuedOn });
                }}
              />
              <Choice
                label={texts.validDays}
                value={String(prescription.validDays)}
                onChange={(days) => set({ ...prescription, validDays: Number(days) })}
                options={["1", "2", "3"].map((value) => ({ value, name: value }))}
              />
            </div>
            <SignOff desk={desk} />
          </>
        )}
      </div>
    </Sheet>
  );
}

function SignOff({ desk }: { readonly desk: Desk }) {
  const { prescription: texts } = useWords().desk;
  const shift = useShift();
  const ask = useAsk();
  const [operator, setOperator] = useState("");
  const [pin, setPin] = useState("");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { pharmacist } = desk.bill;
  const sign = async (): Promise<void> => {
    const answer = await ask("signIn", { operator: operator.trim(), pin, desk: shift.desk });
    setPin("");
    if (!answer.ok) return setRefusal(answer.refusal);
    const { id, name, role } = answer.value;
    if (role !== "pharmacist")
      return setRefusal({ code: "APPROVAL_REQUIRED", message: texts.notPharmacist, details: {} });
    setRefusal(null);
    return desk.change((bill) => ({ ...bill, pharmacist: { id, name } }));
  };
  if (pharmacist !== null)
    return (
      <p className="tag tag-good">
        <Icon name="check" />
        {texts.signed(pharmacist.name)}
        <Button look="quiet" onPress={() => desk.change((bill) => ({ ...bill, pharmacist: null }))}>
          {texts.unsign}
        </Button>
      </p>
    );
  return (
    <Form
      className="sheet-row"
      onSubmit={(event) => {
        event.preventDefault();
        inBackground(sign());
      }}
    >
      <Field label={texts.pharmacist} value={operator} onChange={setOperator} />
      <Field label={texts.pin} type="password" inputMode="numeric" value={pin} onChange={setPin} />
      <Button type="submit" isDisabled={operator.trim() === "" || pin === ""}>
        {texts.signNow}
      </Button>
      {refusal === null ? null : <Trouble refusal={refusal} />}
    </Form>
  );
}
