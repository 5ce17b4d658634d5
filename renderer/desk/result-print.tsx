import { PrintedTold } from "../history/printed-told.tsx";
import { useDeskPrinter } from "../history/use-desk-printer.ts";
import { usePrinting } from "../history/use-printing.ts";
import { Button } from "../parts/button.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Trouble } from "../parts/trouble.tsx";
import { useWords } from "../words/words.ts";
import { usePressedKeys } from "./use-pressed-keys.ts";

/** The slip of what was just settled, out of the desk's printer; nothing where it has none. */
export function ResultPrint({ settlementId }: { readonly settlementId: string }) {
  const { slip: words } = useWords().history;
  const printer = useDeskPrinter();
  const { told, refusal, isBusy, printAtDesk } = usePrinting(settlementId);
  const print = (): void => {
    // A copy that is on its way is waited for: each is counted.
    if (printer !== null && !isBusy) inBackground(printAtDesk());
  };
  usePressedKeys({ F8: print }, false);
  if (printer === null) return null;
  return (
    <div className="result-print">
      <Button onPress={print} isDisabled={isBusy} keyName="F8">
        {told === null || told.outcome === "failed" ? words.printAtDesk : words.printAgain}
      </Button>
      {isBusy ? <p role="status">{words.printing}</p> : null}
      {told === null || isBusy ? null : <PrintedTold told={told} />}
      {refusal === null ? null : <Trouble refusal={refusal} safe={words.safe} />}
    </div>
  );
}
