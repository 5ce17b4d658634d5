import { useState } from "react";
import { Form } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useWords } from "../words/words.ts";
import type { BillLine, TraceExempt } from "./bill.ts";
import { codesMissing, withLine } from "./bill.ts";
import type { Desk } from "./use-desk.ts";

const reasons: readonly TraceExempt[] = ["slices", "granules", "noCode"];

/** The trace codes of the chosen line, and why it may have none. Scans go on the bill while it is open as well. */
export function TraceSheet({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) {
  const { trace, items } = useWords().desk;
  const line = desk.bill.lines.find(({ id }) => id === desk.bill.chosen);
  if (line === undefined) return null;
  const missing = codesMissing(line);
  return (
    <Sheet title={trace.title} onClose={onClose}>
      <div className="sheet-form">
        <p className="sheet-lead">{trace.lead(line.item.name)}</p>
        {missing > 0 ? (
          <p className="tag tag-warn">
            <Icon name="scan" />
            {items.codesLeft(missing)}
          </p>
        ) : null}
        <ul className="trace-codes">
          {line.traceCodes.map((one) => (
            <li key={one}>
              <span className="mono">{one}</span>
              <Button
                look="quiet"
                label={trace.remove(one)}
                onPress={() =>
                  desk.change((bill) =>
                    withLine(bill, line.id, { traceCodes: line.traceCodes.filter((other) => other !== one) }),
                  )
                }
              >
                <Icon name="cross" />
              </Button>
            </li>
          ))}
        </ul>
        <CodeForm desk={desk} line={line} />
        <Choice
          label={trace.exempt}
          value={line.traceExempt ?? ""}
          onChange={(value) =>
            desk.change((bill) =>
              withLine(bill, line.id, { traceExempt: reasons.find((one) => one === value) ?? null }),
            )
          }
          options={[
            { value: "", name: trace.mustScan },
            ...reasons.map((value) => ({ value, name: items.exempt[value] })),
          ]}
        />
      </div>
    </Sheet>
  );
}

/** A code that no scanner can read is typed. */
function CodeForm({ desk, line }: { readonly desk: Desk; readonly line: BillLine }) {
  const { trace } = useWords().desk;
  const [code, setCode] = useState("");
  return (
    <Form
      className="sheet-row"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = code.trim();
        if (typed === "" || line.traceCodes.includes(typed)) return;
        desk.change((bill) => withLine(bill, line.id, { traceCodes: [...line.traceCodes, typed] }));
        setCode("");
      }}
    >
      <Field label={trace.code} value={code} onChange={setCode} autoFocus />
      <Button type="submit">{trace.add}</Button>
    </Form>
  );
}
