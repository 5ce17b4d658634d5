import { useState } from "react";

import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useWords } from "../words/words.ts";
import { RoleChoice } from "./add-operator-sheet.tsx";
import type { ListedOperator } from "./operators-card.tsx";

type Deed = "role" | "pin" | "active" | "unlock";

/** One change of one operator, with its approval. */
export function OperatorSheet({
  operator,
  onClose,
}: {
  readonly operator: ListedOperator;
  readonly onClose: () => void;
}) {
  const { settings } = useWords();
  const { operators: words } = settings;
  const { id, name, active, lockedUntil } = operator;
  const deeds: readonly Deed[] = [
    "role",
    "pin",
    "active",
    ...(lockedUntil === null ? [] : ["unlock" as const]),
  ];
  const [deed, setDeed] = useState<Deed>(lockedUntil === null ? "role" : "unlock");
  const [role, setRole] = useState(operator.role);
  const [pin, setPin] = useState("");
  const changing = useChange(operator, { role, pin });
  const nameOf = (one: Deed): string =>
    one === "active" ? (active ? words.deactivate : words.activate) : words.deeds[one];
  const send = async (approval: ApprovalGiven): Promise<void> => {
    if (await changing.run(deed, approval)) onClose();
  };
  return (
    <Sheet title={words.changeWhom(`${name} ${id}`)} onClose={onClose}>
      <ApprovalForm
        whose={deed === "unlock" ? "supervising" : "administrator"}
        action={nameOf(deed)}
        isBusy={changing.isBusy}
        isReady={deed !== "pin" || pin !== ""}
        refusal={changing.refusal}
        safe={settings.unchanged}
        onApprove={send}
      >
        <Choice
          label={words.what}
          value={deed}
          onChange={(value) => setDeed(deeds.find((one) => one === value) ?? "role")}
          options={deeds.map((value) => ({ value, name: nameOf(value) }))}
        />
        {deed === "role" ? <RoleChoice role={role} onChange={setRole} /> : null}
        {deed === "pin" ? (
          <>
            <Field label={words.newPin} type="password" inputMode="numeric" value={pin} onChange={setPin} />
            <p className="page-hint">{words.pinHint}</p>
          </>
        ) : null}
        {deed === "active" && active ? <p className="page-hint">{words.deactivateHint}</p> : null}
      </ApprovalForm>
    </Sheet>
  );
}

function useChange(
  { id, active }: ListedOperator,
  { role, pin }: { readonly role: ListedOperator["role"]; readonly pin: string },
) {
  const roles = useAct("changeRole");
  const pins = useAct("changePin");
  const actives = useAct("setOperatorActive");
  const locks = useAct("unlockOperator");
  const all = [roles, pins, actives, locks];
  const run = async (deed: Deed, approval: ApprovalGiven): Promise<boolean> => {
    switch (deed) {
      case "role":
        return (await roles.run({ id, role, approval })) !== null;
      case "pin":
        return (await pins.run({ id, pin, approval })) !== null;
      case "active":
        return (await actives.run({ id, active: !active, approval })) !== null;
      case "unlock":
        return (await locks.run({ id, approval })) !== null;
    }
  };
  return {
    run,
    isBusy: all.some(({ isBusy }) => isBusy),
    refusal: all.find(({ refusal }) => refusal !== null)?.refusal ?? null,
  };
}
