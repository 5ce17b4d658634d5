import { useRef, useState } from "react";
import type { Key } from "react-aria-components";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";

import { FunctionKeys } from "../parts/function-keys.tsx";
import { useWords } from "../words/words.ts";
import { CalendarView } from "./calendar-view.tsx";
import { DownloadsView } from "./downloads-view.tsx";
import { UnknownView } from "./unknown-view.tsx";
import { ValuesView } from "./values-view.tsx";
import "../parts/page.css";
import "./rules.css";

const views = ["values", "calendar", "unknown", "downloads"] as const;
type View = (typeof views)[number];
const keyOf: Readonly<Record<View, string>> = {
  values: "F4",
  calendar: "F6",
  unknown: "F7",
  downloads: "F8",
};

/** The rules that are settled by: what is in force, what changes when, what nobody has told, what has come. */
export function RulesScreen() {
  const { rules: words } = useWords();
  const [view, setView] = useState<View>("values");
  const finder = useRef<HTMLInputElement>(null);
  const tabs = useRef<HTMLDivElement>(null);
  const choose = (key: Key): void => setView(views.find((one) => one === key) ?? "values");
  const open = (next: View): void => {
    setView(next);
    // Whoever comes by a function key goes on from the tab that is open now.
    tabs.current?.querySelectorAll<HTMLElement>("[role=tab]")[views.indexOf(next)]?.focus();
  };
  return (
    <div className="page">
      <h1 className="out-of-sight">{words.title}</h1>
      <Tabs className="rules-tabs" selectedKey={view} onSelectionChange={choose}>
        <TabList className="rules-tab-list" aria-label={words.tabsTitle} ref={tabs}>
          {views.map((one) => (
            <Tab key={one} id={one} className="rules-tab">
              {words.tabs[one]}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="values" className="rules-panel">
          <ValuesView finder={finder} />
        </TabPanel>
        <TabPanel id="calendar" className="rules-panel">
          <CalendarView />
        </TabPanel>
        <TabPanel id="unknown" className="rules-panel">
          <UnknownView onSaved={() => open("downloads")} />
        </TabPanel>
        <TabPanel id="downloads" className="rules-panel">
          <DownloadsView />
        </TabPanel>
      </Tabs>
      <FunctionKeys
        label={words.keysTitle}
        keys={[
          {
            key: "F2",
            label: words.keys.find,
            run: () => finder.current?.focus(),
            isDisabled: view !== "values",
          },
          ...views.map((one) => ({ key: keyOf[one], label: words.keys[one], run: () => open(one) })),
        ]}
      />
    </div>
  );
}
