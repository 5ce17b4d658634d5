import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { idleMs, keepShift, keptShift } from "../session/kept-shift.ts";
import { LockPage } from "../session/lock-page.tsx";
import type { Shift } from "../session/operator.ts";
import { ShiftContext } from "../session/operator.ts";
import type { Preferences } from "../session/preferences.ts";
import { SignInPage } from "../session/sign-in-page.tsx";
import { useIdle } from "../session/use-idle.ts";
import { useWorkplace } from "./use-workplace.ts";

/** The screens for whoever is signed in, behind a lock when nobody is there. */
export function SignedIn({
  preferences,
  change,
}: {
  readonly preferences: Preferences;
  readonly change: (change: Partial<Preferences>) => void;
}) {
  const queries = useQueryClient();
  const [shift, setShift] = useState<Shift | null>(keptShift);
  const [isLocked, setLocked] = useState(false);
  const Workplace = useWorkplace(shift !== null);
  useIdle(idleMs, {
    onIdle: () => setLocked(true),
    onTouch: () => {
      if (!isLocked) keepShift(shift);
    },
  });
  const end = (): void => {
    keepShift(null);
    setShift(null);
    setLocked(false);
    // What one operator has looked up is not there for the next.
    queries.clear();
  };
  if (shift === null)
    return (
      <SignInPage
        desk={preferences.desk}
        onSignIn={(begun) => {
          change({ desk: begun.desk });
          keepShift(begun);
          setLocked(false);
          setShift(begun);
        }}
      />
    );
  const lock = (): void => {
    keepShift(null);
    setLocked(true);
  };
  return (
    <ShiftContext value={shift}>
      <div className="behind-lock" inert={isLocked}>
        {Workplace === null ? null : (
          <Workplace isLocked={isLocked} preferences={preferences} actions={{ lock, signOut: end, change }} />
        )}
      </div>
      {isLocked ? (
        <LockPage
          shift={shift}
          onOther={end}
          onUnlock={() => {
            keepShift(shift);
            setLocked(false);
          }}
        />
      ) : null}
    </ShiftContext>
  );
}
