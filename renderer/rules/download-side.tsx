import { Button } from "../parts/button.tsx";
import { Facts } from "../parts/facts.tsx";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import { useWords } from "../words/words.ts";
import { ChangesList } from "./changes-list.tsx";
import type { Deed } from "./deed-sheet.tsx";
import type { Download } from "./download-mark.tsx";
import { DownloadMark, momentOf } from "./download-mark.tsx";
import { ImpactPanel } from "./impact-panel.tsx";
import { useMayChange } from "./use-may-change.ts";

/** One download: what it is, what may be done with it, what it would change. */
export function DownloadSide({
  download,
  onDeed,
}: {
  readonly download: Download;
  readonly onDeed: (deed: Deed) => void;
}) {
  const { rules } = useWords();
  const { downloads: words } = rules;
  const mayChange = useMayChange();
  const { id, files, state, stagedAt, effectiveFrom, decided, source } = download;
  const title = files.map((file) => `${words.kinds[file.kind]} ${file.id}`).join(rules.says.and);
  const isWaiting = state === "staged" || state === "scheduled";
  const isLater = effectiveFrom.slice(0, 19) > shanghaiNow(useEngineClock()).slice(0, 19);
  const on = (does: Deed["does"]) => () => onDeed({ of: "rules", does, id, title, effectiveFrom });
  return (
    <>
      <div>
        <h2 className="page-title">{title}</h2>
        <p>
          <DownloadMark state={state} />
        </p>
        <Facts
          of={[
            [words.source, words.sources[source]],
            [words.stagedAt, momentOf(stagedAt)],
            [words.effective, momentOf(effectiveFrom)],
            [
              words.decided,
              decided === null ? null : words.decidedBy(momentOf(decided.at), decided.operator),
            ],
            [
              words.signature,
              files.every(({ signature }) => signature !== null) ? words.signed : words.unsigned,
            ],
            [
              words.fingerprint,
              <span className="mono">{files.map(({ sha256 }) => sha256.slice(0, 16)).join(" ")}</span>,
            ],
          ]}
        />
      </div>
      {mayChange ? (
        <div className="page-row">
          {isWaiting ? (
            <Button look="accent" onPress={on("activate")} isDisabled={state === "scheduled"}>
              {isLater ? words.schedule : words.activate}
            </Button>
          ) : null}
          {state === "active" ? <Button onPress={on("rollBack")}>{words.rollBack}</Button> : null}
          {isWaiting ? <Button onPress={on("discard")}>{words.discard}</Button> : null}
        </div>
      ) : (
        <p className="page-hint">{rules.readOnly}</p>
      )}
      {isWaiting ? <ImpactPanel downloadId={id} /> : null}
      {isWaiting ? <ChangesList id={id} /> : null}
    </>
  );
}
