import type { ReactNode } from "react";

import type { AttachedDevice } from "../../src/scan/attached-device.ts";
import type { DeviceSetting } from "../../src/scan/device-settings.ts";
import { Facts } from "../parts/facts.tsx";
import { wordOf } from "../words/word-of.ts";
import type { Words } from "../words/words.ts";
import { useWords } from "../words/words.ts";
import { DeviceMark, SimulatedTag } from "./device-mark.tsx";
import type { DeviceRow } from "./device-row.ts";
import { isSimulated, placeOf, placeOfAttached, standingOf } from "./device-row.ts";
import { framingWords } from "./framing-words.ts";

type Fact = readonly [string, ReactNode];

/** The picked device: how it stands, what that means, how it is set up; below, what could not be listed. */
export function DeviceSide({
  row,
  unlisted,
}: {
  readonly row: DeviceRow | undefined;
  readonly unlisted: readonly Extract<AttachedDevice, { kind: "unlisted" }>[];
}) {
  const { devices: words } = useWords();
  return (
    <section className="page-side" tabIndex={0} aria-label={words.sideTitle}>
      {row === undefined ? null : <Picked row={row} />}
      {unlisted.length === 0 ? null : (
        <div>
          <h2 className="page-title">{words.unlisted}</h2>
          <Facts of={unlisted.map(({ what, reason }) => [words.unlistedKinds[what], reason])} />
        </div>
      )}
    </section>
  );
}

function Picked({ row }: { readonly row: DeviceRow }) {
  const { devices: words } = useWords();
  const standing = row.is === "set" ? standingOf(row.setting, row.state) : "attached";
  const since = row.is === "set" && row.state !== null ? timeOf(row.state.at) : null;
  return (
    <div className="devices-picked">
      <h2 className="page-title">
        {row.is === "set" ? row.setting.id : wordOf(words.attachedKinds, row.attached.kind)}{" "}
        <SimulatedTag row={row} />
      </h2>
      {row.is === "set" && isSimulated(row.setting) ? (
        <p className="devices-simulated">{words.simulatedHint}</p>
      ) : null}
      <div role="status">
        <DeviceMark row={row} />
        <p>{words.stands[standing]}</p>
      </div>
      <Facts
        of={[
          [words.facts.since, since],
          ...(row.is === "set" ? settingFacts(row.setting, words) : attachedFacts(row.attached, words)),
        ]}
      />
    </div>
  );
}

function settingFacts(setting: DeviceSetting, words: Words["devices"]): readonly Fact[] {
  const { facts, edit } = words;
  const about: readonly Fact[] = [
    [facts.kind, words.kinds[setting.kind]],
    [facts.place, placeOf(setting)],
  ];
  switch (setting.kind) {
    case "serialScanner":
    case "serialCard":
      return [
        ...about,
        [facts.line, lineWords(setting, edit.parities)],
        [facts.framing, framingWords(setting.framing, words.framing)],
        [facts.encoding, setting.kind === "serialCard" ? null : edit.encodings[setting.encoding]],
      ];
    case "hidScanner":
      return [...about, [facts.encoding, edit.encodings[setting.encoding]]];
    case "simulatedScanner":
      return [...about, [facts.framing, framingWords(setting.framing, words.framing)]];
    case "wedgeScanner": {
      const { gapMsMax, meanMsMax, suffix, prefix } = setting.profile;
      return [
        ...about,
        [facts.profile, facts.profileOf(gapMsMax, meanMsMax)],
        [edit.fields.suffix, edit.suffixes[suffix]],
        [edit.fields.wedgePrefix, prefix],
      ];
    }
    case "pcscReader":
      return setting.reader === null ? [...about, [facts.place, facts.anyReader]] : about;
    case "vendorDriver":
      return about;
    case "printer":
      return [
        ...about,
        [edit.fields.by, edit.ports[setting.port.by]],
        [facts.line, setting.port.by === "serial" ? lineWords(setting.port, edit.parities) : null],
        [facts.paper, facts.paperOf(setting.paper)],
        [facts.drawer, setting.drawer === null ? facts.noDrawer : facts.drawerOf(setting.drawer)],
      ];
  }
}

function attachedFacts(one: AttachedDevice, words: Words["devices"]): readonly Fact[] {
  const { facts, edit } = words;
  const place: Fact = [facts.place, placeOfAttached(one)];
  switch (one.kind) {
    case "serialPort":
    case "hidScanner": {
      const ids = one.vendorId === null ? null : `${one.vendorId}:${one.productId ?? ""}`;
      return [
        place,
        [facts.maker, one.manufacturer],
        [edit.fields.vendorId, ids],
        [edit.fields.serialNumber, one.serialNumber],
      ];
    }
    case "pcscReader":
      return [place, [facts.card, one.hasCard ? facts.hasCard : facts.noCard]];
    case "printerFile":
      return [place, ["", one.isWritable ? facts.writable : facts.notWritable]];
    case "unlisted":
      return [];
  }
}

interface SerialLine {
  readonly baudRate: number;
  readonly dataBits: number;
  readonly stopBits: number;
  readonly parity: keyof Words["devices"]["edit"]["parities"];
}

/** "9600 8-无-1", in the order of the manuals. */
function lineWords(line: SerialLine, parities: Words["devices"]["edit"]["parities"]): string {
  return `${line.baudRate} ${line.dataBits}-${parities[line.parity]}-${line.stopBits}`;
}

/** The moment as the clock on the wall has it. */
function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
}
