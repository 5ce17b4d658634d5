import { useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { Button } from "../parts/button.tsx";
import { Money } from "../parts/money.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { SplitPart } from "./split-parts.ts";
import { stagesOf } from "./split-parts.ts";
import "./explain-sheet.css";

type Settlement = VerbOutput<"preview">["settlement"];
type Step = Settlement["steps"][number];

/** Where an amount comes from: the arithmetic, and the clause that asks for it. */
export function ExplainSheet({
  settlement,
  part,
  onClose,
}: {
  readonly settlement: Settlement;
  readonly part: SplitPart;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { explain } = words.desk;
  const [isAll, setAll] = useState(false);
  const steps = settlement.steps.filter(({ stage }) => isAll || stagesOf[part].includes(stage));
  return (
    <Sheet
      title={explain.title(words.domain.split[part])}
      onClose={onClose}
      size="wide"
      actions={<Button onPress={() => setAll(!isAll)}>{isAll ? explain.only : explain.all}</Button>}
    >
      <p className="explain-head">
        <Money amount={settlement.split[part]} size="large" sign />
        <span>
          {explain.rule} <span className="mono">{settlement.pack}</span>
        </span>
      </p>
      {steps.length === 0 ? <p>{explain.none}</p> : null}
      <ol className="explain-steps">
        {steps.map((step, at) => (
          // Steps have no names: their order is what they are known by, and it does not change while the sheet is open.
          <StepRow key={at} step={step} />
        ))}
      </ol>
    </Sheet>
  );
}

function StepRow({ step }: { readonly step: Step }) {
  const { explain } = useWords().desk;
  const status = wordOf(explain.status, step.status);
  return (
    <li className="explain-step">
      <p className="explain-label">{step.label}</p>
      <p className="explain-sum mono">
        {step.formula === step.amount ? null : <>{step.formula} = </>}
        <strong>{step.amount}</strong>
      </p>
      <p className="explain-clause">
        {explain.clause}：{step.clause}
        {status === "" ? null : <span className="tag tag-warn">{status}</span>}
      </p>
    </li>
  );
}
