import { useEffect, useRef, useState } from "react";

import type { Hear } from "../scan/use-hearing.ts";
import { useHearing } from "../scan/use-hearing.ts";
import { useWords } from "../words/words.ts";
import { DeskKeys } from "./desk-keys.tsx";
import { DeskSheet } from "./desk-sheet.tsx";
import type { SheetName } from "./desk-sheet.tsx";
import { ItemTable } from "./item-table.tsx";
import { NoticeBar } from "./notice-bar.tsx";
import { PersonCard } from "./person-card.tsx";
import { LineBanner } from "./line-banner.tsx";
import { ResettleSheet } from "./resettle-sheet.tsx";
import { ResultPanel } from "./result-panel.tsx";
import { ScanBar } from "./scan-bar.tsx";
import { SplitPanel } from "./split-panel.tsx";
import type { Desk } from "./use-desk.ts";
import { useDesk } from "./use-desk.ts";
import "./desk.css";

/** The desk: where bills are rung up and settled. Everything on it is reached by keyboard. */
export function DeskScreen() {
  const words = useWords();
  const desk = useDesk();
  const [sheet, setSheet] = useState<SheetName | null>(null);
  const scanField = useRef<HTMLInputElement>(null);
  const givenField = useRef<HTMLInputElement>(null);
  // A field that is gone takes the focus with it: the next customer's letters are to fall into this one.
  const isDone = desk.phase.is === "done";
  useEffect(() => {
    if (isDone) scanField.current?.focus();
  }, [isDone]);
  const hear = useHearing(({ text, readings }) => {
    desk.take(text, readings);
    scanField.current?.focus();
  });
  const toScan = (): void => scanField.current?.focus();
  return (
    <div className="desk">
      <h1 className="out-of-sight">{words.desk.title}</h1>
      <LineBanner desk={desk} />
      <PersonCard desk={desk} />
      <section className="desk-middle" aria-label={words.desk.scan.label}>
        <ScanBar desk={desk} inputRef={scanField} />
        <NoticeBar desk={desk} />
        <ItemTable desk={desk} onOpen={setSheet} />
      </section>
      {desk.phase.is === "done" ? (
        <ResultPanel desk={desk} phase={desk.phase} />
      ) : (
        <SplitPanel
          desk={desk}
          givenRef={givenField}
          onExplain={(part) => setSheet({ is: "explain", part })}
          onMix={() => setSheet({ is: "mixed" })}
        />
      )}
      <DeskKeys
        desk={desk}
        open={setSheet}
        focusScan={toScan}
        focusGiven={() => givenField.current?.focus()}
      />
      <Sheets desk={desk} sheet={sheet} close={() => setSheet(null)} hear={hear} toScan={toScan} />
    </div>
  );
}

function Sheets({
  desk,
  sheet,
  close,
  hear,
  toScan,
}: {
  readonly desk: Desk;
  readonly sheet: SheetName | null;
  readonly close: () => void;
  readonly hear: Hear;
  readonly toScan: () => void;
}) {
  return (
    <>
      {desk.resettling === null ? null : (
        <ResettleSheet
          code={desk.resettling}
          hear={hear}
          onClose={() => {
            desk.endResettling();
            toScan();
          }}
        />
      )}
      {sheet === null ? null : (
        <DeskSheet
          desk={desk}
          sheet={sheet}
          hear={hear}
          onClose={() => {
            close();
            toScan();
          }}
        />
      )}
    </>
  );
}
