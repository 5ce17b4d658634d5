import { useEffect, useEffectEvent, useState } from "react";

import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Tick } from "../parts/tick.tsx";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Hear } from "../scan/use-hearing.ts";
import { useWords } from "../words/words.ts";
import type { Person } from "./bill.ts";
import { personFacts } from "./person-facts.ts";
import { readingsOf } from "../scan/readings.ts";
import { takeText } from "./take-text.ts";
import type { Desk } from "./use-desk.ts";
import type { Payer, Visit } from "./visit.ts";

/** 女方无职工医保的，可使用配偶的职工医保: asked only of who is insured as a resident. */
export function VisitHusband({
  desk,
  hear,
  set,
}: {
  readonly desk: Desk;
  readonly hear: Hear;
  readonly set: (changed: Partial<Visit>) => void;
}) {
  const { visit: words } = useWords();
  const ask = useAsk();
  const [text, setText] = useState("");
  const [isUnknown, setUnknown] = useState(false);
  const { person, visit, begunAt } = desk.bill;
  const { payer } = visit;
  const find = async (who: string): Promise<void> => {
    const taken = await takeText(ask, readingsOf(who.trim()));
    setUnknown(taken.is !== "person");
    if (taken.is !== "person") return;
    set({ payer: payerOf(taken.person, begunAt.slice(0, 10)) });
  };
  const heard = useEffectEvent((scanned: string) => inBackground(find(scanned)));
  useEffect(() => {
    hear((scanned) => heard(scanned));
    return () => hear(null);
  }, []);
  if (personFacts(person?.person ?? {}).population !== "resident") return null;
  if (payer === null)
    return (
      <div className="visit-husband">
        <Field
          label={words.husband}
          value={text}
          onChange={setText}
          onEnter={() => inBackground(find(text))}
          error={isUnknown ? words.notFound : null}
        />
      </div>
    );
  return (
    <>
      <Tick label={words.husbandIs(payer.name)} isOn onChange={() => set({ payer: null })} />
      <Field
        label={words.filedOn}
        type="date"
        value={payer.filedOn}
        onChange={(filedOn) => {
          if (filedOn !== "") set({ payer: { ...payer, filedOn } });
        }}
      />
    </>
  );
}

function payerOf({ psnNo, name, person }: Person, filedOn: string): Payer {
  const facts = new Map<string, unknown>(Object.entries(person));
  const text = (key: string): string => String(facts.get(key));
  return { psnNo, name, status: text("status"), coverageFrom: text("coverageFrom"), filedOn };
}
