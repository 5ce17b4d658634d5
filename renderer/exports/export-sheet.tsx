import { useState } from "react";

import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useWords } from "../words/words.ts";
import { ExportProgress } from "./export-progress.tsx";
import type { Exporting, ExportRequest } from "./use-export.ts";
import { useExport } from "./use-export.ts";

export type ExportedSort = ExportRequest["what"];
type Format = ExportRequest["format"];

const tableFormats: readonly Format[] = ["csv", "csv-gb18030", "xlsx", "json"];

/** What a screen shows, as a file for other programs: which rows, in which form, of which days; then its way to the disk. */
export function ExportSheet({
  sorts,
  from,
  to = from,
  onClose,
}: {
  /** What can be exported from here, the likeliest first. */
  readonly sorts: readonly ExportedSort[];
  /** The days that the screen shows. */
  readonly from: string;
  readonly to?: string;
  readonly onClose: () => void;
}) {
  const { exports: words } = useWords();
  const exporting = useExport();
  const [asked, setAsked] = useState<ExportRequest>({
    what: sorts[0] ?? "settlements",
    format: "csv",
    from,
    to,
  });
  return (
    <Sheet title={words.title} onClose={onClose}>
      {exporting.work === null ? (
        <ExportForm
          {...{ sorts, asked, exporting }}
          change={(change) => setAsked((now) => requestOf({ ...now, ...change }))}
        />
      ) : (
        <ExportProgress work={exporting.work} exporting={exporting} />
      )}
    </Sheet>
  );
}

/** A statement has a form of its own and is of one day; everything else is a table. */
function requestOf(asked: ExportRequest): ExportRequest {
  if (asked.what === "statement") return { ...asked, format: "3202", to: asked.from };
  return { ...asked, format: asked.format === "3202" ? "csv" : asked.format };
}

function ExportForm({
  sorts,
  asked,
  exporting,
  change,
}: {
  readonly sorts: readonly ExportedSort[];
  readonly asked: ExportRequest;
  readonly exporting: Exporting;
  readonly change: (change: Partial<ExportRequest>) => void;
}) {
  const { exports: words } = useWords();
  const { what, format, from, to } = asked;
  const formats: readonly Format[] = what === "statement" ? ["3202"] : tableFormats;
  return (
    <ApprovalForm
      whose="supervising"
      action={words.start}
      isBusy={exporting.isBusy}
      isReady={from !== "" && to !== ""}
      refusal={exporting.refusal}
      safe={words.safe}
      onApprove={async (approval: ApprovalGiven) => await exporting.start({ ...asked, approval })}
    >
      <p className="sheet-lead">{words.lead}</p>
      <div className="sheet-row">
        <Choice
          label={words.what}
          value={what}
          onChange={(value) => change({ what: sorts.find((one) => one === value) ?? what })}
          options={sorts.map((value) => ({ value, name: words.sorts[value] }))}
        />
        <Choice
          label={words.format}
          value={format}
          onChange={(value) => change({ format: formats.find((one) => one === value) ?? format })}
          options={formats.map((value) => ({ value, name: words.formats[value] }))}
        />
      </div>
      <div className="sheet-row">
        <Field label={words.from} type="date" value={from} onChange={(day) => change({ from: day })} />
        {what === "statement" ? null : (
          <Field label={words.to} type="date" value={to} onChange={(day) => change({ to: day })} />
        )}
      </div>
    </ApprovalForm>
  );
}
