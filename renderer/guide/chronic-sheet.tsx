import { useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Trouble } from "../parts/trouble.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useScan } from "../scan/scan-context.ts";
import { readingsOf } from "../scan/readings.ts";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import { useWords } from "../words/words.ts";
import type { ApplicantSays } from "./chronic-form.tsx";
import { ChronicForm } from "./chronic-form.tsx";

/** Fills the application from whoever shows a credential, and prints it. */
export function ChronicSheet({ onClose }: { readonly onClose: () => void }) {
  const { guide, domain } = useWords();
  const { form: words } = guide;
  const aheadMs = useEngineClock();
  const { person, refusal, find } = useApplicant();
  const [typed, setTyped] = useState("");
  const [says, setSays] = useState<ApplicantSays>({ phone: "", hospital: "", disease: "" });
  useScan(({ text }) => inBackground(find(text)));
  const change = (part: Partial<ApplicantSays>): void => setSays((now) => ({ ...now, ...part }));
  return (
    <Sheet
      title={words.title}
      onClose={onClose}
      size="wide"
      actions={
        <Button look="accent" isDisabled={person === null} onPress={() => window.print()}>
          {words.print}
        </Button>
      }
    >
      <div className="sheet-form guide-printing">
        <div className="guide-form-fields">
          <Field
            label={words.credential}
            value={typed}
            onChange={setTyped}
            autoFocus
            onEnter={() => inBackground(find(typed.trim()))}
          />
          <Choice
            label={words.disease}
            value={says.disease}
            onChange={(disease) => change({ disease })}
            options={[
              { value: "", name: words.byHand },
              ...Object.entries(domain.diseases).map(([value, name]) => ({ value, name })),
            ]}
          />
          <Field label={words.hospital} value={says.hospital} onChange={(hospital) => change({ hospital })} />
          <Field
            label={words.phone}
            value={says.phone}
            inputMode="numeric"
            onChange={(phone) => change({ phone })}
          />
        </div>
        {refusal === null ? null : <Trouble refusal={refusal} safe={words.safe} />}
        {person === null ? (
          <p className="page-hint">{words.lead}</p>
        ) : (
          <ChronicForm person={person} says={says} today={shanghaiNow(aheadMs).slice(0, 10)} />
        )}
      </div>
    </Sheet>
  );
}

function useApplicant() {
  const ask = useAsk();
  const [person, setPerson] = useState<VerbOutput<"identify"> | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const find = async (text: string): Promise<void> => {
    let last: Refusal = { code: "PERSON_NOT_FOUND", message: "", details: {} };
    for (const reading of readingsOf(text)) {
      if (reading.is !== "credential") continue;
      const number = reading.type === "02" ? text.toUpperCase() : text;
      const answer = await ask("identify", { type: reading.type, number, cardSn: null });
      if (answer.ok) {
        setPerson(answer.value);
        return setRefusal(null);
      }
      last = answer.refusal;
    }
    setPerson(null);
    setRefusal(last);
  };
  return { person, refusal, find };
}
