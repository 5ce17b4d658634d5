import type { Hear } from "../scan/use-hearing.ts";
import { ExplainSheet } from "./explain-sheet.tsx";
import { HelpSheet } from "./help-sheet.tsx";
import { MixedSheet } from "./mixed-sheet.tsx";
import { ParkedSheet } from "./parked-sheet.tsx";
import { PrescriptionSheet } from "./prescription-sheet.tsx";
import { QuantitySheet } from "./quantity-sheet.tsx";
import type { SplitPart } from "./split-parts.ts";
import { TraceSheet } from "./trace-sheet.tsx";
import type { Desk } from "./use-desk.ts";
import { VisitSheet } from "./visit-sheet.tsx";

/** Which dialog is open over the desk. */
export type SheetName =
  | { readonly is: "help" | "visit" | "quantity" | "prescription" | "trace" | "parked" | "mixed" }
  | { readonly is: "explain"; readonly part: SplitPart };

export function DeskSheet({
  desk,
  sheet,
  hear,
  onClose,
}: {
  readonly desk: Desk;
  readonly sheet: SheetName;
  readonly hear: Hear;
  readonly onClose: () => void;
}) {
  switch (sheet.is) {
    case "help":
      return <HelpSheet onClose={onClose} />;
    case "visit":
      return <VisitSheet desk={desk} hear={hear} onClose={onClose} />;
    case "quantity":
      return <QuantitySheet desk={desk} onClose={onClose} />;
    case "prescription":
      return <PrescriptionSheet desk={desk} onClose={onClose} />;
    case "trace":
      return <TraceSheet desk={desk} onClose={onClose} />;
    case "parked":
      return <ParkedSheet desk={desk} onClose={onClose} />;
    case "mixed":
      return <MixedSheet desk={desk} due={desk.due ?? "0.00"} onClose={onClose} />;
    case "explain": {
      const settlement = desk.preview.value?.settlement;
      return settlement === undefined ? null : (
        <ExplainSheet settlement={settlement} part={sheet.part} onClose={onClose} />
      );
    }
  }
}
