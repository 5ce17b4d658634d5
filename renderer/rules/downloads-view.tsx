import { useState } from "react";

import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { usePicked } from "../parts/use-picked.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { useWords } from "../words/words.ts";
import { CataloguesTable } from "./catalogues-table.tsx";
import type { Download } from "./download-mark.tsx";
import { DownloadMark, momentOf } from "./download-mark.tsx";
import { DownloadSide } from "./download-side.tsx";
import type { Deed } from "./deed-sheet.tsx";
import { DeedSheet } from "./deed-sheet.tsx";
import { GetBar } from "./get-bar.tsx";
import { SignerCard } from "./signer-card.tsx";

/** What has come from the centre, from a file or from this desk: looked at, then taken into use, taken back or put away. */
export function DownloadsView() {
  const { rules, common } = useWords();
  const { downloads: words } = rules;
  const read = useVerb("rulesDownloads", {}, { everyMs: 3000 });
  const rows = (read.data ?? []).toReversed();
  const picked = usePicked(rows, ({ id }) => id);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [deeds, setDeeds] = useState(0);
  const begin = (next: Deed): void => {
    setDeed(next);
    setDeeds((before) => before + 1);
  };
  const columns = useColumns();
  return (
    <div className="page-halves rules-halves">
      <section
        className="page-list rules-downloads"
        aria-label={rules.tabs.downloads}
        onKeyDown={picked.onKeyDown}
      >
        <SignerCard />
        {/* What it last said of a download is past as soon as something is done with one. */}
        <GetBar key={deeds} />
        {read.error === null ? null : <Trouble refusal={read.error.refusal} safe={rules.unchanged} />}
        <PlainTable
          label={words.list}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          empty={read.isPending ? common.loading : words.none}
          chosen={picked.key}
          onChoose={picked.pick}
        />
        <CataloguesTable onDeed={begin} />
      </section>
      <section className="page-side" tabIndex={0} aria-label={words.side}>
        {picked.row === undefined ? (
          <p className="page-hint">{words.none}</p>
        ) : (
          <DownloadSide key={picked.row.id} download={picked.row} onDeed={begin} />
        )}
      </section>
      {deed === null ? null : <DeedSheet deed={deed} onClose={() => setDeed(null)} />}
    </div>
  );
}

function useColumns(): readonly Column<Download>[] {
  const { downloads: words } = useWords().rules;
  return [
    {
      id: "what",
      title: words.what,
      cell: ({ files }) =>
        files.map(({ kind, id, sha256 }) => (
          <span className="rules-file" key={sha256}>
            {words.kinds[kind]} <span className="mono">{id}</span>
          </span>
        )),
    },
    { id: "source", title: words.source, cell: ({ source }) => words.sources[source] },
    {
      id: "effective",
      title: words.effective,
      cell: ({ effectiveFrom }) => <span className="rules-day">{momentOf(effectiveFrom)}</span>,
    },
    { id: "state", title: words.state, cell: ({ state }) => <DownloadMark state={state} /> },
  ];
}
