import { useState } from "react";

import type { OperatorRole } from "../../src/base/operator-role.ts";
import { operatorRoles } from "../../src/base/operator-role.ts";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useWords } from "../words/words.ts";

/** Somebody new: number, name, role, a first PIN. */
export function AddOperatorSheet({ onClose }: { readonly onClose: () => void }) {
  const { settings } = useWords();
  const { operators: words } = settings;
  const [id, setId] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<OperatorRole>("cashier");
  const [pin, setPin] = useState("");
  const { isBusy, refusal, run } = useAct("addOperator");
  const send = async (approval: ApprovalGiven): Promise<void> => {
    const done = await run({ id: id.trim(), name: name.trim(), role, pin, approval });
    if (done !== null) onClose();
  };
  return (
    <Sheet title={words.add} onClose={onClose}>
      <ApprovalForm
        whose="administrator"
        action={words.add}
        isBusy={isBusy}
        isReady={id.trim() !== "" && name.trim() !== "" && pin !== ""}
        refusal={refusal}
        safe={settings.unchanged}
        onApprove={send}
      >
        <div className="sheet-row">
          <Field label={words.id} value={id} onChange={setId} autoFocus />
          <Field label={words.name} value={name} onChange={setName} />
        </div>
        <div className="sheet-row">
          <RoleChoice role={role} onChange={setRole} />
          <Field label={words.firstPin} type="password" inputMode="numeric" value={pin} onChange={setPin} />
        </div>
        <p className="page-hint">{words.pinHint}</p>
      </ApprovalForm>
    </Sheet>
  );
}

/** What somebody may do here. */
export function RoleChoice({
  role,
  onChange,
}: {
  readonly role: OperatorRole;
  readonly onChange: (role: OperatorRole) => void;
}) {
  const { settings, shell } = useWords();
  return (
    <Choice
      label={settings.operators.role}
      value={role}
      onChange={(value) => onChange(operatorRoles.find((one) => one === value) ?? "cashier")}
      options={operatorRoles.map((value) => ({ value, name: shell.roles[value] }))}
    />
  );
}
