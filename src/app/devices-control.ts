import type { AttachedDevice } from "../scan/attached-device.ts";
import type { DeviceSettings } from "../scan/device-settings.ts";
import type { StateEvent } from "../scan/device-event.ts";
import type { Framing } from "../scan/framing.ts";
import type { PrintOutcome } from "../scan/print-outcome.ts";
import type { FeedPart } from "./device-feed.ts";

/** Bytes of one chunk, hex, and the ms at which they came. */
export interface ReadChunk {
  readonly hex: string;
  readonly ms: number;
}

export type LearntFraming =
  | { readonly ok: true; readonly framing: Framing; readonly codes: readonly string[] }
  | { readonly ok: false; readonly reason: string };

export interface SlipJob {
  readonly id: string;
  /** Empty: only the drawer. */
  readonly bytes: Uint8Array;
  readonly drawer: 2 | 5 | null;
}

/** What a simulated device is made to do. */
export type DeviceAct =
  { readonly kind: "send"; readonly hex: string } | { readonly kind: "unplug" | "plugIn" };

/** The devices of this machine, as the engine sees them; `main` ties them to the drivers. */
export interface DevicesControl {
  /**
   * What the devices of a desk tell, see `DeviceFeed`. A desk that is followed has its devices open; one that nobody
   * follows any more lets go of them.
   *
   * @param looks  bytes and frames as well
   */
  readonly follow: (question: {
    readonly desk: string;
    readonly after: string | null;
    readonly waitMs: number;
    readonly looks: boolean;
  }) => Promise<FeedPart>;
  /** The last state of each device of a desk; none are told of a desk that nobody follows. */
  readonly states: (desk: string) => readonly StateEvent[];
  /** The settings of a desk have changed. */
  readonly changed: (desk: string, settings: DeviceSettings) => void;
  /** What is plugged in. @throws Error when the process of the devices cannot be asked now */
  readonly list: () => Promise<readonly AttachedDevice[]>;
  readonly propose: (chunks: readonly ReadChunk[]) => LearntFraming;
  readonly print: (desk: string, printer: string, job: SlipJob) => Promise<PrintOutcome>;
  /** 中文: what is known of a print, and what to do. */
  readonly outcomeWords: (outcome: PrintOutcome) => string;
  /** @throws Error with the reason when there is no such simulated device */
  readonly simulate: (desk: string, device: string, act: DeviceAct) => Promise<void>;
  readonly close: () => Promise<void>;
}
