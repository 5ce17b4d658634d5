import { Button } from "../parts/button.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Said } from "../parts/said.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useShift } from "../session/operator.ts";
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
  return deed.does === "discard" ? (
    <DiscardSheet deed={deed} onClose={onClose} />
  ) : (
    <ApprovedSheet deed={deed} onClose={onClose} />
  );
}

interface SheetProps {
  readonly deed: Deed;
  readonly onClose: () => void;
}

function DiscardSheet({ deed, onClose }: SheetProps) {
  const { rules } = useWords();
  const { downloads: words } = rules;
  const { operator, desk } = useShift();
  const ofRules = useAct("discardRules");
  const ofCatalogue = useAct("discardCatalogue");
  const { isBusy, refusal } = deed.of === "rules" ? ofRules : ofCatalogue;
  const send = async (): Promise<void> => {
    const input = { id: deed.id, actor: { operator: operator.id, pharmacist: null, desk } };
    const done = deed.of === "rules" ? await ofRules.run(input) : await ofCatalogue.run(input);
    if (done !== null) onClose();
  };
  return (
    <Sheet
      title={`${words.discard} · ${deed.title}`}
      onClose={onClose}
      actions={
        <Button look="danger" onPress={() => inBackground(send())} isDisabled={isBusy}>
          {words.discardConfirm}
        </Button>
      }
    >
      <p>{words.discardLead}</p>
      {refusal === null ? null : <Trouble refusal={refusal} safe={rules.unchanged} />}
    </Sheet>
  );
}

function ApprovedSheet({ deed, onClose }: SheetProps) {
  const { rules } = useWords();
  const { downloads: words } = rules;
  const { of, does, id, title, effectiveFrom } = deed;
  const now = shanghaiNow(useEngineClock());
  const isLater = does === "activate" && effectiveFrom.slice(0, 19) > now.slice(0, 19);
  const acts = useDeeds();
  const changes = useVerb("compareRules", { id }, { enabled: of === "rules" && does === "activate" });
  const lost = changes.data === undefined ? 0 : lostIn(changes.data).length;
  const action = does === "rollBack" ? words.rollBack : isLater ? words.schedule : words.activate;
  const send = async (approval: ApprovalGiven): Promise<void> => {
    if (await acts.run(deed, approval)) onClose();
  };
  return (
    <Sheet title={`${action} · ${title}`} onClose={onClose}>
      <ApprovalForm
        whose="supervising"
        action={action}
        isBusy={acts.isBusy}
        refusal={acts.refusal}
        safe={rules.unchanged}
        onApprove={send}
      >
        <p className="sheet-lead">{does === "rollBack" ? words.rollBackLead : words.activateLead(title)}</p>
        {isLater ? <Said look="warn">{words.scheduleLead(momentOf(effectiveFrom))}</Said> : null}
        {lost === 0 ? null : <Said look="bad">{words.becomesUnknown(lost)}</Said>}
      </ApprovalForm>
    </Sheet>
  );
}

function useDeeds() {
  const activateRules = useAct("activateRules");
  const rollBackRules = useAct("rollBackRules");
  const activateCatalogue = useAct("activateCatalogue");
  const rollBackCatalogue = useAct("rollBackCatalogue");
  const all = [activateRules, rollBackRules, activateCatalogue, rollBackCatalogue];
  const run = async ({ of, does, id }: Deed, approval: ApprovalGiven): Promise<boolean> => {
    const decision = { id, approval };
    if (of === "rules") {
      const act = does === "rollBack" ? rollBackRules : activateRules;
      return (await act.run(decision)) !== null;
    }
    const act = does === "rollBack" ? rollBackCatalogue : activateCatalogue;
    return (await act.run(decision)) !== null;
  };
  return {
    run,
    isBusy: all.some(({ isBusy }) => isBusy),
    refusal: all.find(({ refusal }) => refusal !== null)?.refusal ?? null,
  };
}
