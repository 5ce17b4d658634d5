import { useState } from "react";

import type { VerbInput } from "../../src/gateway/contract.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Trouble } from "../parts/trouble.tsx";
import { useAct } from "../rpc/use-act.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";

/** Lets a simulated scanner read, and pulls its cable that is none. */
export function SimulatedScanner({ device }: { readonly device: string }) {
  const { devices: words } = useWords();
  const { simulate } = words.test;
  const { desk } = useShift();
  const [text, setText] = useState("6901234567892");
  const { refusal, run } = useAct("simulateDevice");
  const act = (one: VerbInput<"simulateDevice">["act"]): void =>
    inBackground(run({ desk, device, act: one }));
  const send = (): void => {
    const bytes = new TextEncoder().encode(`${text}\r`);
    act({ kind: "send", hex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") });
  };
  return (
    <fieldset className="devices-simulate">
      <legend>
        <span className="tag tag-demo">{words.simulated}</span> {simulate.title} · {device}
      </legend>
      <div className="sheet-row">
        <Field label={simulate.text} value={text} onChange={setText} onEnter={send} />
        <Button onPress={send} isDisabled={text === ""}>
          {simulate.send}
        </Button>
        <Button onPress={() => act({ kind: "unplug" })}>{simulate.unplug}</Button>
        <Button onPress={() => act({ kind: "plugIn" })}>{simulate.plugIn}</Button>
      </div>
      {refusal === null ? null : <Trouble refusal={refusal} safe={words.unchanged} />}
    </fieldset>
  );
}
