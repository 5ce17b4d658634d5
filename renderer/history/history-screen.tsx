import type { KeyboardEvent } from "react";
import { useRef, useState } from "react";

import { ExplainSheet } from "../desk/explain-sheet.tsx";
import { ResettleSheet } from "../desk/resettle-sheet.tsx";
import type { SplitPart } from "../desk/split-parts.ts";
import { ExportSheet } from "../exports/export-sheet.tsx";
import { FunctionKeys } from "../parts/function-keys.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Trouble } from "../parts/trouble.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { useHearing } from "../scan/use-hearing.ts";
import { useShift } from "../session/operator.ts";
import type { Hear } from "../scan/use-hearing.ts";
import { useWords } from "../words/words.ts";
import type { Detail } from "./history-detail.tsx";
import { HistoryDetail } from "./history-detail.tsx";
import { HistoryList } from "./history-list.tsx";
import { HistorySearch } from "./history-search.tsx";
import { RefundSheet } from "./refund-sheet.tsx";
import { ReverseSheet } from "./reverse-sheet.tsx";
import { SlipSheet } from "./slip-sheet.tsx";
import { useChosen } from "./use-chosen.ts";
import { useSearch } from "./use-search.ts";
import "../desk/desk.css";
import "./history.css";

type Sheet =
  | { readonly is: "slip" | "refund" | "reverse" | "resettle" }
  | { readonly is: "export" }
  | { readonly is: "explain"; readonly part: SplitPart };

/** What was settled: found, read, printed again, taken back. */
export function HistoryScreen() {
  const words = useWords();
  const finding = useSearch();
  const { chosen, choose, step } = useChosen(finding.rows);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const textField = useRef<HTMLInputElement>(null);
  const region = useRef<HTMLElement>(null);
  const read = useVerb("settlementDetail", { settlementId: chosen ?? "-" }, { enabled: chosen !== null });
  const detail = chosen === null ? undefined : read.data;
  const refusal = finding.refusal ?? (chosen === null ? null : (read.error?.refusal ?? null));
  const hear = useHearing((scanned) => inBackground(finding.find(scanned)));
  const toText = (): void => {
    textField.current?.focus();
    textField.current?.select();
  };
  const close = (): void => {
    setSheet(null);
    toText();
  };
  return (
    <div className="history">
      <h1 className="out-of-sight">{words.history.title}</h1>
      <section
        className="history-find"
        aria-label={words.history.search.title}
        onKeyDown={(event) => onListKey(event, { step, enter: () => region.current?.focus() })}
      >
        <HistorySearch finding={finding} textRef={textField} />
        {refusal === null ? null : <Trouble refusal={refusal} />}
        <HistoryList finding={finding} chosen={chosen} onChoose={choose} />
      </section>
      {detail === undefined ? (
        <Nothing />
      ) : (
        <HistoryDetail
          detail={detail}
          regionRef={region}
          onExplain={(part) => setSheet({ is: "explain", part })}
          onOpen={choose}
        />
      )}
      <Keys detail={detail} open={setSheet} focusFind={toText} />
      {sheet?.is === "export" ? (
        <ExportSheet sorts={["settlements", "lines"]} from={finding.day} onClose={close} />
      ) : null}
      {detail === undefined || sheet === null || sheet.is === "export" ? null : (
        <OpenSheet
          // Another settlement is another deed, with a key of its own.
          key={detail.settlement.settlementId}
          sheet={sheet}
          detail={detail}
          onBooked={finding.refresh}
          choose={choose}
          hear={hear}
          onClose={close}
        />
      )}
    </div>
  );
}

/** Arrows go through the list where nothing else wants them: not in a date, not in a choice. */
function onListKey(
  event: KeyboardEvent,
  { step, enter }: { readonly step: (by: 1 | -1) => void; readonly enter: () => void },
): void {
  const { key, target } = event;
  const isDate = target instanceof HTMLInputElement && target.type === "date";
  if (isDate || target instanceof HTMLSelectElement) return;
  if (key === "Enter" && target instanceof HTMLDivElement) return enter();
  if (key !== "ArrowDown" && key !== "ArrowUp") return;
  event.preventDefault();
  step(key === "ArrowDown" ? 1 : -1);
}

function Nothing() {
  const { detail } = useWords().history;
  return (
    <section className="history-detail history-nothing" aria-label={detail.title}>
      <p>{detail.choose}</p>
      <p>{detail.chooseHint}</p>
    </section>
  );
}

function Keys({
  detail,
  open,
  focusFind,
}: {
  readonly detail: Detail | undefined;
  readonly open: (sheet: Sheet) => void;
  readonly focusFind: () => void;
}) {
  const { history, exports } = useWords();
  const { keys, keysTitle } = history;
  const { operator } = useShift();
  const isRead = detail === undefined;
  const settlement = detail?.settlement;
  const stands = settlement?.kind === "sale" && settlement.reversedBy === null;
  const mayChange = stands && operator.role !== "auditor";
  return (
    <FunctionKeys
      label={keysTitle}
      keys={[
        { key: "F2", label: keys.find, run: focusFind },
        { key: "F3", label: exports.key, run: () => open({ is: "export" }) },
        { key: "F4", label: keys.slip, run: () => open({ is: "slip" }), isDisabled: isRead },
        {
          key: "F6",
          label: keys.explain,
          run: () => open({ is: "explain", part: "total" }),
          isDisabled: isRead,
        },
        { key: "F7", label: keys.refund, run: () => open({ is: "refund" }), isDisabled: !mayChange },
        { key: "F8", label: keys.reverse, run: () => open({ is: "reverse" }), isDisabled: !mayChange },
        {
          key: "F9",
          label: keys.resettle,
          run: () => open({ is: "resettle" }),
          isDisabled: !mayChange || settlement.mode !== "cash",
        },
      ]}
    />
  );
}

function OpenSheet({
  sheet,
  detail,
  choose,
  hear,
  ...given
}: {
  readonly sheet: Exclude<Sheet, { readonly is: "export" }>;
  readonly detail: Detail;
  readonly choose: (settlementId: string) => void;
  readonly hear: Hear;
  readonly onBooked: () => void;
  readonly onClose: () => void;
}) {
  const { operator } = useShift();
  const { settlementId, settlement } = detail.settlement;
  const onOpen = (id: string): void => {
    given.onClose();
    choose(id);
  };
  const on = { ...given, onOpen };
  switch (sheet.is) {
    case "slip":
      return (
        <SlipSheet settlementId={settlementId} mayPrint={operator.role !== "auditor"} onClose={on.onClose} />
      );
    case "refund":
      return <RefundSheet detail={detail} {...on} />;
    case "reverse":
      return <ReverseSheet detail={detail} {...on} />;
    case "resettle":
      return <ResettleSheet code={detail.settlement.resettleCode ?? ""} hear={hear} {...given} />;
    case "explain":
      return <ExplainSheet settlement={settlement} part={sheet.part} onClose={on.onClose} />;
  }
}
