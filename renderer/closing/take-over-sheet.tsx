import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAct } from "../rpc/use-act.ts";
import { useWords } from "../words/words.ts";
import { isYuan } from "./is-yuan.ts";

/** Somebody begins at a desk, with so much in the drawer. */
export function TakeOverSheet({ onClose }: { readonly onClose: () => void }) {
  const { closing } = useWords();
  const words = closing.takeOver;
  const [operator, setOperator] = useState("");
  const [desk, setDesk] = useState("");
  const [float, setFloat] = useState("");
  const { isBusy, refusal, run } = useAct("openShift");
  const isRight = operator.trim() !== "" && desk.trim() !== "" && isYuan(float);
  const send = async (): Promise<void> => {
    if (!isRight || isBusy) return;
    if ((await run({ operator: operator.trim(), desk: desk.trim(), float })) !== null) onClose();
  };
  const onEnter = (): void => inBackground(send());
  return (
    <Sheet
      title={words.title}
      onClose={onClose}
      actions={
        <Button look="accent" keyName="Enter" isDisabled={!isRight || isBusy} onPress={onEnter}>
          {words.confirm}
        </Button>
      }
    >
      <div className="sheet-form">
        <p className="sheet-lead">{words.lead}</p>
        <Field label={words.operator} value={operator} onChange={setOperator} autoFocus onEnter={onEnter} />
        <Field label={words.desk} value={desk} onChange={setDesk} onEnter={onEnter} />
        <Field
          label={words.float}
          value={float}
          onChange={setFloat}
          inputMode="decimal"
          error={float === "" || isYuan(float) ? null : closing.count.wrong}
          onEnter={onEnter}
        />
        {refusal === null ? null : <Trouble refusal={refusal} safe={closing.unchanged} />}
      </div>
    </Sheet>
  );
}
