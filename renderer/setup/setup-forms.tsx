import type { ReactNode } from "react";

import type { ShippedPack } from "../../src/gateway/contract-setup.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Tick } from "../parts/tick.tsx";
import { Gate } from "../session/gate.tsx";
import { useWords } from "../words/words.ts";
import type { SetupDraft } from "./setup-page.tsx";

const levels = ["community", "1", "2", "3", "provincial", "unrated"] as const;
const kinds = ["hospital", "pharmacy"] as const;
const designations = ["basic", "pooling", "chronic", "dualChannel"] as const;
const steps = 4;

interface StepProps {
  readonly draft: SetupDraft;
  readonly change: (draft: SetupDraft) => void;
  readonly next: () => Promise<void>;
  readonly back: () => Promise<void>;
}

/** What the institution is: where, how high, what it may settle. */
export function InstitutionForm({ draft, change, next, back }: StepProps) {
  const { setup, domain } = useWords();
  const words = setup.institution;
  const { institution } = draft;
  const set = (changed: Partial<SetupDraft["institution"]>): void =>
    change({ ...draft, institution: { ...institution, ...changed } });
  const { code, name, region } = institution;
  const isCode = /^[0-9A-Z]{12}$/.test(code);
  const isRegion = /^\d{6}$/.test(region);
  return (
    <Gate
      title={words.title}
      lead={`${setup.step(1, steps)}。${words.lead}`}
      onSubmit={isCode && isRegion && name.trim() !== "" ? next : stay}
    >
      <Field
        label={words.code}
        value={code}
        onChange={(typed) => set({ code: typed.trim().toUpperCase() })}
        error={code === "" || isCode ? null : words.wrongCode}
        autoFocus
      />
      <Field label={words.name} value={name} onChange={(typed) => set({ name: typed })} />
      <div className="setup-halves">
        <Choice
          label={words.type}
          value={institution.type}
          onChange={(value) => set({ type: kinds.find((one) => one === value) ?? "hospital" })}
          options={kinds.map((value) => ({ value, name: words.types[value] }))}
        />
        <Choice
          label={words.level}
          value={institution.level}
          onChange={(value) => set({ level: levels.find((one) => one === value) ?? "unrated" })}
          options={levels.map((value) => ({ value, name: domain.levels[value] }))}
        />
      </div>
      <Field
        label={words.region}
        value={region}
        inputMode="numeric"
        onChange={(typed) => set({ region: typed.trim() })}
        error={region === "" || isRegion ? null : words.wrongRegion}
      />
      <Designations chosen={institution.designations} onChange={(chosen) => set({ designations: chosen })} />
      <Ways isReady={isCode && isRegion && name.trim() !== ""} back={back} />
    </Gate>
  );
}

function Designations({
  chosen,
  onChange,
}: {
  readonly chosen: SetupDraft["institution"]["designations"];
  readonly onChange: (chosen: SetupDraft["institution"]["designations"]) => void;
}) {
  const words = useWords().setup.institution;
  return (
    <fieldset className="setup-ticks setup-ticks-two">
      <legend>{words.designations}</legend>
      {designations.map((one) => (
        <Tick
          key={one}
          label={words.names[one]}
          isOn={chosen.includes(one)}
          onChange={(isOn) =>
            onChange(designations.filter((other) => (other === one ? isOn : chosen.includes(other))))
          }
        />
      ))}
    </fieldset>
  );
}

/** Who answers for everything first. */
export function AdministratorForm({ draft, change, next, back }: StepProps) {
  const { setup } = useWords();
  const words = setup.administrator;
  const { administrator, pinAgain } = draft;
  const set = (changed: Partial<SetupDraft["administrator"]>): void =>
    change({ ...draft, administrator: { ...administrator, ...changed } });
  const { id, name, pin } = administrator;
  const isReady = id !== "" && name.trim() !== "" && pin.length >= 6 && pin === pinAgain;
  return (
    <Gate
      title={words.title}
      lead={`${setup.step(2, steps)}。${words.lead}`}
      onSubmit={isReady ? next : stay}
    >
      <div className="setup-halves">
        <Field label={words.id} value={id} onChange={(typed) => set({ id: typed.trim() })} autoFocus />
        <Field label={words.name} value={name} onChange={(typed) => set({ name: typed })} />
      </div>
      <Field label={words.pin} type="password" value={pin} onChange={(typed) => set({ pin: typed })} />
      <Field
        label={words.again}
        type="password"
        value={pinAgain}
        onChange={(typed) => change({ ...draft, pinAgain: typed })}
        error={pinAgain === "" || pin === pinAgain ? null : words.differs}
      />
      <Ways isReady={isReady} back={back} />
    </Gate>
  );
}

/** Which rules it begins with; confirming this makes the books. */
export function RulesForm({
  draft,
  change,
  next,
  back,
  packs,
  isBusy,
  trouble,
}: StepProps & {
  readonly packs: readonly ShippedPack[];
  readonly isBusy: boolean;
  readonly trouble: ReactNode;
}) {
  const { setup } = useWords();
  const words = setup.rules;
  const isReady = draft.packs.length > 0 && !isBusy;
  return (
    <Gate
      title={words.title}
      lead={`${setup.step(3, steps)}。${words.lead}`}
      onSubmit={isReady ? next : stay}
    >
      <fieldset className="setup-ticks">
        <legend>{words.title}</legend>
        {packs.map(({ file, name, from }) => (
          <Tick
            key={file}
            label={`${name}（${words.from(from)}）`}
            isOn={draft.packs.includes(file)}
            onChange={(isOn) =>
              change({
                ...draft,
                packs: isOn ? [...draft.packs, file] : draft.packs.filter((one) => one !== file),
              })
            }
          />
        ))}
      </fieldset>
      {draft.packs.length === 0 ? <p className="setup-hint">{words.none}</p> : null}
      {trouble}
      <Ways isReady={isReady} back={back} label={isBusy ? words.making : words.make} />
    </Gate>
  );
}

function Ways({
  isReady,
  back,
  label,
}: {
  readonly isReady: boolean;
  readonly back: () => Promise<void>;
  readonly label?: string;
}) {
  const { setup } = useWords();
  return (
    <div className="setup-ways">
      <Button onPress={() => inBackground(back())}>{setup.back}</Button>
      <Button type="submit" look="accent" keyName="Enter" isDisabled={!isReady}>
        {label ?? setup.next}
      </Button>
    </div>
  );
}

/** What is not whole goes nowhere. */
async function stay(): Promise<void> {
  await Promise.resolve();
}
