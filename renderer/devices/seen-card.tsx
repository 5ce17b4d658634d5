import type { ReactNode } from "react";

import { readAim } from "../../src/scan/aim.ts";
import { classify } from "../../src/scan/classify.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import type { ScanContent } from "../../src/scan/scan-content.ts";
import { Facts } from "../parts/facts.tsx";
import { useWords } from "../words/words.ts";
import { readableBytes, spacedHex } from "./bytes-text.ts";
import { isSimulated } from "./device-row.ts";
import type { Seen, SeenAtPort, SeenTyped, Told } from "./seen-scan.ts";

/** One scan of the test, whole: bytes or keys, what was cut out of them, how long it took, what it was taken for. */
export function SeenCard({ seen, settings }: { readonly seen: Seen; readonly settings: DeviceSettings }) {
  const { devices: words } = useWords();
  const device = seen.by === "keys" ? null : settings.devices.find(({ id }) => id === seen.device);
  const name = seen.by === "keys" ? words.test.keyboard : seen.device;
  return (
    <article className="card">
      <h3>
        {words.test.number(seen.key)} · {name}{" "}
        {device !== null && device !== undefined && isSimulated(device) ? (
          <span className="tag tag-demo">{words.simulated}</span>
        ) : null}
      </h3>
      {seen.by === "keys" ? <Typed seen={seen} settings={settings} /> : <AtPort seen={seen} />}
    </article>
  );
}

function AtPort({ seen }: { readonly seen: SeenAtPort }) {
  const { test } = useWords().devices;
  const { hex, frames, told, fromMs, toMs } = seen;
  const isRepeat = told.length === 0 && frames.some(({ ending }) => ending === "end" || ending === "idle");
  return (
    <Facts
      of={[
        [
          test.taken,
          <Lines
            key="taken"
            of={isRepeat ? [test.repeat] : told.map((one) => <ToldLine key={one.at} told={one} />)}
          />,
        ],
        [
          test.bytes,
          hex === "" ? null : (
            <>
              <span className="mono devices-bytes">{spacedHex(hex)}</span>
              <span className="page-small mono">{readableBytes(hex)}</span>
            </>
          ),
        ],
        [
          test.frame,
          frames.length > 0 ? (
            <Lines
              of={frames.map(({ hex: cut, ending, fromMs: from, toMs: to }) =>
                test.frameOf(cut.length / 2, test.endings[ending], figure(to - from)),
              )}
            />
          ) : hex === "" ? null : (
            test.noFrame
          ),
        ],
        [
          test.took,
          <Lines
            key="took"
            of={[
              ...(fromMs === null || toMs === null ? [] : [test.bytesMs(figure(toMs - fromMs))]),
              ...told.flatMap((one) => (one.event === "scan" ? [test.eventMs(figure(one.tookMs))] : [])),
            ]}
          />,
        ],
      ]}
    />
  );
}

function Typed({
  seen: { text, pace },
  settings,
}: {
  readonly seen: SeenTyped;
  readonly settings: DeviceSettings;
}) {
  const { test, edit } = useWords().devices;
  const read = readAim(text);
  return (
    <Facts
      of={[
        [
          test.taken,
          <Content key="taken" content={classify(read, settings.rules)} symbology={read.symbology} />,
        ],
        [
          test.text,
          <span key="text" className="mono devices-bytes">
            {readable(text)}
          </span>,
        ],
        [
          test.bytes,
          <span key="bytes" className="mono devices-bytes">
            {spacedHex(hexOfText(text))}
          </span>,
        ],
        [
          test.pace,
          pace === null ? null : (
            <Lines
              of={[
                test.paceOf(figure(pace.meanMs), figure(pace.longestMs), figure(pace.totalMs)),
                test.suffixOf(edit.suffixes[pace.suffix ?? "none"]),
              ]}
            />
          ),
        ],
      ]}
    />
  );
}

function ToldLine({ told }: { readonly told: Told }) {
  const { test } = useWords().devices;
  switch (told.event) {
    case "scan":
      return <Content content={told.content} symbology={told.symbology} />;
    case "unreadable":
      return (
        <>
          {test.unreadable} · {told.reason}
        </>
      );
    case "card": {
      const number = told.card?.cardNo ?? told.card?.certNo ?? null;
      return [test.cards[told.change], number === null ? null : test.cardEnd(number.slice(-4)), told.reason]
        .filter((part) => part !== null)
        .join(" · ");
    }
  }
}

function Content({
  content,
  symbology,
}: {
  readonly content: ScanContent;
  readonly symbology: string | null;
}) {
  const { test } = useWords().devices;
  return (
    <>
      <strong>{test.contents[content.kind]}</strong>{" "}
      <span className="mono devices-bytes">{readable(content.text)}</span>
      {content.kind === "unknown" && content.reason !== null ? ` · ${content.reason}` : ""}
      {symbology === null ? "" : ` · ${test.symbology(symbology)}`}
    </>
  );
}

function Lines({ of }: { readonly of: readonly ReactNode[] }) {
  return of.map((line, at) => <div key={at}>{line}</div>);
}

/** Separators of fields write nothing by themselves: they are named. */
function readable(text: string): string {
  return Array.from(text, (sign) => (sign < " " ? readableBytes(hexOfText(sign)) : sign)).join("");
}

function hexOfText(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function figure(ms: number): string {
  return ms.toFixed(1);
}
