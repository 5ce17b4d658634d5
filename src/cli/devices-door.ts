import type { DevicesControl, LearntFraming, SlipJob } from "../app/devices-control.ts";
import type { Framing } from "../scan/framing.ts";
import type { DeviceSettings, PrinterSetting } from "../scan/device-settings.ts";

/** What the command line may ask of the devices; `main` hands in those of this machine. */
export interface DevicesDoor {
  /** Ports and scanners that are attached. */
  readonly list: () => Promise<readonly object[]>;
  /**
   * Keeps the devices of the settings open and tells what they tell, until stopped.
   *
   * @param looks  whether bytes and frames are told beside the events
   */
  readonly watch: (
    settings: DeviceSettings,
    looks: boolean,
    tell: (line: object) => void,
    stopped: Promise<void>,
  ) => Promise<void>;
  /** Proposes a framing from the bytes of three scans, hex and the ms at which they came; or says what to do differently. */
  readonly learn: (chunks: readonly { readonly hex: string; readonly ms: number }[]) => LearntFraming;
  /** A scanner's line without its hardware, in this process: what is fed comes out as events before `feed` returns. */
  readonly openLine: (
    framing: Framing,
    tell: (event: object) => void,
  ) => Promise<{ readonly feed: (bytes: Uint8Array) => void; readonly close: () => Promise<void> }>;
  /** Prints a test page. @returns what is known of it, one JSON object */
  readonly testPrint: (printer: PrinterSetting, job: SlipJob) => Promise<object>;
  /** The devices for an engine that runs here. @param settingsOf  of a desk, as its books have them */
  readonly control: (
    settingsOf: (desk: string) => DeviceSettings,
    log: (text: string) => void,
  ) => DevicesControl;
}
