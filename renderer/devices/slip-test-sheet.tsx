import { useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { PrinterSetting } from "../../src/scan/device-settings.ts";
import { Button } from "../parts/button.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAct } from "../rpc/use-act.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";

const looks = { printed: "good", sent: "warn", unknown: "warn", failed: "bad" } as const;

/** A test slip, and what is known of it. */
export function SlipTestSheet({
  printer,
  onClose,
}: {
  readonly printer: PrinterSetting;
  readonly onClose: () => void;
}) {
  const { slip, simulated, simulatedHint, unchanged } = useWords().devices;
  const { desk } = useShift();
  const [opensDrawer, setOpensDrawer] = useState(false);
  const [told, setTold] = useState<VerbOutput<"printTestSlip"> | null>(null);
  const { isBusy, refusal, run } = useAct("printTestSlip");
  const print = async (): Promise<void> => {
    // The button stays one: a key that is taken away takes the focus with it, and Escape as well.
    if (isBusy) return;
    setTold(null);
    setTold(await run({ desk, openDrawer: opensDrawer }));
  };
  return (
    <Sheet
      title={slip.title}
      onClose={onClose}
      actions={
        <Button look="accent" onPress={() => inBackground(print())}>
          {slip.print}
        </Button>
      }
    >
      <div className="sheet-form">
        <p className="sheet-lead">{slip.lead}</p>
        {printer.port.by === "simulated" ? <p className="devices-simulated">{simulatedHint}</p> : null}
        {printer.drawer === null ? null : (
          <Tick label={slip.drawer} isOn={opensDrawer} onChange={setOpensDrawer} />
        )}
        {isBusy ? <p role="status">{slip.printing}</p> : null}
        {told === null ? null : (
          <Said look={looks[told.outcome]}>
            {slip.outcomes[told.outcome]}
            {told.simulated ? ` · ${simulated}` : ""} · {told.message}
          </Said>
        )}
        {refusal === null ? null : <Trouble refusal={refusal} safe={unchanged} />}
      </div>
    </Sheet>
  );
}
