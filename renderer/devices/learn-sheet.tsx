import { useEffect, useEffectEvent, useState } from "react";

import type { VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import type { DeviceSetting, DeviceSettings } from "../../src/scan/device-settings.ts";
import { inBackground } from "../parts/in-background.ts";
import { Sheet } from "../parts/sheet.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAct } from "../rpc/use-act.ts";
import { useDeviceFeed } from "../scan/use-device-feed.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import { withDevice } from "./edit-sheet.tsx";
import { framingWords } from "./framing-words.ts";
import { KeepForm } from "./keep-form.tsx";
import { Learning, Proposed } from "./learning.tsx";

/** A device whose codes are cut out of bytes by a framing. */
export type FramedSetting = Extract<DeviceSetting, { readonly framing: unknown }>;

type Chunks = VerbInput<"proposeFraming">["chunks"];
type Proposal = VerbOutput<"proposeFraming">;

/** Hands take longer between two codes than any scanner within one. */
const apartMs = 400;
const silenceMs = 800;
const chunksMax = 4000;

/** Three scans, from which the framing of a scanner is proposed, tried on them, and kept when somebody approves. */
export function LearnSheet({
  settings,
  setting,
  onClose,
}: {
  readonly settings: DeviceSettings;
  readonly setting: FramedSetting;
  readonly onClose: () => void;
}) {
  const { devices: words } = useWords();
  const { learn } = words;
  const { desk } = useShift();
  const [chunks, setChunks] = useState<Chunks>([]);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const { refusal, run } = useAct("proposeFraming");
  useDeviceFeed(desk, true, (item) => {
    if (proposal !== null || !("report" in item) || item.report !== "bytes" || item.device !== setting.id)
      return;
    const { hex, ms } = item;
    setChunks((before) => [...before, { hex, ms }].slice(-chunksMax));
  });
  const propose = useEffectEvent(() => inBackground(ask()));
  const ask = async (): Promise<void> => setProposal(await run({ chunks }));
  const count = countOf(chunks);
  useEffect(() => {
    if (count < 3) return undefined;
    // The last scan may have more to come.
    const timer = setTimeout(() => propose(), silenceMs);
    return () => clearTimeout(timer);
  }, [count, chunks]);
  const again = (): void => {
    setChunks([]);
    setProposal(null);
  };
  return (
    <Sheet title={learn.title(setting.id)} onClose={onClose} size="wide">
      <div className="sheet-form">
        {proposal?.ok === true ? (
          <KeepForm
            before={settings}
            after={withDevice(settings, { ...setting, framing: proposal.framing }, setting.id)}
            action={learn.keep}
            onKept={onClose}
          >
            <Proposed
              what={framingWords(proposal.framing, words.framing)}
              codes={proposal.codes}
              again={again}
            />
          </KeepForm>
        ) : (
          <Learning lead={learn.lead} count={count} failure={proposal?.reason ?? null} again={again} />
        )}
        {refusal === null ? null : <Trouble refusal={refusal} safe={words.unchanged} />}
      </div>
    </Sheet>
  );
}

/** How often there was silence before, and something after. */
function countOf(chunks: Chunks): number {
  return chunks.filter(({ ms }, at) => ms - (chunks[at - 1]?.ms ?? Number.NEGATIVE_INFINITY) > apartMs)
    .length;
}
