import type { Framing } from "../../src/scan/framing.ts";
import type { ByteReaderParts, Cutter } from "../byte-reader.ts";
import { openByteReader } from "../byte-reader.ts";
import type { KeptOpen } from "../keep-open.ts";
import { openFramer } from "./framer.ts";
import { openHidAssembler } from "./hid-assembler.ts";
import type { HidLayout } from "./hid-layout.ts";
import type { DeskScans, FrameSource } from "./scan-line.ts";
import { eventOfFrame } from "./scan-line.ts";

export interface ScannerParts extends Omit<ByteReaderParts, "about" | "eventOf"> {
  readonly source: FrameSource;
  readonly desk: DeskScans;
}

/** Runs one scanner. */
export function openScanner({ source, desk, ...parts }: ScannerParts): KeptOpen {
  const { device, simulated } = source;
  return openByteReader({
    ...parts,
    about: { device, kind: "scanner", simulated },
    eventOf: (frame, clocks) => eventOfFrame(desk, source, frame, clocks),
  });
}

export function streamCutter(framing: Framing): () => Cutter {
  return () => openFramer(framing);
}

/** @param layout  asked at each opening */
export function reportCutter(layout: () => HidLayout): () => Cutter {
  return () => openHidAssembler(layout());
}
