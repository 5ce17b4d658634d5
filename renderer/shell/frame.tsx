import { Suspense, useEffect, useState } from "react";
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";

import { Icon } from "../parts/icon.tsx";
import { Logo } from "../parts/logo.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useShift } from "../session/operator.ts";
import type { Preferences } from "../session/preferences.ts";
import { useWords } from "../words/words.ts";
import { Clock } from "./clock.tsx";
import { EngineClockContext } from "./engine-clock.ts";
import { aheadOf } from "./engine-time.ts";
import { addressOf, useRoute } from "./route.ts";
import { screens } from "./screens.ts";
import { StatusStrip } from "./status-strip.tsx";
import "./frame.css";

export interface FrameActions {
  readonly lock: () => void;
  readonly signOut: () => void;
  readonly change: (change: Partial<Preferences>) => void;
}

/** The frame around every screen: where one is, how the machine stands, who works. */
export function Frame({
  preferences,
  actions,
}: {
  readonly preferences: Preferences;
  readonly actions: FrameActions;
}) {
  const words = useWords();
  const { operator } = useShift();
  const route = useRoute();
  const state = useVerb("deskState", {}, { everyMs: 5000 });
  const institution = useVerb("institution", {});
  const [aheadMs, setAheadMs] = useState(0);
  const now = state.data?.now;
  useEffect(() => {
    if (now !== undefined) setAheadMs(aheadOf(now));
  }, [now]);
  const mine = screens.filter(({ roles }) => roles.includes(operator.role));
  const shown = screens.find(({ id }) => id === (route[0] ?? mine[0]?.id));
  return (
    <EngineClockContext value={aheadMs}>
      <div className="frame" data-demo={state.data?.demo === true ? "" : undefined}>
        <a className="frame-skip" href="#content">
          {words.shell.skipToContent}
        </a>
        <header className="frame-head">
          <Logo />
          <span className="frame-institution">{institution.data?.name ?? words.common.product}</span>
          <StatusStrip state={state.data} isLost={state.isError || state.failureCount > 0} />
          <span className="frame-space" />
          <Clock aheadMs={aheadMs} />
          <OperatorMenu preferences={preferences} actions={actions} />
        </header>
        <nav className="frame-rail" aria-label={words.shell.screens}>
          {mine.map(({ id, icon }) => (
            <a key={id} href={addressOf(id)} aria-current={id === shown?.id ? "page" : undefined}>
              <Icon name={icon} />
              {words.shell.screenNames[id]}
            </a>
          ))}
        </nav>
        <main className="frame-content" id="content">
          {shown === undefined ? (
            <p className="frame-nowhere">
              {words.shell.notFound} <a href={addressOf("desk")}>{words.shell.toDesk}</a>
            </p>
          ) : (
            <Suspense fallback={<p className="frame-nowhere">{words.common.loading}</p>}>
              <shown.Component />
            </Suspense>
          )}
        </main>
      </div>
    </EngineClockContext>
  );
}

function OperatorMenu({
  preferences,
  actions,
}: {
  readonly preferences: Preferences;
  readonly actions: FrameActions;
}) {
  const { shell } = useWords();
  const { operator, desk } = useShift();
  const { largeType, highContrast, language } = preferences;
  const run = {
    lock: actions.lock,
    language: () => actions.change({ language: language === "zh" ? "en" : "zh" }),
    largeType: () => actions.change({ largeType: !largeType }),
    highContrast: () => actions.change({ highContrast: !highContrast }),
    signOut: actions.signOut,
  };
  const isOn = { largeType, highContrast };
  return (
    <MenuTrigger>
      <AriaButton className="frame-operator">
        <Icon name="person" />
        {shell.menu.operator(operator.name, shell.roles[operator.role])}
        <span className="frame-desk">{desk}</span>
      </AriaButton>
      <Popover className="menu-popover" placement="bottom end">
        <Menu className="menu" aria-label={shell.menu.title}>
          {(["lock", "language", "largeType", "highContrast", "signOut"] as const).map((id) => (
            <MenuItem key={id} className="menu-item" onAction={run[id]} textValue={shell.menu[id]}>
              <span className="menu-mark">
                {(id === "largeType" || id === "highContrast") && isOn[id] ? <Icon name="check" /> : null}
              </span>
              {shell.menu[id]}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
