import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { personFacts } from "./person-facts.ts";
import type { Desk } from "./use-desk.ts";

const typesAt = { hospital: ["11", "13", "14"], pharmacy: ["41", "14"] } as const;
const records = ["retiredSettled", "longTermResident", "postedWorker", "referral", "temporary"] as const;

/** What sort of visit it is: takes effect at once, the split beside it follows. */
export function VisitSheet({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) {
  const { desk: words, domain } = useWords();
  const { visit } = words;
  const { bill, institution } = desk;
  const diseases = personFacts(bill.person?.person ?? {}).diseases;
  const setType = (medType: string): void =>
    desk.change((now) => ({
      ...now,
      medType,
      chronicDisease: medType === "14" ? (diseases[0] ?? null) : null,
    }));
  return (
    <Sheet title={visit.title} onClose={onClose}>
      <div className="sheet-form">
        <Choice
          label={visit.medType}
          value={bill.medType}
          onChange={setType}
          options={typesAt[institution?.type ?? "hospital"].map((value) => ({
            value,
            name: wordOf(domain.medTypes, value),
          }))}
        />
        {bill.medType !== "14" ? null : diseases.length === 0 ? (
          <p className="person-warning">{visit.noDisease}</p>
        ) : (
          <Choice
            label={visit.disease}
            value={bill.chronicDisease ?? ""}
            onChange={(chronicDisease) => desk.change((now) => ({ ...now, chronicDisease }))}
            options={diseases.map((value) => ({ value, name: wordOf(domain.diseases, value) }))}
          />
        )}
        <Tick
          label={visit.account}
          isOn={bill.usesAccount}
          onChange={(usesAccount) => desk.change((now) => ({ ...now, usesAccount }))}
        />
        <OffSite desk={desk} />
      </div>
    </Sheet>
  );
}

/** A person of another region needs a record. */
function OffSite({ desk }: { readonly desk: Desk }) {
  const { desk: words, domain } = useWords();
  const { visit } = words;
  const { bill } = desk;
  return (
    <>
      <Choice
        label={visit.offSite}
        value={bill.offSite?.recordType ?? ""}
        onChange={(recordType) =>
          desk.change((now) => ({
            ...now,
            offSite:
              recordType === ""
                ? null
                : { recordType, recordedOn: now.offSite?.recordedOn ?? now.begunAt.slice(0, 10) },
          }))
        }
        options={[
          { value: "", name: visit.noRecord },
          ...records.map((value) => ({ value, name: domain.recordTypes[value] })),
        ]}
      />
      {bill.offSite === null ? null : (
        <Field
          label={visit.recordedOn}
          type="date"
          value={bill.offSite.recordedOn}
          onChange={(recordedOn) =>
            desk.change((now) =>
              now.offSite === null || recordedOn === ""
                ? now
                : { ...now, offSite: { ...now.offSite, recordedOn } },
            )
          }
        />
      )}
    </>
  );
}
