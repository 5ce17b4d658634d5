import type { DeviceEvent, StateEvent } from "../src/scan/device-event.ts";
import type { Driver } from "./device-driver.ts";
import type { KeptOpen } from "./keep-open.ts";
import { keepOpen } from "./keep-open.ts";
import type { Frame } from "./scanner/framer.ts";

/** Cuts what a driver gives into codes: a stream by its framing, reports by their layout. */
export interface Cutter {
  readonly feed: (chunk: Uint8Array, now: number) => readonly Frame[];
  readonly idle: (now: number) => readonly Frame[];
  readonly deadline: () => number | null;
  readonly cut: () => readonly Frame[];
}

/** Looks at a device's bytes beside the line: diagnosis, learning. */
export interface Looker {
  readonly bytes: (device: string, chunk: Uint8Array, now: number) => void;
  readonly frame: (device: string, frame: Frame, now: number) => void;
}

export interface ByteReaderParts {
  readonly driver: Driver;
  readonly cutter: () => Cutter;
  readonly about: Pick<StateEvent, "device" | "kind" | "simulated">;
  /** The event of a frame, or null where it is none. `now` is on the clock of the frame, `wall` ms since 1970. */
  readonly eventOf: (
    frame: Frame,
    clocks: { readonly now: number; readonly wall: number },
  ) => DeviceEvent | null;
  readonly emit: (event: DeviceEvent) => void;
  readonly look: Looker;
}

/** Runs one device that sends bytes: bytes in, events out, from the moment it is wanted until it is closed. */
export function openByteReader({ driver, cutter, about, eventOf, emit, look }: ByteReaderParts): KeptOpen {
  let cutting = cutter();
  let timer: NodeJS.Timeout | null = null;
  const tell = (frames: readonly Frame[]): void => {
    const now = performance.now();
    for (const frame of frames) {
      look.frame(about.device, frame, now);
      const event = eventOf(frame, { now, wall: Date.now() });
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
      look.bytes(about.device, chunk, now);
      tell(cutting.feed(chunk, now));
      arm();
    },
    state: (state, reason) => {
      // What was cut off with the cable belongs to no later scan. Opening anew also knows the layout of reports anew.
      tell(cutting.cut());
      cutting = cutter();
      arm();
      emit({ event: "state", at: Date.now(), state, reason, ...about });
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
