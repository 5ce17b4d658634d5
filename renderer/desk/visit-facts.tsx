import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Tick } from "../parts/tick.tsx";
import type { Hear } from "../scan/use-hearing.ts";
import { useWords } from "../words/words.ts";
import type { Desk } from "./use-desk.ts";
import type { Visit } from "./visit.ts";
import { VisitHusband } from "./visit-husband.tsx";

const operations = ["abortion", "iud", "vasectomy"] as const;

/** What the type of the visit asks for: days of a stay, a pregnancy, an operation, an emergency. */
export function VisitFacts({ desk, hear }: { readonly desk: Desk; readonly hear: Hear }) {
  const { visit: words } = useWords();
  const { bill, institution } = desk;
  const { visit, medType } = bill;
  const set = (changed: Partial<Visit>): void =>
    desk.change((now) => ({ ...now, visit: { ...now.visit, ...changed } }));
  const isMaternity = medType === "51" || medType === "52";
  return (
    <>
      {medType === "21" ? <Stay visit={visit} set={set} /> : null}
      {isMaternity ? (
        <Field
          label={words.pregnancyId}
          value={visit.pregnancyId}
          onChange={(pregnancyId) => set({ pregnancyId: pregnancyId.replaceAll(/\s/g, "") })}
        />
      ) : null}
      {isMaternity ? <VisitHusband desk={desk} hear={hear} set={set} /> : null}
      {medType === "53" ? (
        <Choice
          label={words.operation}
          value={visit.operation}
          onChange={(operation) => set({ operation })}
          options={[
            { value: "", name: words.choose },
            ...operations.map((value) => ({ value, name: words.operations[value] })),
          ]}
        />
      ) : null}
      {institution?.type === "hospital" ? (
        <Field
          label={medType === "21" ? words.stayNo : words.visitId}
          value={visit.visitId}
          onChange={(visitId) => set({ visitId: visitId.replaceAll(/\s/g, "") })}
        />
      ) : null}
      {medType === "13" || medType === "21" ? (
        <Tick
          label={words.emergency}
          isOn={visit.isEmergency}
          onChange={(isEmergency) => set({ isEmergency })}
        />
      ) : null}
    </>
  );
}

function Stay({ visit, set }: { readonly visit: Visit; readonly set: (changed: Partial<Visit>) => void }) {
  const { visit: words } = useWords();
  return (
    <>
      <Field
        label={words.admitted}
        type="date"
        value={visit.admitted}
        onChange={(admitted) => set({ admitted })}
      />
      <Field
        label={words.discharged}
        type="date"
        value={visit.discharged}
        onChange={(discharged) => set({ discharged })}
      />
    </>
  );
}
