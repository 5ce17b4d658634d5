import type { ReactNode } from "react";

import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { useAct } from "../rpc/use-act.ts";
import type { ApprovalGiven } from "../session/approval-form.tsx";
import { ApprovalForm } from "../session/approval-form.tsx";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";

/** Keeps other settings for this desk, with an approval: an administrator's where a maker's program is touched. */
export function KeepForm({
  before,
  after,
  action,
  onKept,
  children,
}: {
  readonly before: DeviceSettings;
  /** null: what stands above is not complete. */
  readonly after: DeviceSettings | null;
  readonly action: string;
  readonly onKept: () => void;
  readonly children: ReactNode;
}) {
  const { devices: words } = useWords();
  const { desk } = useShift();
  const { isBusy, refusal, run } = useAct("changeDeskDevices");
  const touchesProgram = after !== null && programsOf(before) !== programsOf(after);
  const keep = async (approval: ApprovalGiven): Promise<void> => {
    if (after !== null && (await run({ desk, settings: after, approval })) !== null) onKept();
  };
  return (
    <ApprovalForm
      whose={touchesProgram ? "administrator" : "supervising"}
      action={action}
      isBusy={isBusy}
      isReady={after !== null}
      refusal={refusal}
      safe={words.unchanged}
      onApprove={keep}
    >
      {children}
      <p className="page-hint">{touchesProgram ? words.edit.driverLead : words.edit.lead}</p>
    </ApprovalForm>
  );
}

function programsOf({ devices }: DeviceSettings): string {
  return JSON.stringify(devices.flatMap((one) => (one.kind === "vendorDriver" ? [one.command] : [])));
}
