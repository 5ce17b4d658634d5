import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useWords } from "../words/words.ts";
import { WorkProgress } from "../parts/work-progress.tsx";

/** A copy of the books now, and how it would come back. */
export function BackupCard({ mayBackUp }: { readonly mayBackUp: boolean }) {
  const { backup: words } = useWords().settings;
  const read = useVerb("backupState", {}, { everyMs: 1000 });
  const [isOpen, setOpen] = useState(false);
  const state = read.data;
  return (
    <section className="card" aria-labelledby="settings-backup">
      <h2 id="settings-backup">{words.title}</h2>
      <p className="page-hint">{words.lead}</p>
      {state === undefined ? null : <BackupResult state={state} />}
      {mayBackUp ? (
        <div className="page-row">
          <Button onPress={() => setOpen(true)} isDisabled={state?.is === "running"}>
            {words.start}
          </Button>
        </div>
      ) : null}
      <details className="settings-restore">
        <summary>{words.restoreTitle}</summary>
        <ol>
          {words.restore.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <code className="mono">onestop restore --from 备份文件 --data 新目录</code>
      </details>
      {isOpen ? <BackupSheet onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

type State = NonNullable<ReturnType<typeof useVerb<"backupState">>["data"]>;

function BackupResult({ state }: { readonly state: State }) {
  const { backup: words } = useWords().settings;
  const { is, done, of, file, reason } = state;
  switch (is) {
    case "none":
      return null;
    case "running":
      return <WorkProgress label={words.running(megabytes(done), megabytes(of))} done={done} of={of} />;
    case "done":
      return <Said look="good">{words.done(file ?? "")}</Said>;
    case "stopped":
    case "failed":
      return <Said look="bad">{words.failed(reason ?? "")}</Said>;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

function BackupSheet({ onClose }: { readonly onClose: () => void }) {
  const { settings } = useWords();
  const { backup: words } = settings;
  const [folder, setFolder] = useState("");
  const { isBusy, refusal, run } = useAct("startBackup");
  const send = async (approval: ApprovalGiven): Promise<void> => {
    const place = folder.trim();
    if ((await run({ folder: place === "" ? null : place, approval })) !== null) onClose();
  };
  return (
    <Sheet title={words.start} onClose={onClose}>
      <ApprovalForm
        whose="administrator"
        action={words.start}
        isBusy={isBusy}
        refusal={refusal}
        safe={settings.unchanged}
        onApprove={send}
      >
        <Field label={words.folder} value={folder} onChange={setFolder} autoFocus />
        <p className="page-hint">{words.folderHint}</p>
      </ApprovalForm>
    </Sheet>
  );
}
