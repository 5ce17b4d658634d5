import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import { useWords } from "../words/words.ts";
import { lostIn } from "./changes-list.tsx";
import { momentOf } from "./download-mark.tsx";

/** What is done to a download: of rules, or of a catalogue. */
export interface Deed {
  readonly of: "rules" | "catalogue";
  readonly does: "activate" | "rollBack" | "discard";
  readonly id: string;
  /** What it is, in words. */
  readonly title: string;
  /** From when it is meant to be in use. */
  readonly effectiveFrom: string;
}

/** Takes a download into use, takes it back, or puts it away. */
export function DeedSheet({ deed, onClose }: { readonly deed: Deed; readonly onClose: () => void }) {
  const { rules } = useWords();
  const { downloads: words } = rules;
  const { of, does, id, title, effectiveFrom } = deed;
  const now = shanghaiNow(useEngineClock());
  const isLater = does === "activate" && effectiveFrom.slice(0, 19) > now.slice(0, 19);
  const acts = useDeeds();
  const changes = useVerb("compareRules", { id }, { enabled: of === "rules" && does === "activate" });
  const lost = changes.data === undefined ? 0 : lostIn(changes.data).length;
  const activates = isLater ? words.schedule : words.activate;
  const action = { activate: activates, rollBack: words.rollBack, discard: words.discardConfirm }[does];
  const lead = {
    activate: words.activateLead(title),
    rollBack: words.rollBackLead,
    discard: words.discardLead,
  };
  const heading = does === "discard" ? words.discard : action;
  const send = async (approval: ApprovalGiven): Promise<void> => {
    if (await acts.run(deed, approval)) onClose();
  };
  return (
    <Sheet title={`${heading} · ${title}`} onClose={onClose}>
      <ApprovalForm
        whose="supervising"
        action={action}
        isBusy={acts.isBusy}
        refusal={acts.refusal}
        safe={rules.unchanged}
        onApprove={send}
      >
        <p className="sheet-lead">{lead[does]}</p>
        {isLater ? <Said look="warn">{words.scheduleLead(momentOf(effectiveFrom))}</Said> : null}
        {lost === 0 ? null : <Said look="bad">{words.becomesUnknown(lost)}</Said>}
      </ApprovalForm>
    </Sheet>
  );
}

function useDeeds() {
  const rules = {
    activate: useAct("activateRules"),
    rollBack: useAct("rollBackRules"),
    discard: useAct("discardRules"),
  };
  const catalogue = {
    activate: useAct("activateCatalogue"),
    rollBack: useAct("rollBackCatalogue"),
    discard: useAct("discardCatalogue"),
  };
  const all = [...Object.values(rules), ...Object.values(catalogue)];
  const run = async ({ of, does, id }: Deed, approval: ApprovalGiven): Promise<boolean> => {
    const act = { rules, catalogue }[of][does];
    return (await act.run({ id, approval })) !== null;
  };
  return {
    run,
    isBusy: all.some(({ isBusy }) => isBusy),
    refusal: all.find(({ refusal }) => refusal !== null)?.refusal ?? null,
  };
}
