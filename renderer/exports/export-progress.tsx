import { Button } from "../parts/button.tsx";
import { Facts } from "../parts/facts.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { WorkProgress } from "../parts/work-progress.tsx";
import { useWords } from "../words/words.ts";
import type { Exporting, ExportWork } from "./use-export.ts";
import "./exports.css";

/** How far an export has come, and what can be done with it now. */
export function ExportProgress({
  work,
  exporting,
}: {
  readonly work: ExportWork;
  readonly exporting: Exporting;
}) {
  const { exports: words } = useWords();
  const again = (
    <div className="page-row">
      <Button onPress={exporting.forget}>{words.again}</Button>
    </div>
  );
  switch (work.is) {
    case "running":
      return (
        <div className="export">
          <WorkProgress
            label={words.running(String(work.done), String(work.of))}
            done={work.done}
            of={work.of}
          />
          <div className="page-row">
            <Button onPress={() => inBackground(exporting.stop())}>{words.stop}</Button>
            <p className="page-hint">{words.stopHint}</p>
          </div>
        </div>
      );
    case "done":
      return <WholeFile work={work} exporting={exporting} />;
    case "stopped":
      return (
        <div className="export">
          <Said look="warn">{words.stopped}</Said>
          {again}
        </div>
      );
    case "none":
    case "failed":
      return (
        <div className="export">
          <Said look="bad">{words.failed(work.reason ?? "")}</Said>
          {again}
        </div>
      );
  }
}

function WholeFile({ work, exporting }: { readonly work: ExportWork; readonly exporting: Exporting }) {
  const { exports: words } = useWords();
  return (
    <div className="export">
      <Said look="good">{words.done}</Said>
      <Facts
        of={[
          [words.file, <span className="mono">{work.filename}</span>],
          [words.rows, String(work.rows)],
          [words.size, words.bytes(String(work.bytes))],
          [words.digest, <span className="mono export-digest">{work.sha256}</span>],
        ]}
      />
      <p className="page-hint">{words.savedHint}</p>
      {exporting.refusal === null ? null : <Trouble refusal={exporting.refusal} safe={words.safe} />}
      <div className="page-row">
        <Button onPress={() => inBackground(exporting.save())} isDisabled={exporting.isBusy}>
          {words.save}
        </Button>
        <Button look="quiet" onPress={exporting.forget}>
          {words.again}
        </Button>
      </div>
    </div>
  );
}
