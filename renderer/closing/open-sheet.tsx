import { ExportSheet } from "../exports/export-sheet.tsx";
import { ApplySheet } from "./apply-sheet.tsx";
import { CountSheet } from "./count-sheet.tsx";
import { keepRun } from "./kept-run.ts";
import { RepairSheet } from "./repair-sheet.tsx";
import { SealSheet } from "./seal-sheet.tsx";
import type { DayShift } from "./shift-list.tsx";
import { TakeOverSheet } from "./take-over-sheet.tsx";
import type { Difference, Undone } from "./use-comparison.ts";
import type { DayWork } from "./use-day-work.ts";

/** The dialog that is open; null: none. */
export type Open =
  | null
  | { readonly is: "takeOver" | "seal" | "provisional" | "apply" | "export" }
  | { readonly is: "count"; readonly shift: DayShift }
  | { readonly is: "repair"; readonly difference: Difference };

const exported = ["differences", "days", "settlements", "statement"] as const;

export function OpenSheet({
  open,
  day,
  isToday,
  work,
  onRepaired,
  onApplied,
  onClose,
}: {
  readonly open: Open;
  readonly day: string;
  readonly isToday: boolean;
  readonly work: DayWork;
  readonly onRepaired: (undone: Undone) => void;
  readonly onApplied: (id: string) => void;
  readonly onClose: () => void;
}) {
  const { comparison, openShifts, month } = work;
  switch (open?.is) {
    case undefined:
      return null;
    case "takeOver":
      return <TakeOverSheet onClose={onClose} />;
    case "export":
      return <ExportSheet sorts={exported} from={day} onClose={onClose} />;
    case "count":
      return <CountSheet shift={open.shift} onClose={onClose} />;
    case "repair":
      return (
        <RepairSheet
          difference={open.difference}
          comparison={comparison}
          onDone={(undone) => {
            onRepaired(undone);
            onClose();
          }}
          onClose={onClose}
        />
      );
    case "seal":
    case "provisional":
      return (
        <SealSheet
          {...{ day, isToday, openShifts, onClose }}
          open={open.is === "seal" ? null : (comparison.state?.closing?.differences ?? [])}
          isCurrent={comparison.state?.isCurrent ?? true}
          onSealed={() => keepRun(null)}
        />
      );
    case "apply": {
      const { text, sort, totals } = month;
      return totals === undefined ? null : (
        <ApplySheet month={text} {...{ sort, totals, onApplied, onClose }} />
      );
    }
  }
}
