import { useState } from "react";

import type { VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Facts } from "../parts/facts.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";

type Change = VerbInput<"changeInstitution">;
type Institution = VerbOutput<"institution">;

const levels: readonly Change["level"][] = ["community", "1", "2", "3", "provincial", "unrated"];
const designations: readonly Change["designations"][number][] = [
  "basic",
  "pooling",
  "chronic",
  "dualChannel",
];

/** Who settles here. */
export function InstitutionCard({ mayChange }: { readonly mayChange: boolean }) {
  const { settings, domain } = useWords();
  const { institution: words } = settings;
  const read = useVerb("institution", {});
  const [isOpen, setOpen] = useState(false);
  const found = read.data;
  if (found === undefined) return null;
  return (
    <section className="card" aria-labelledby="settings-institution">
      <h2 id="settings-institution">{words.title}</h2>
      <Facts
        of={[
          [words.name, found.name],
          [words.code, <span className="mono">{found.code}</span>],
          [words.type, words.types[found.type]],
          [words.level, wordOf(domain.levels, found.level)],
          [words.region, found.region],
          [
            words.designations,
            found.designations.map((one) => wordOf(words.designationNames, one)).join("、"),
          ],
        ]}
      />
      {mayChange ? (
        <div className="page-row">
          <Button onPress={() => setOpen(true)}>{words.change}</Button>
        </div>
      ) : null}
      {isOpen ? <InstitutionSheet found={found} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

function InstitutionSheet({ found, onClose }: { readonly found: Institution; readonly onClose: () => void }) {
  const { settings, domain } = useWords();
  const { institution: words } = settings;
  const [name, setName] = useState(found.name);
  const [code, setCode] = useState(found.code);
  const [level, setLevel] = useState(levels.find((one) => one === found.level) ?? "unrated");
  const [chosen, setChosen] = useState(designations.filter((one) => found.designations.includes(one)));
  const { isBusy, refusal, run } = useAct("changeInstitution");
  const isRight = name.trim() !== "" && /^[0-9A-Z]{12}$/.test(code);
  const send = async (approval: ApprovalGiven): Promise<void> => {
    const change = { code, name: name.trim(), level, designations: chosen, approval };
    if ((await run(change)) !== null) onClose();
  };
  return (
    <Sheet title={words.change} onClose={onClose}>
      <ApprovalForm
        whose="administrator"
        action={words.save}
        isBusy={isBusy}
        isReady={isRight}
        refusal={refusal}
        safe={settings.unchanged}
        onApprove={send}
      >
        <Field label={words.name} value={name} onChange={setName} />
        <Field
          label={words.code}
          value={code}
          onChange={(text) => setCode(text.trim().toUpperCase())}
          error={/^[0-9A-Z]{12}$/.test(code) ? null : words.codeWrong}
        />
        <Choice
          label={words.level}
          value={level}
          onChange={(value) => setLevel(levels.find((one) => one === value) ?? "unrated")}
          options={levels.map((value) => ({ value, name: wordOf(domain.levels, value) }))}
        />
        <fieldset className="settings-ticks">
          <legend>{words.designations}</legend>
          {designations.map((one) => (
            <Tick
              key={one}
              label={words.designationNames[one]}
              isOn={chosen.includes(one)}
              onChange={(isOn) =>
                setChosen(designations.filter((other) => (other === one ? isOn : chosen.includes(other))))
              }
            />
          ))}
        </fieldset>
      </ApprovalForm>
    </Sheet>
  );
}
