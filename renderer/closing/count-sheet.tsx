import { useState } from "react";

import { formatFen, parseFen, parseSignedFen, subtractFen } from "../../src/base/money.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Money } from "../parts/money.tsx";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAct } from "../rpc/use-act.ts";
import { useShift } from "../session/operator.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { isYuan } from "./is-yuan.ts";
import type { DayShift } from "./shift-list.tsx";
import type { PerTender } from "./tender-kinds.ts";
import { sumOfTenders, tenderKinds } from "./tender-kinds.ts";

/** What lies in the drawer beside what the ledger says must, tender by tender; then the shift is over. */
export function CountSheet({ shift, onClose }: { readonly shift: DayShift; readonly onClose: () => void }) {
  const { closing } = useWords();
  const { count: words } = closing;
  const { operator } = useShift();
  const [counted, setCounted] = useState<PerTender>({ cash: "", bankCard: "0", wechat: "0", alipay: "0" });
  const { isBusy, refusal, run } = useAct("closeShift");
  const isRight = tenderKinds.every((kind) => isYuan(counted[kind]));
  const difference = isRight ? differenceOf(counted, shift.expected) : null;
  const send = async (): Promise<void> => {
    if (!isRight || isBusy) return;
    const asked = { operator: shift.operator, desk: shift.desk, counted, countedBy: operator.id };
    if ((await run(asked)) !== null) onClose();
  };
  return (
    <Sheet
      title={words.title}
      onClose={onClose}
      size="wide"
      actions={
        <Button
          look="accent"
          keyName="Enter"
          isDisabled={!isRight || isBusy}
          onPress={() => inBackground(send())}
        >
          {words.confirm}
        </Button>
      }
    >
      <div className="sheet-form">
        <p className="sheet-lead">
          {words.lead(shift.operator, shift.desk)} {words.by(operator.name)}
        </p>
        <CountRows
          {...{ shift, counted, difference }}
          onCount={setCounted}
          onEnter={() => inBackground(send())}
        />
        <p className="page-hint">{words.float(shift.float)}</p>
        {difference === null ? null : <Sum difference={difference} />}
        {refusal === null ? null : <Trouble refusal={refusal} safe={closing.unchanged} />}
      </div>
    </Sheet>
  );
}

function CountRows({
  shift,
  counted,
  difference,
  onCount,
  onEnter,
}: {
  readonly shift: DayShift;
  readonly counted: PerTender;
  readonly difference: PerTender | null;
  readonly onCount: (counted: PerTender) => void;
  readonly onEnter: () => void;
}) {
  const { closing, domain } = useWords();
  const { count: words } = closing;
  return (
    <div className="closing-count">
      {tenderKinds.map((kind, at) => (
        <div key={kind} className="closing-count-row">
          <Field
            label={words.counted(wordOf(domain.tenders, kind))}
            value={counted[kind]}
            onChange={(value) => onCount({ ...counted, [kind]: value })}
            inputMode="decimal"
            autoFocus={at === 0}
            error={counted[kind] === "" || isYuan(counted[kind]) ? null : words.wrong}
            onEnter={onEnter}
          />
          <p>
            <span className="page-small">{words.ledger}</span>
            <Money amount={shift.expected[kind]} />
          </p>
          <p>
            <span className="page-small">{words.difference}</span>
            {difference === null ? null : <Money amount={difference[kind]} />}
          </p>
        </div>
      ))}
    </div>
  );
}

function differenceOf(counted: PerTender, expected: PerTender): PerTender {
  const by = (kind: (typeof tenderKinds)[number]): string =>
    formatFen(subtractFen(parseFen(counted[kind]), parseSignedFen(expected[kind])));
  return { cash: by("cash"), bankCard: by("bankCard"), wechat: by("wechat"), alipay: by("alipay") };
}

function Sum({ difference }: { readonly difference: PerTender }) {
  const { count: words } = useWords().closing;
  const isEven = tenderKinds.every((kind) => difference[kind] === "0.00");
  const sum = sumOfTenders(difference);
  if (isEven) return <Said look="good">{words.even}</Said>;
  return <Said look="warn">{sum.startsWith("-") ? words.short(sum.slice(1)) : words.over(sum)}</Said>;
}
