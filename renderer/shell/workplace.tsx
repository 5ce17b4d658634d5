import { Scans } from "../scan/scans.tsx";
import { useShift } from "../session/operator.ts";
import type { Preferences } from "../session/preferences.ts";
import type { FrameActions } from "./frame.tsx";
import { Frame } from "./frame.tsx";

export interface WorkplaceProps {
  readonly isLocked: boolean;
  readonly preferences: Preferences;
  readonly actions: FrameActions;
}

/** What whoever is signed in works with: the screens, and what is scanned into them. */
export function Workplace({ isLocked, preferences, actions }: WorkplaceProps) {
  const { desk } = useShift();
  return (
    <Scans desk={desk} isPaused={isLocked}>
      <Frame preferences={preferences} actions={actions} />
    </Scans>
  );
}
