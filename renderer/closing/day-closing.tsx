import type { RefObject } from "react";
import { useRef, useState } from "react";

import { FunctionKeys } from "../parts/function-keys.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Said } from "../parts/said.tsx";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import { CentrePanel, CentreSide } from "./centre-panel.tsx";
import { closingKeys } from "./closing-keys.ts";
import { DayList } from "./day-list.tsx";
import { MonthPanel } from "./month-panel.tsx";
import type { Open } from "./open-sheet.tsx";
import { OpenSheet } from "./open-sheet.tsx";
import { ShiftDetail, ShiftList } from "./shift-list.tsx";
import { StandBanner } from "./stand-banner.tsx";
import type { DayWork } from "./use-day-work.ts";
import { useDayWork } from "./use-day-work.ts";
import type { Undone } from "./use-comparison.ts";
import type { View } from "./view-tabs.tsx";
import { views, ViewTabs } from "./view-tabs.tsx";

interface Asked {
  readonly day: string;
  readonly today: string;
  readonly unclosed: readonly string[];
  readonly onDay: (day: string) => void;
  readonly onDayField: () => void;
}

/** One day on its way to its seal. */
export function DayClosing(asked: Asked) {
  const { day, today, unclosed } = asked;
  const { closing: words } = useWords();
  const { operator } = useShift();
  const list = useRef<HTMLElement>(null);
  const { work, view, to, open, setOpen, undone, setUndone, keys } = useSteps(asked, list);
  const [applied, setApplied] = useState<string | null>(null);
  return (
    <>
      <ViewTabs view={view} told={useTold(work, unclosed)} onView={to} />
      {work.stand === null || work.comparison.state === undefined ? null : (
        <StandBanner stand={work.stand} state={work.comparison.state} sealedAt={work.sealedAt} />
      )}
      {operator.role === "auditor" ? <p className="page-hint closing-note">{words.readOnly}</p> : null}
      <div className="page-halves">
        <section
          className="page-list"
          ref={list}
          tabIndex={-1}
          aria-label={words.views[view]}
          onKeyDown={work.picked[view]?.onKeyDown}
        >
          <Main view={view} work={work} undone={undone} applied={applied} />
        </section>
        <section className="page-side" tabIndex={0} aria-label={words.sideTitle}>
          <Side view={view} work={work} />
        </section>
      </div>
      <FunctionKeys label={words.keysTitle} keys={keys} />
      <OpenSheet
        {...{ open, day, work }}
        isToday={day === today}
        onRepaired={setUndone}
        onApplied={setApplied}
        onClose={() => setOpen(null)}
      />
    </>
  );
}

/** Which step is shown, which dialog is open, what the keys do. */
function useSteps({ day, today, unclosed, onDay, onDayField }: Asked, list: RefObject<HTMLElement | null>) {
  const { closing, exports } = useWords();
  const { operator } = useShift();
  const [wanted, setView] = useState<View | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const [undone, setUndone] = useState<Undone>([]);
  const work = useDayWork({ day, unclosed, isMonthShown: wanted === "month" });
  const { comparison } = work;
  // Whoever has a shift to hand over begins with it.
  const view = wanted ?? (work.openShifts > 0 ? "shifts" : "centre");
  const to = (next: View): void => {
    setView(next);
    list.current?.focus();
  };
  const repair = async (ids: readonly string[]): Promise<void> => {
    setUndone((await comparison.repair(ids, null)) ?? []);
  };
  const keys = closingKeys({
    view,
    work,
    // A day to come has nothing to close.
    mayAct: operator.role !== "auditor" && day <= today,
    words: { ...closing.keys, export: exports.key },
    on: {
      dayField: onDayField,
      nextView: () => to(views[(views.indexOf(view) + 1) % views.length] ?? "centre"),
      open: setOpen,
      start: () => {
        setUndone([]);
        to("centre");
        inBackground(comparison.start());
      },
      cancel: () => inBackground(comparison.cancel()),
      repair: (ids) => inBackground(repair(ids)),
      day: onDay,
    },
  });
  return { work, view, to, open, setOpen, undone, setUndone, keys };
}

function useTold(work: DayWork, unclosed: readonly string[]): Readonly<Record<View, string>> {
  const { told } = useWords().closing;
  const { shifts, openShifts, month } = work;
  const shiftsTold = shifts.length === 0 ? told.shiftsNone : told.shiftsDone;
  return {
    shifts: openShifts > 0 ? told.shiftsOpen(openShifts) : shiftsTold,
    centre: useCentreTold(work),
    days: unclosed.length === 0 ? told.allSealed : told.unsealed(unclosed.length),
    month: month.isRight ? told.month(month.text) : "",
  };
}

function useCentreTold({ stand, comparison }: DayWork): string {
  const { told, stands, days } = useWords().closing;
  const count = comparison.state?.closing?.differences.length ?? 0;
  switch (stand) {
    case null:
      return "";
    case "sealed":
      return days.outcomes.balanced;
    case "provisional":
    case "local":
      return count > 0 ? told.differences(count) : days.outcomes[stand];
    case "running":
    case "balanced":
    case "stale":
    case "notBegun":
    case "empty":
      return stands[stand];
    case "noCentre":
    case "offline":
    case "stopped":
    case "broken":
    case "unnamed":
    case "differences":
      return count > 0 ? told.differences(count) : stands.notBegun;
  }
}

function Main({
  view,
  work,
  undone,
  applied,
}: {
  readonly view: View;
  readonly work: DayWork;
  readonly undone: Undone;
  readonly applied: string | null;
}) {
  const { closing: words, common } = useWords();
  const { comparison, picked, stand } = work;
  switch (view) {
    case "shifts":
      return (
        <>
          {work.openShifts > 0 ? <Said look="warn">{words.shifts.hint}</Said> : null}
          <ShiftList shifts={work.shifts} picked={picked.shifts} />
        </>
      );
    case "centre":
      if (stand === null) return <p className="page-hint">{common.loading}</p>;
      return <CentrePanel {...{ comparison, stand, undone }} picked={picked.centre} />;
    case "days":
      return (
        <>
          <p className="page-hint">{words.days.hint}</p>
          <DayList days={work.days} picked={picked.days} />
        </>
      );
    case "month":
      return <MonthPanel month={work.month} isOnline={work.line !== "none"} applied={applied} />;
  }
}

function Side({ view, work }: { readonly view: View; readonly work: DayWork }) {
  const { picked, comparison } = work;
  const shift = picked.shifts.row;
  if (view === "shifts" && shift !== undefined) return <ShiftDetail shift={shift} />;
  const difference = view === "centre" ? picked.centre.row : undefined;
  return <CentreSide difference={difference} carried={comparison.state?.carried ?? []} />;
}
