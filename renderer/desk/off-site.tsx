import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { useWords } from "../words/words.ts";
import type { Desk } from "./use-desk.ts";

const records = ["retiredSettled", "longTermResident", "postedWorker", "referral", "temporary"] as const;

/** Whether the engine misses the record of a person of another region. */
export function lacksRecord({ preview, probe }: Pick<Desk, "preview" | "probe">): boolean {
  return [preview, probe].some(({ refusal }) => refusal?.code === "RECORD_REQUIRED");
}

/** A person of another region needs a record: asked where the engine misses one, and shown where there is one. */
export function OffSite({ desk }: { readonly desk: Desk }) {
  const { desk: words, domain } = useWords();
  const { visit } = words;
  const { bill } = desk;
  if (!lacksRecord(desk) && bill.offSite === null) return null;
  return (
    <div className="sheet-columns">
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
    </div>
  );
}
