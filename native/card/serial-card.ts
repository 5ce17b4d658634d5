import type { CardEvent } from "../../src/scan/device-event.ts";
import type { Framing } from "../../src/scan/framing.ts";
import type { ByteReaderParts } from "../byte-reader.ts";
import { openByteReader } from "../byte-reader.ts";
import type { KeptOpen } from "../keep-open.ts";
import type { Frame } from "../scanner/framer.ts";
import { openTextReader } from "../scanner/read-text.ts";
import { streamCutter } from "../scanner/scanner.ts";
import { cardEvent } from "./card-events.ts";
import type { CardResult } from "./card-fields.ts";
import { parseCardBytes, parseCardText } from "./card-string.ts";
import { parseIdCardText } from "./id-card-string.ts";

export interface SerialCardParts extends Pick<ByteReaderParts, "driver" | "emit" | "look"> {
  readonly device: string;
  readonly framing: Framing;
}

/** A reader that sends the text of a card down a serial line: no card comes or goes, it is only read. */
export function openSerialCard({ device, framing, ...parts }: SerialCardParts): KeptOpen {
  const eventOf = openCardFrames(device);
  return openByteReader({
    ...parts,
    cutter: streamCutter(framing),
    about: { device, kind: "cardReader", simulated: false },
    eventOf: (frame, { wall }) => eventOf(frame, wall),
  });
}

/** Makes the event of a frame: a card that was read, or why it could not be. */
export function openCardFrames(device: string): (frame: Frame, at: number) => CardEvent {
  const read = openTextReader("auto");
  return ({ bytes, ending }, at) => {
    const cut = endings[ending];
    const result = cut === null ? resultOf(bytes, read) : wrong(cut);
    return cardEvent({ device, at, simulated: false }, result);
  };
}

const endings: Readonly<Record<Frame["ending"], string | null>> = {
  end: null,
  idle: null,
  tooLong: "内容过长，已截断",
  stray: "起始符之前的字节",
  cut: "设备在传输中断开",
};

function resultOf(bytes: Uint8Array, read: (bytes: Uint8Array) => string | null): CardResult {
  const text = read(bytes);
  if (text === null) return parseCardBytes(bytes);
  // Nine fields, the number in the sixth place: an identity card. A 社会保障卡 begins with its region.
  const sixth = text.split("|")[5]?.trim() ?? "";
  return /^\d{17}[\dXx]$/.test(sixth) ? parseIdCardText(text) : parseCardText(text);
}

function wrong(reason: string): CardResult {
  return { ok: false, faults: [{ field: "整串", reason }] };
}
