import { useRef } from "react";

import { moneyPattern } from "../../src/base/money.ts";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { wordOf } from "../words/word-of.ts";
import type { Hear } from "../scan/use-hearing.ts";
import { useWords } from "../words/words.ts";
import { OffSite } from "./off-site.tsx";
import { personFacts } from "./person-facts.ts";
import type { Desk } from "./use-desk.ts";
import { typesFor, visitLack, visitOfType } from "./visit.ts";
import type { Visit } from "./visit.ts";
import { VisitFacts } from "./visit-facts.tsx";
import { VisitProxy } from "./visit-proxy.tsx";

/** What sort of visit it is: takes effect at once, the split beside it follows. Only what this visit can have is asked. */
export function VisitSheet({
  desk,
  hear,
  onClose,
}: {
  readonly desk: Desk;
  readonly hear: Hear;
  readonly onClose: () => void;
}) {
  const { desk: words, visit: asked } = useWords();
  const { visit } = words;
  const { bill } = desk;
  const diseases = personFacts(bill.person?.person ?? {}).diseases;
  const lack = visitLack(bill, diseases);
  const husband = useRef<((text: string) => void) | null>(null);
  // A scan goes where the cursor stands: into the husband's field, else it is who collects.
  const isHusbands = (text: string): boolean => {
    const field = document.activeElement?.closest(".visit-husband") ?? null;
    const take = field === null ? null : husband.current;
    take?.(text);
    return take !== null;
  };
  return (
    <Sheet title={visit.title} onClose={onClose} size="wide">
      <div className="sheet-form">
        <div className="sheet-columns">
          <VisitType desk={desk} diseases={diseases} />
          <VisitFacts
            desk={desk}
            hear={(take) => {
              husband.current = take;
            }}
          />
        </div>
        {bill.medType === "14" && diseases.length === 0 ? (
          <p className="person-warning">{visit.noDisease}</p>
        ) : null}
        {lack === null ? null : (
          <p className="person-warning" role="status">
            {asked.lacks[lack]}
          </p>
        )}
        {bill.person === null ? null : <Accounts desk={desk} />}
        <OffSite desk={desk} />
        <VisitProxy desk={desk} hear={hear} isElses={isHusbands} />
      </div>
    </Sheet>
  );
}

/** The type of the visit, and for a chronic one the disease. */
function VisitType({ desk, diseases }: { readonly desk: Desk; readonly diseases: readonly string[] }) {
  const { desk: words, domain, visit: asked } = useWords();
  const { visit } = words;
  const { bill, institution } = desk;
  const setType = (medType: string): void =>
    desk.change((now) => ({
      ...now,
      medType,
      visit: visitOfType(now.visit, medType, now.begunAt.slice(0, 10)),
      chronicDisease: medType === "14" && diseases.length === 1 ? (diseases[0] ?? null) : null,
    }));
  return (
    <>
      <Choice
        label={visit.medType}
        value={bill.medType}
        onChange={setType}
        options={typesFor(institution, bill.person, bill.medType).map((value) => ({
          value,
          name: wordOf(domain.medTypes, value),
        }))}
      />
      {bill.medType !== "14" || diseases.length === 0 ? null : (
        <Choice
          label={visit.disease}
          value={bill.chronicDisease ?? ""}
          onChange={(code) => desk.change((now) => ({ ...now, chronicDisease: code === "" ? null : code }))}
          options={[
            ...(bill.chronicDisease === null ? [{ value: "", name: asked.choose }] : []),
            ...diseases.map((value) => ({ value, name: wordOf(domain.diseases, value) })),
          ]}
        />
      )}
    </>
  );
}

/** Which accounts may pay, and how much of them. */
function Accounts({ desk }: { readonly desk: Desk }) {
  const { desk: words, domain, visit: asked } = useWords();
  const { bill } = desk;
  const { accountMost, familyOut } = bill.visit;
  const set = (changed: Partial<Visit>): void =>
    desk.change((now) => ({ ...now, visit: { ...now.visit, ...changed } }));
  return (
    <fieldset className="visit-group">
      <legend>{asked.accounts}</legend>
      <Tick
        label={words.visit.account}
        isOn={bill.usesAccount}
        onChange={(usesAccount) => desk.change((now) => ({ ...now, usesAccount }))}
      />
      {bill.usesAccount
        ? (bill.person?.family ?? []).map(({ relation, psnNo, balance }) => (
            <Tick
              key={psnNo}
              label={asked.family(wordOf(domain.relations, relation), balance)}
              isOn={!familyOut.includes(psnNo)}
              onChange={(isOn) =>
                set({
                  familyOut: isOn ? familyOut.filter((one) => one !== psnNo) : [...familyOut, psnNo],
                })
              }
            />
          ))
        : null}
      {bill.usesAccount ? (
        <Field
          label={asked.accountMost}
          value={accountMost}
          inputMode="decimal"
          onChange={(text) => set({ accountMost: text.trim() })}
          error={accountMost === "" || moneyPattern.test(accountMost) ? null : asked.amountWrong}
        />
      ) : null}
    </fieldset>
  );
}
