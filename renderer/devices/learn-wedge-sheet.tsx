import { useEffect, useEffectEvent, useState } from "react";

import { classify } from "../../src/scan/classify.ts";
import { readAim } from "../../src/scan/aim.ts";
import type { DeviceSetting, DeviceSettings } from "../../src/scan/device-settings.ts";
import { learnWedge } from "../../src/scan/learn-wedge.ts";
import type { WedgeKey } from "../../src/scan/wedge-key.ts";
import { isModifier } from "../../src/scan/wedge-key.ts";
import type { WedgeProfile } from "../../src/scan/wedge-profile.ts";
import type { WedgeOutcome, WedgeStep } from "../../src/scan/wedge.ts";
import { wedgeAtRest, wedgeDeadline, wedgeIdle, wedgeKey } from "../../src/scan/wedge.ts";
import { Sheet } from "../parts/sheet.tsx";
import { wedgeKeyOf } from "../scan/wedge-listener.ts";
import { useWords } from "../words/words.ts";
import { withDevice } from "./edit-sheet.tsx";
import { KeepForm } from "./keep-form.tsx";
import { Learning, Proposed } from "./learning.tsx";

type WedgeSetting = Extract<DeviceSetting, { kind: "wedgeScanner" }>;

const apartMs = 400;
const silenceMs = 800;

/** Three scans of a scanner that types, from which its pace and its last key are learnt. */
export function LearnWedgeSheet({
  settings,
  setting,
  onClose,
}: {
  readonly settings: DeviceSettings;
  readonly setting: WedgeSetting;
  readonly onClose: () => void;
}) {
  const { learn, facts, edit } = useWords().devices;
  const [keys, setKeys] = useState<readonly WedgeKey[]>([]);
  const [isDone, setDone] = useState(false);
  const profile = isDone ? learnWedge(keys) : null;
  const count = countOf(keys);
  useKeys(!isDone, (key) => setKeys((before) => [...before, key]));
  useEffect(() => {
    if (count < 3) return undefined;
    const timer = setTimeout(() => setDone(true), silenceMs);
    return () => clearTimeout(timer);
  }, [count, keys]);
  const again = (): void => {
    setKeys([]);
    setDone(false);
  };
  return (
    <Sheet title={learn.title(setting.id)} onClose={onClose} size="wide">
      <div className="sheet-form">
        {profile === null ? (
          <Learning
            lead={learn.keysLead}
            count={count}
            failure={isDone ? learn.keysFailed : null}
            again={again}
          />
        ) : (
          <KeepForm
            before={settings}
            after={withDevice(settings, { ...setting, profile }, setting.id)}
            action={learn.keep}
            onKept={onClose}
          >
            <Proposed
              what={`${facts.profileOf(profile.gapMsMax, profile.meanMsMax)} · ${edit.fields.suffix} ${edit.suffixes[profile.suffix]}`}
              codes={readBy(profile, keys, settings)}
              again={again}
            />
          </KeepForm>
        )}
      </div>
    </Sheet>
  );
}

/** Every key is a scanner's while it is learnt, but the one that leaves. */
function useKeys(isOn: boolean, onKey: (key: WedgeKey) => void): void {
  const told = useEffectEvent(onKey);
  useEffect(() => {
    if (!isOn) return undefined;
    const take = (event: KeyboardEvent): void => {
      if (event.key === "Escape" || event.repeat) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const key = wedgeKeyOf(event);
      if (!isModifier(key)) told(key);
    };
    window.addEventListener("keydown", take, { capture: true });
    return () => window.removeEventListener("keydown", take, { capture: true });
  }, [isOn]);
}

function countOf(keys: readonly WedgeKey[]): number {
  return keys.filter(
    ({ timeStamp }, at) => timeStamp - (keys[at - 1]?.timeStamp ?? Number.NEGATIVE_INFINITY) > apartMs,
  ).length;
}

/** What the desk would have taken for scans of these very keys. */
function readBy(
  profile: WedgeProfile,
  keys: readonly WedgeKey[],
  { rules }: DeviceSettings,
): readonly string[] {
  const sense = { profile, known: (text: string) => classify(readAim(text), rules).kind !== "unknown" };
  const outcomes: WedgeOutcome[] = [];
  let state = wedgeAtRest;
  const take = (step: WedgeStep): void => {
    ({ state } = step);
    outcomes.push(...step.outcomes);
  };
  const rest = (until: number): void => {
    for (let at = wedgeDeadline(state, sense); at !== null && at < until; at = wedgeDeadline(state, sense))
      take(wedgeIdle(state, at, sense));
  };
  for (const key of keys) {
    rest(key.timeStamp);
    take(wedgeKey(state, key, sense));
  }
  rest(Number.POSITIVE_INFINITY);
  return outcomes.flatMap((one) => (one.kind === "scan" ? [one.text] : []));
}
