import type { FunctionKey } from "../parts/function-keys.tsx";
import type { Words } from "../words/words.ts";
import type { Open } from "./open-sheet.tsx";
import { isSealed } from "./stand.ts";
import type { DayWork } from "./use-day-work.ts";
import type { View } from "./view-tabs.tsx";

interface Asked {
  readonly view: View;
  readonly work: DayWork;
  readonly mayAct: boolean;
  readonly words: Words["closing"]["keys"] & { readonly export: string };
  readonly on: {
    readonly dayField: () => void;
    readonly nextView: () => void;
    readonly open: (open: Open) => void;
    readonly start: () => void;
    readonly cancel: () => void;
    readonly repair: (ids: readonly string[]) => void;
    readonly day: (day: string) => void;
  };
}

/** The row of keys: what each does depends on the step, and on how the day stands. */
export function closingKeys(asked: Asked): readonly FunctionKey[] {
  const { work, mayAct, words, on } = asked;
  const isRunning = work.stand === "running";
  return [
    { key: "F2", label: words.day, run: on.dayField },
    { key: "F3", label: words.export, run: () => on.open({ is: "export" }) },
    { key: "F4", label: words.view, run: on.nextView },
    ...ofView(asked),
    { key: "F8", label: words.cancel, run: on.cancel, isDisabled: !mayAct || !isRunning },
    ninth(asked),
    {
      key: "F10",
      label: words.provisional,
      run: () => on.open({ is: "provisional" }),
      isDisabled: !mayAct || !mayBeProvisional(work),
    },
  ];
}

/** What is balanced is sealed, what has no cause closes no day, and what nobody has looked at is compared first where it can be. */
function mayBeProvisional({ stand, line }: DayWork): boolean {
  if (stand === null || stand === "running" || isSealed(stand)) return false;
  if (stand === "balanced" || stand === "unnamed") return false;
  return line !== "online" || (stand !== "notBegun" && stand !== "empty");
}

function ninth({ work, mayAct, words, on }: Asked): FunctionKey {
  const { stand, comparison } = work;
  if (stand === "balanced")
    return {
      key: "F9",
      label: words.seal,
      run: () => on.open({ is: "seal" }),
      isDisabled: !mayAct,
      look: "accent",
    };
  const isBegun = (comparison.state?.closing ?? null) !== null;
  return {
    key: "F9",
    label: isBegun ? words.goOn : words.start,
    run: on.start,
    isDisabled: !mayAct || stand === null || stand === "running" || stand === "sealed",
    look: "accent",
  };
}

function ofView({ view, work, mayAct, words, on }: Asked): readonly FunctionKey[] {
  switch (view) {
    case "shifts": {
      const shift = work.picked.shifts.row;
      const isOpen = shift !== undefined && shift.closed === null;
      return [
        {
          key: "F6",
          label: words.count,
          run: () => on.open(shift === undefined ? null : { is: "count", shift }),
          isDisabled: !mayAct || !isOpen,
        },
        { key: "F7", label: words.takeOver, run: () => on.open({ is: "takeOver" }), isDisabled: !mayAct },
      ];
    }
    case "centre":
      return repairs({ work, mayAct, words, on });
    case "days": {
      const day = work.picked.days.row?.day;
      return [
        {
          key: "F6",
          label: words.openDay,
          run: () => on.day(day ?? ""),
          isDisabled: day === undefined,
        },
      ];
    }
    case "month": {
      const { totals } = work.month;
      const isReady = totals !== undefined && totals.openDays.length === 0 && work.line !== "none";
      return [
        {
          key: "F6",
          label: words.apply,
          run: () => on.open({ is: "apply" }),
          isDisabled: !mayAct || !isReady,
        },
      ];
    }
  }
}

function repairs({ work, mayAct, words, on }: Omit<Asked, "view">): readonly FunctionKey[] {
  const { row } = work.picked.centre;
  const free = (work.comparison.state?.closing?.differences ?? []).filter((one) => !one.needsApproval);
  const canRepair = mayAct && work.stand !== "running" && work.line !== "none";
  return [
    {
      key: "F6",
      label: words.repair,
      run: () => {
        if (row === undefined) return;
        if (row.needsApproval) on.open({ is: "repair", difference: row });
        else on.repair([row.id]);
      },
      isDisabled: !canRepair || row === undefined,
    },
    {
      key: "F7",
      label: words.all,
      run: () => on.repair(free.map(({ id }) => id)),
      isDisabled: !canRepair || free.length === 0,
    },
  ];
}
