import { useEffect, useEffectEvent, useState } from "react";
import { Form } from "react-aria-components";

import type { VerbInput } from "../../src/gateway/contract.ts";
import { NetTable } from "../history/net-table.tsx";
import { Outcome } from "../history/outcome.tsx";
import { useDeed } from "../history/use-deed.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAsk, useVerb } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import type { Hear } from "../scan/use-hearing.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import type { Person } from "./bill.ts";
import { masked } from "./person-facts.ts";
import { useSheetKey } from "./use-sheet-key.ts";
import { readingsOf } from "../scan/readings.ts";
import { takeText } from "./take-text.ts";
import "../history/history.css";

type Correction = VerbInput<"resettlePreview">["correction"];

/** A cash sale is settled with the insurance: shown whole before it is booked, then in one step. */
export function ResettleSheet({
  code,
  hear,
  onBooked,
  onClose,
}: {
  readonly code: string;
  readonly hear: Hear;
  readonly onBooked?: () => void;
  readonly onClose: () => void;
}) {
  const { counter, history } = useWords();
  const { resettle: words } = counter;
  const { person, refusal: unheard, identify } = useWho(hear);
  const { preview, deed, send } = useResettling(code, person);
  const asksWho = preview.error?.refusal.code === "PERSON_NOT_FOUND" && person === null;
  const refusal = deed.is === "open" && deed.refusal === null ? (preview.error?.refusal ?? null) : null;
  const { data } = preview;
  const mayConfirm = deed.is === "unknown" || (deed.is === "open" && data !== undefined);
  const confirm = (): void => (mayConfirm ? inBackground(send(onBooked)) : undefined);
  useSheetKey("F9", confirm);
  return (
    <Sheet
      title={words.title}
      onClose={onClose}
      size="wide"
      actions={
        deed.is === "done" ? null : (
          <Button look="accent" keyName="F9" onPress={confirm} isDisabled={!mayConfirm}>
            {deed.is === "busy" ? words.busy : deed.is === "unknown" ? history.unknown.retry : words.confirm}
          </Button>
        )
      }
    >
      <div className="sheet-form">
        <Lead settlementId={deed.is === "done" ? deed.value.settled.settlementId : null} />
        <p>
          <span className="mono">{words.code(code.toUpperCase())}</span>
          {data === undefined
            ? null
            : ` · ${words.service(data.cashSale.committedAt.slice(0, 16).replace("T", " "))}`}
        </p>
        {person === null ? null : <p role="status">{words.person(person.name, masked(person.certNo))}</p>}
        {asksWho ? <WhoForm identify={identify} refusal={unheard} /> : null}
        {data === undefined ? null : (
          <NetTable
            before={data.cashSale.settlement.split}
            remainder={data.settlement.split}
            net={data.net}
            back={data.back}
            keptTitle={words.kept}
          />
        )}
        {refusal === null || asksWho ? null : <Trouble refusal={refusal} />}
        <Outcome deed={deed} />
      </div>
    </Sheet>
  );
}

/** Whoever was not known when they paid. */
function useWho(hear: Hear) {
  const ask = useAsk();
  const [person, setPerson] = useState<Person | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const identify = useEffectEvent((text: string): void => {
    const run = async (): Promise<void> => {
      const taken = await takeText(ask, readingsOf(text.trim()));
      if (taken.is === "person") setPerson(taken.person);
      setRefusal(
        taken.is === "person"
          ? null
          : taken.is === "nothing"
            ? taken.refusal
            : { code: "PERSON_NOT_FOUND", message: "", details: {} },
      );
    };
    inBackground(run());
  });
  useEffect(() => {
    hear((text) => identify(text));
    return () => hear(null);
  }, [hear]);
  return { person, refusal, identify };
}

function useResettling(code: string, person: Person | null) {
  const ask = useAsk();
  const { operator, desk } = useShift();
  const { deed, run } = useDeed<"resettle">();
  const correction = correctionOf(person);
  const preview = useVerb("resettlePreview", { code, correction }, { enabled: deed.is === "open" });
  const send = async (onBooked: (() => void) | undefined): Promise<void> => {
    const previewHash = preview.data?.previewHash ?? null;
    const actor = { operator: operator.id, pharmacist: null, desk };
    // A cash sale is settled once: its key is its own, so that a page that was loaded again gets the same answer.
    const request = {
      code,
      correction,
      previewHash,
      actor,
      idempotencyKey: `resettle ${code.toUpperCase()}`,
    };
    const next = await run(() => ask("resettle", request));
    if (next?.is === "done") onBooked?.();
    if (next?.is === "open") await preview.refetch();
  };
  return { preview, deed, send };
}

function correctionOf(person: Person | null): Correction {
  if (person === null) return null;
  const family = person.family.map(({ relation, balance, psnNo }) => ({ relation, balance, psnNo }));
  return {
    plan: person.plan,
    person: person.person,
    account: { use: true, balance: person.account.balance, family },
  };
}

function WhoForm({
  identify,
  refusal,
}: {
  readonly identify: (text: string) => void;
  readonly refusal: Refusal | null;
}) {
  const { resettle: words } = useWords().counter;
  const [text, setText] = useState("");
  return (
    <Form
      className="sheet-row"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") identify(text);
      }}
    >
      <p className="sheet-lead">{words.who}</p>
      <Field label={words.credential} value={text} onChange={setText} autoFocus />
      <Button type="submit">{words.find}</Button>
      {refusal === null ? null : <Trouble refusal={refusal} />}
    </Form>
  );
}

function Lead({ settlementId }: { readonly settlementId: string | null }) {
  const { resettle: words } = useWords().counter;
  if (settlementId === null) return <p className="sheet-lead">{words.lead}</p>;
  return (
    <p className="history-done" role="status">
      <Icon name="check" />
      <strong>{words.done}</strong> {words.doneHint(settlementId)}
    </p>
  );
}
