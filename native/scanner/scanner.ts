import type { Framing } from "../../src/scan/framing.ts";
import type { Driver } from "../device-driver.ts";
import type { DeviceEvent } from "../device-event.ts";
import type { KeptOpen } from "../keep-open.ts";
import { keepOpen } from "../keep-open.ts";
import type { Frame } from "./framer.ts";
import { openFramer } from "./framer.ts";
import { openHidAssembler } from "./hid-assembler.ts";
import type { HidLayout } from "./hid-layout.ts";
import type { DeskScans, FrameSource } from "./scan-line.ts";
import { eventOfFrame } from "./scan-line.ts";

/** Cuts what a driver gives into codes: a stream by its framing, reports by their layout. */
export interface Cutter {
  readonly feed: (chunk: Uint8Array, now: number) => readonly Frame[];
  readonly idle: (now: number) => readonly Frame[];
  readonly deadline: () => number | null;
  readonly cut: () => readonly Frame[];
}

/** Looks at a scanner's bytes beside the line: diagnosis, learning. */
export interface Looker {
  readonly bytes: (device: string, chunk: Uint8Array, now: number) => void;
  readonly frame: (device: string, frame: Frame, now: number) => void;
}

export interface ScannerParts {
  readonly driver: Driver;
  readonly cutter: () => Cutter;
  readonly source: FrameSource;
  readonly desk: DeskScans;
  readonly emit: (event: DeviceEvent) => void;
  readonly look: Looker;
}

/** Runs one scanner: bytes in, events out, from the moment it is wanted until it is closed. */
export function openScanner({ driver, cutter, source, desk, emit, look }: ScannerParts): KeptOpen {
  let cutting = cutter();
  let timer: NodeJS.Timeout | null = null;
  const tell = (frames: readonly Frame[]): void => {
    const now = performance.now();
    for (const frame of frames) {
      look.frame(source.device, frame, now);
      const event = eventOfFrame(desk, source, frame, { now, wall: Date.now() });
      if (event !== null) emit(event);
    }
  };
  const arm = (): void => {
    if (timer !== null) clearTimeout(timer);
    const deadline = cutting.deadline();
    // A millisecond more: a timer may ring a little early, and would ring again.
    timer = deadline === null ? null : setTimeout(onIdle, Math.max(1, deadline - performance.now() + 1));
  };
  const onIdle = (): void => {
    timer = null;
    tell(cutting.idle(performance.now()));
    arm();
  };
  const kept = keepOpen(driver, {
    bytes: (chunk) => {
      const now = performance.now();
      look.bytes(source.device, chunk, now);
      tell(cutting.feed(chunk, now));
      arm();
    },
    state: (state, reason) => {
      // What was cut off with the cable belongs to no later scan. Opening anew also knows the layout of reports anew.
      tell(cutting.cut());
      cutting = cutter();
      arm();
      const { device, simulated } = source;
      emit({ event: "state", device, at: Date.now(), kind: "scanner", state, reason, simulated });
    },
  });
  return {
    nudge: kept.nudge,
    close: async () => {
      await kept.close();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

export function streamCutter(framing: Framing): () => Cutter {
  return () => openFramer(framing);
}

/** @param layout  asked at each opening */
export function reportCutter(layout: () => HidLayout): () => Cutter {
  return () => openHidAssembler(layout());
}
