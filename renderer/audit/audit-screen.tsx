import { useRef, useState } from "react";

import { ExportSheet } from "../exports/export-sheet.tsx";
import { Button } from "../parts/button.tsx";
import { FunctionKeys } from "../parts/function-keys.tsx";
import { inBackground } from "../parts/in-background.ts";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePicked } from "../parts/use-picked.ts";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import { useWords } from "../words/words.ts";
import { actionName } from "./action-name.ts";
import { AuditDetail } from "./audit-detail.tsx";
import { AuditFilterRow } from "./audit-filter.tsx";
import { ChainPanel } from "./chain-panel.tsx";
import type { AuditFilter, Entry } from "./use-audit.ts";
import { useAudit } from "./use-audit.ts";
import { useChain } from "./use-chain.ts";
import "../parts/page.css";
import "./audit.css";

const everything: AuditFilter = { day: "", operator: "", action: "" };

/** Who did what and when, and whether the chain that says so is whole. */
export function AuditScreen() {
  const { audit: words, exports, common } = useWords();
  const [filter, setFilter] = useState(everything);
  const found = useAudit(filter);
  const picked = usePicked(found.entries, ({ number }) => String(number));
  const chain = useChain();
  const dayField = useRef<HTMLInputElement>(null);
  const aheadMs = useEngineClock();
  const [isExporting, setExporting] = useState(false);
  return (
    <div className="page">
      <h1 className="out-of-sight">{words.title}</h1>
      <div className="page-halves">
        <section className="page-list" aria-label={words.list.section} onKeyDown={picked.onKeyDown}>
          <AuditFilterRow
            filter={filter}
            change={(change) => setFilter((now) => ({ ...now, ...change }))}
            dayRef={dayField}
          />
          {found.refusal === null ? null : <Trouble refusal={found.refusal} safe={words.chain.safe} />}
          <EntryTable found={found} picked={picked} empty={found.isBusy ? common.loading : words.list.none} />
          {found.next === null ? null : (
            <p className="page-row">
              <span className="page-hint">{words.list.until(found.next)}</span>
              <Button onPress={() => inBackground(found.goOn())}>{words.list.more}</Button>
            </p>
          )}
        </section>
        <section className="page-side" tabIndex={0} aria-label={words.sideTitle}>
          <ChainPanel state={chain.state} onStop={chain.stop} />
          <AuditDetail entry={picked.row} />
        </section>
      </div>
      <FunctionKeys
        label={words.keysTitle}
        keys={[
          { key: "F2", label: words.keys.find, run: () => dayField.current?.focus() },
          { key: "F3", label: exports.key, run: () => setExporting(true) },
          { key: "F4", label: words.keys.all, run: () => setFilter(everything) },
          {
            key: "F8",
            label: words.keys.check,
            run: () => inBackground(chain.check()),
            isDisabled: chain.state.is === "checking",
          },
        ]}
      />
      {isExporting ? (
        <ExportSheet
          sorts={["audit"]}
          from={filter.day === "" ? shanghaiNow(aheadMs).slice(0, 10) : filter.day}
          onClose={() => setExporting(false)}
        />
      ) : null}
    </div>
  );
}

function EntryTable({
  found,
  picked,
  empty,
}: {
  readonly found: ReturnType<typeof useAudit>;
  readonly picked: ReturnType<typeof usePicked<Entry>>;
  readonly empty: string;
}) {
  const { audit: words } = useWords();
  const { list } = words;
  const columns: readonly Column<Entry>[] = [
    { id: "number", title: list.number, isNumber: true, cell: ({ number }) => number },
    { id: "at", title: list.at, cell: ({ at }) => at.slice(0, 19).replace("T", " ") },
    { id: "action", title: list.action, cell: ({ action }) => actionName(action, words.actions) },
    {
      id: "subject",
      title: list.subject,
      cell: ({ subject }) => <span className="page-small mono">{subject}</span>,
    },
    { id: "by", title: list.by, cell: ({ operator, desk }) => `${operator} · ${desk}` },
  ];
  return (
    <PlainTable
      label={list.title}
      columns={columns}
      rows={found.entries}
      keyOf={({ number }) => String(number)}
      chosen={picked.key}
      onChoose={picked.pick}
      empty={empty}
    />
  );
}
