import { Button } from "../parts/button.tsx";
import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { wordOf } from "../words/word-of.ts";
import type { Words } from "../words/words.ts";
import { useWords } from "../words/words.ts";
import type { Deed } from "./deed-sheet.tsx";
import type { Catalogue } from "./download-mark.tsx";
import { CatalogueMark, momentOf } from "./download-mark.tsx";
import { useMayChange } from "./use-may-change.ts";

/** Catalogues that have come, how far each is, and what can be done with it. */
export function CataloguesTable({ onDeed }: { readonly onDeed: (deed: Deed) => void }) {
  const { catalogue: words } = useWords().rules;
  const read = useVerb("catalogueDownloads", {}, { everyMs: 2000 });
  const columns = useColumns(onDeed);
  const rows = (read.data ?? []).toReversed();
  return (
    <section className="rules-catalogues" aria-labelledby="rules-catalogues">
      <h2 id="rules-catalogues" className="page-title">
        {words.title}
      </h2>
      {rows.length === 0 ? (
        <p className="page-hint">{words.none}</p>
      ) : (
        <PlainTable
          label={words.list}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          empty={words.none}
        />
      )}
    </section>
  );
}

function useColumns(onDeed: (deed: Deed) => void): readonly Column<Catalogue>[] {
  const { rules } = useWords();
  const { catalogue: words, downloads } = rules;
  const mayChange = useMayChange();
  const titleOf = ({ infno, version }: Catalogue): string => `${wordOf(words.names, infno)} ${version}`;
  return [
    { id: "what", title: words.what, cell: (one) => titleOf(one) },
    {
      id: "rows",
      title: words.rows,
      cell: ({ rows, added, changed }) => words.rowsOf(rows, added, changed),
    },
    {
      id: "state",
      title: downloads.state,
      cell: (one) => (
        <>
          <CatalogueMark state={one.state} />
          <span className="page-small">{progressOf(words, one)}</span>
        </>
      ),
    },
    ...(mayChange
      ? [
          {
            id: "deed",
            title: words.deed,
            cell: (one: Catalogue) => (
              <span className="page-row">
                {deedsOf(one.state).map((does) => (
                  <Button
                    key={does}
                    label={`${downloads[does]} ${titleOf(one)}`}
                    onPress={() =>
                      onDeed({ of: "catalogue", does, id: one.id, title: titleOf(one), effectiveFrom: "" })
                    }
                  >
                    {downloads[does]}
                  </Button>
                ))}
              </span>
            ),
          },
        ]
      : []),
  ];
}

/** How far it is; nothing of what is prepared is in use before all of it is. */
function progressOf(words: Words["rules"]["catalogue"], { state, done, rows, stagedAt }: Catalogue): string {
  switch (state) {
    case "receiving":
    case "discarding":
      return words.progress(done, rows);
    case "applying":
      return words.preparing(done, rows);
    case "rollingBack":
      return words.preparingBack(rows - done, rows);
    case "staged":
    case "active":
    case "rolledBack":
    case "discarded":
      return momentOf(stagedAt);
  }
}

function deedsOf(state: Catalogue["state"]): readonly Deed["does"][] {
  if (state === "staged") return ["activate", "discard"];
  return state === "active" ? ["rollBack"] : [];
}
