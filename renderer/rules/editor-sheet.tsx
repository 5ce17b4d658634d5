import { useId } from "react";

import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Tick } from "../parts/tick.tsx";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { DraftParts } from "./draft-parts.tsx";
import { roomTitle, ruleTitle } from "./rule-title.ts";
import type { RuleValue } from "./status-mark.tsx";
import type { Editor } from "./use-editor.ts";
import { useEditor } from "./use-editor.ts";

/** Fills an unknown value with what the bureau has told: tried as it is typed, kept beside what is in use. */
export function EditorSheet({
  value,
  onClose,
  onSaved,
}: {
  readonly value: RuleValue;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const words = useWords();
  const { rules, domain } = words;
  const own = rules.editor;
  const editor = useEditor(value);
  const { isBusy, refusal, run } = useAct("saveSupplement");
  const send = async (approval: ApprovalGiven): Promise<void> => {
    if (editor.file === null) return;
    if ((await run({ file: editor.file, approval })) !== null) onSaved();
  };
  const title = [
    wordOf(domain.plans, value.plan),
    roomTitle(value.benefit, words),
    ruleTitle(value.path, words),
  ].join(" · ");
  return (
    <Sheet title={own.title(title)} onClose={onClose} size="wide">
      <ApprovalForm
        whose="supervising"
        action={own.save}
        isBusy={isBusy}
        isReady={editor.file !== null}
        refusal={refusal}
        safe={rules.unchanged}
        onApprove={send}
      >
        <p className="sheet-lead">
          {value.ask === null ? own.lead : `${rules.notKnown(value.ask)}。${own.lead}`}
        </p>
        {editor.text === null ? <EditorForm value={value} editor={editor} /> : <EditorText editor={editor} />}
        <EditorCheck editor={editor} />
      </ApprovalForm>
    </Sheet>
  );
}

function EditorForm({ value, editor }: { readonly value: RuleValue; readonly editor: Editor }) {
  const { rules } = useWords();
  const own = rules.editor;
  const { draft, about, base, setAbout } = editor;
  const isForShow = about.keeps && base?.official === false;
  return (
    <>
      <div className="rules-draft">
        <DraftParts
          value={value}
          draft={draft}
          faults={editor.check?.faults ?? []}
          change={editor.setDraft}
        />
      </div>
      <ProvenanceFields editor={editor} isForShow={isForShow} />
      {base === null ? null : (
        <Tick
          label={own.keep(base.label)}
          isOn={about.keeps}
          onChange={(keeps) => setAbout({ ...about, keeps })}
        />
      )}
      {isForShow ? <Said look="warn">{own.keepDemo}</Said> : null}
    </>
  );
}

function ProvenanceFields({ editor, isForShow }: { readonly editor: Editor; readonly isForShow: boolean }) {
  const { editor: own } = useWords().rules;
  const { about, provenance, setAbout, setProvenance } = editor;
  return (
    <div className="rules-draft">
      <Field label={own.source} value={about.source} onChange={(source) => setAbout({ ...about, source })} />
      <Field
        label={own.clause}
        value={provenance.clause}
        onChange={(clause) => setProvenance({ ...provenance, clause })}
      />
      <Choice
        label={own.status}
        value={provenance.status}
        onChange={(text) =>
          setProvenance({
            ...provenance,
            status: text === "stated" || text === "public" ? text : "unconfirmed",
          })
        }
        options={(["unconfirmed", "stated", "public"] as const).map((one) => ({
          value: one,
          name: own.statusNames[one],
        }))}
      />
      <Field
        label={own.from}
        value={provenance.from}
        onChange={(from) => setProvenance({ ...provenance, from: from.trim() })}
        error={editor.isFromWrong ? own.fromWrong : null}
      />
      <Field
        label={own.signedBy}
        value={about.signedBy}
        onChange={(signedBy) => setAbout({ ...about, signedBy })}
      />
      {isForShow ? null : (
        <Field label={own.label} value={about.label} onChange={(label) => setAbout({ ...about, label })} />
      )}
    </div>
  );
}

function EditorText({ editor }: { readonly editor: Editor }) {
  const { editor: own } = useWords().rules;
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {own.textLabel}
      </label>
      <textarea
        id={id}
        className="rules-text mono"
        value={editor.text ?? ""}
        rows={14}
        spellCheck={false}
        onChange={(event) => editor.setText(event.target.value)}
      />
      <p className="page-hint">{own.textHint}</p>
    </div>
  );
}

/** What the engine makes of it, as it stands. */
function EditorCheck({ editor }: { readonly editor: Editor }) {
  const { editor: own } = useWords().rules;
  const { check, text, lost, won, isWhole, file } = editor;
  return (
    <>
      {!isWhole ? (
        <p className="page-hint" role="status">
          {own.incomplete}
        </p>
      ) : check === undefined ? (
        <p className="page-hint" role="status">
          {own.checking}
        </p>
      ) : file === null ? (
        <>
          <Said look="bad">{own.bad(check.faults.length)}</Said>
          <ul className="rules-faults" aria-label={own.faults}>
            {check.faults.map(({ path, value, reason }) => (
              <li key={`${path} ${value} ${reason}`}>
                <span className="mono">{path}</span> {value} {reason}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Said look="good">{own.good(won, check.unknown.length)}</Said>
      )}
      {lost === 0 || file === null ? null : <Said look="warn">{own.lost(lost)}</Said>}
      <div className="page-row">
        {text === null ? (
          <Button
            look="quiet"
            onPress={() => editor.setText(editor.written)}
            isDisabled={editor.written === null}
          >
            {own.asText}
          </Button>
        ) : (
          <Button look="quiet" onPress={() => editor.setText(null)}>
            {own.asForm}
          </Button>
        )}
      </div>
    </>
  );
}
