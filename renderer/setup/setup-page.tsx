import { useEffect, useRef, useState } from "react";

import type { SetupChoices, SetupInput } from "../../src/gateway/contract-setup.ts";
import { Button } from "../parts/button.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Trouble } from "../parts/trouble.tsx";
import type { Refusal } from "../rpc/transport.ts";
import { noAnswer } from "../rpc/transport.ts";
import { Gate } from "../session/gate.tsx";
import { useWords } from "../words/words.ts";
import { AdministratorForm, InstitutionForm, RulesForm } from "./setup-forms.tsx";
import { RecoveryPage } from "./recovery-page.tsx";
import type { Setup } from "./setup.ts";
import "./setup.css";

type Step =
  | { readonly is: "choice" | "institution" | "administrator" | "rules" | "ready" | "demo" }
  /** On screen and nowhere else. */
  | { readonly is: "recovery"; readonly key: string };

/** What is typed on the way; checked whole by the program. */
export interface SetupDraft extends Omit<SetupInput, "packs"> {
  readonly pinAgain: string;
  readonly packs: readonly string[];
}

const blank: SetupDraft = {
  institution: { code: "", name: "", type: "hospital", level: "2", region: "", designations: ["basic"] },
  administrator: { id: "", name: "", pin: "" },
  pinAgain: "",
  packs: [],
};

/** The first start, by keyboard from the first key to the sign-in: nothing is made before the last step is confirmed. */
export function SetupPage({ setup }: { readonly setup: Setup }) {
  const { setup: words } = useWords();
  const wizard = useWizard(setup);
  const { step, draft, choices, to, setStep } = wizard;
  const change = wizard.setDraft;
  switch (step.is) {
    case "choice":
      return <Choices dir={choices?.dir ?? ""} onReal={to("institution")} onDemo={wizard.demo} />;
    case "institution":
      return <InstitutionForm draft={draft} change={change} next={to("administrator")} back={to("choice")} />;
    case "administrator":
      return <AdministratorForm draft={draft} change={change} next={to("rules")} back={to("institution")} />;
    case "rules":
      return (
        <RulesForm
          draft={draft}
          change={change}
          packs={choices?.packs ?? []}
          isBusy={wizard.isBusy}
          trouble={wizard.refusal === null ? null : <Trouble refusal={wizard.refusal} />}
          next={wizard.make}
          back={to("administrator")}
        />
      );
    case "recovery":
      return (
        <RecoveryPage
          text={step.key}
          onKept={async () => {
            await setup.finish();
            setStep({ is: "ready" });
          }}
        />
      );
    case "ready":
    case "demo":
      return (
        <Gate
          title={words.ready.title}
          lead={step.is === "demo" ? words.ready.demo : words.ready.lead}
          onSubmit={() => Promise.resolve()}
        >
          {null}
        </Gate>
      );
  }
}

/** Where the first start stands, and its steps. */
function useWizard(setup: Setup) {
  const { setup: words } = useWords();
  const [step, setStep] = useState<Step>({ is: "choice" });
  const [draft, setDraft] = useState(blank);
  const [choices, setChoices] = useState<SetupChoices | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    const load = async (): Promise<void> => {
      const told = await setup.choices();
      setChoices(told);
      setDraft((now) => ({ ...now, packs: told.packs.map(({ file }) => file) }));
    };
    inBackground(load());
  }, [setup]);
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setRefusal(null);
    try {
      await work();
    } catch {
      setRefusal({ ...noAnswer("UNREACHABLE").refusal, message: words.lost });
    } finally {
      setBusy(false);
    }
  };
  const make = async (): Promise<void> =>
    await guarded(async () => {
      const { institution, administrator, packs } = draft;
      const answer = await setup.make({ institution, administrator, packs: [...packs] });
      if (answer.ok) setStep({ is: "recovery", key: answer.recoveryKey });
      else setRefusal(answer.refusal);
    });
  const demo = async (): Promise<void> =>
    await guarded(async () => {
      await setup.demo();
      setStep({ is: "demo" });
    });
  const to = (is: Exclude<Step["is"], "recovery">) => (): Promise<void> => {
    setRefusal(null);
    setStep({ is });
    return Promise.resolve();
  };
  return { step, setStep, draft, setDraft, choices, refusal, isBusy, make, demo, to };
}

function Choices({
  dir,
  onReal,
  onDemo,
}: {
  readonly dir: string;
  readonly onReal: () => Promise<void>;
  readonly onDemo: () => Promise<void>;
}) {
  const { choice } = useWords().setup;
  const ways = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ways.current?.querySelector("button")?.focus();
  }, []);
  return (
    <Gate title={choice.title} lead={choice.lead(dir)} onSubmit={onReal}>
      <div className="setup-choices" ref={ways}>
        <Button type="submit" look="accent" keyName="Enter">
          {choice.real}
        </Button>
        <p className="setup-hint">{choice.realHint}</p>
        <Button onPress={() => inBackground(onDemo())}>{choice.demo}</Button>
        <p className="setup-hint">{choice.demoHint}</p>
      </div>
    </Gate>
  );
}
