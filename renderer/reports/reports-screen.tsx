import type { RefObject } from "react";
import { useCallback, useMemo, useRef, useState } from "react";

import type { Fen } from "../../src/base/money.ts";
import { formatFen } from "../../src/base/money.ts";
import { ExportSheet } from "../exports/export-sheet.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { FunctionKeys } from "../parts/function-keys.tsx";
import { Money } from "../parts/money.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { ReportChart } from "./report-chart.tsx";
import type { Grouping, ReportLine } from "./report-of.ts";
import { daysOf, groupings, reportOf, wholeOf } from "./report-of.ts";
import { useReport } from "./use-report.ts";
import "../parts/page.css";
import "./reports.css";

/** What was settled in a day or a month: by day, operator, fund, region, kind; drawn and in figures. */
export function ReportsScreen() {
  const { reports: words, common } = useWords();
  const aheadMs = useEngineClock();
  const [today] = useState(() => shanghaiNow(aheadMs).slice(0, 10));
  const [day, setDay] = useState(today);
  const [period, setPeriod] = useState<"day" | "month">("month");
  const [by, setBy] = useState<Grouping>("day");
  const dayField = useRef<HTMLInputElement>(null);
  const days = daysOf(period, day === "" ? today : day, today);
  const read = useReport(days.length === 0 ? [day] : days);
  const lines = useMemo(() => reportOf(read.days, by), [read.days, by]);
  const nameOf = useNames(by);
  const [isExporting, setExporting] = useState(false);
  return (
    <div className="page">
      <h1 className="out-of-sight">{words.title}</h1>
      <div className="page-list report-page">
        <div className="page-row" role="search" aria-label={words.choose}>
          <ReportChoices
            {...{ period, day, by, dayField }}
            onPeriod={setPeriod}
            onDay={setDay}
            onBy={setBy}
          />
          <p className="page-hint" role="status">
            {read.isWhole
              ? words.whole(days[0] ?? day, days.at(-1) ?? day)
              : words.reading(read.days.length, days.length)}
          </p>
        </div>
        {read.refusal === null ? null : <Trouble refusal={read.refusal} safe={words.safe} />}
        <div className="report-halves">
          <ReportChart lines={lines} nameOf={nameOf} />
          <ReportTable
            lines={lines}
            nameOf={nameOf}
            by={by}
            empty={read.isWhole ? words.none : common.loading}
          />
        </div>
      </div>
      <Keys
        on={{
          day: () => dayField.current?.focus(),
          export: () => setExporting(true),
          period: () => setPeriod((now) => (now === "day" ? "month" : "day")),
          by: () => setBy((now) => groupings[(groupings.indexOf(now) + 1) % groupings.length] ?? "day"),
        }}
      />
      {isExporting ? (
        <ExportSheet
          sorts={["days", "settlements", "lines"]}
          from={days[0] ?? today}
          to={days.at(-1) ?? today}
          onClose={() => setExporting(false)}
        />
      ) : null}
    </div>
  );
}

function Keys({ on }: { readonly on: Readonly<Record<"day" | "export" | "period" | "by", () => void>> }) {
  const { reports: words, exports } = useWords();
  return (
    <FunctionKeys
      label={words.keysTitle}
      keys={[
        { key: "F2", label: words.keys.day, run: on.day },
        { key: "F3", label: exports.key, run: on.export },
        { key: "F4", label: words.keys.period, run: on.period },
        { key: "F6", label: words.keys.by, run: on.by },
      ]}
    />
  );
}

function ReportChoices({
  period,
  day,
  by,
  dayField,
  onPeriod,
  onDay,
  onBy,
}: {
  readonly period: "day" | "month";
  readonly day: string;
  readonly by: Grouping;
  readonly dayField: RefObject<HTMLInputElement | null>;
  readonly onPeriod: (period: "day" | "month") => void;
  readonly onDay: (day: string) => void;
  readonly onBy: (by: Grouping) => void;
}) {
  const { reports: words } = useWords();
  return (
    <>
      <Choice
        label={words.period}
        value={period}
        onChange={(value) => onPeriod(value === "day" ? "day" : "month")}
        options={(["day", "month"] as const).map((value) => ({ value, name: words.periods[value] }))}
      />
      <Field
        label={words.day}
        type="date"
        value={day}
        onChange={onDay}
        inputRef={dayField}
        suffix={<kbd className="key">F2</kbd>}
      />
      <Choice
        label={words.by}
        value={by}
        onChange={(value) => onBy(groupings.find((one) => one === value) ?? "day")}
        options={groupings.map((value) => ({ value, name: words.groupings[value] }))}
      />
    </>
  );
}

function useNames(by: Grouping): (key: string) => string {
  const { domain } = useWords();
  const operators = useVerb("operators", {}).data;
  return useCallback(
    (key: string) => {
      switch (by) {
        case "day":
          return key.slice(5);
        case "operator":
          return operators?.find(({ id }) => id === key)?.name ?? key;
        case "fund":
          return wordOf(domain.split, key);
        case "plan":
          return wordOf(domain.plans, key);
        case "medType":
          return wordOf(domain.medTypes, key);
      }
    },
    [by, domain, operators],
  );
}

function ReportTable({
  lines,
  nameOf,
  by,
  empty,
}: {
  readonly lines: readonly ReportLine[];
  readonly nameOf: (key: string) => string;
  readonly by: Grouping;
  readonly empty: string;
}) {
  const { reports: words } = useWords();
  const money = (id: string, title: string, of: (line: ReportLine) => Fen): Column<ReportLine> => ({
    id,
    title,
    isNumber: true,
    cell: (line) => <Money amount={formatFen(of(line))} />,
  });
  const columns: readonly Column<ReportLine>[] = [
    {
      id: "name",
      title: words.groupings[by],
      cell: ({ key }) => (key === "" ? <strong>{words.total}</strong> : nameOf(key)),
    },
    ...(by === "fund"
      ? []
      : [
          {
            id: "count",
            title: words.count,
            isNumber: true,
            cell: ({ sales, reversals }: ReportLine) => (reversals === 0 ? sales : `${sales} −${reversals}`),
          },
        ]),
    money("total", words.amount, ({ total }) => total),
    money("fund", words.fund, ({ fund }) => fund),
    money("accounts", words.accounts, ({ accounts }) => accounts),
    money("cash", words.cash, ({ cash }) => cash),
  ];
  return (
    <PlainTable
      label={words.table}
      columns={columns}
      rows={lines.length === 0 ? [] : [...lines, wholeOf(lines)]}
      keyOf={({ key }) => key}
      empty={empty}
    />
  );
}
