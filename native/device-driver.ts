/** Why a device cannot be used now: it is not there, or it is there and refuses. */
export interface OpenRefusal {
  readonly state: "absent" | "failed";
  /** 中文, for the cashier. */
  readonly reason: string;
}

export type Opened =
  | { readonly ok: true; readonly close: () => Promise<void> }
  | { readonly ok: false; readonly refusal: OpenRefusal };

export interface DriverEvents {
  /** What the hardware gave: bytes of a stream, or one report. */
  readonly bytes: (chunk: Uint8Array) => void;
  /** The device went by itself; called once, never after `close`. */
  readonly gone: (reason: string) => void;
}

/** One way to the hardware. Opening never throws and leaves nothing open when it is refused. */
export interface Driver {
  readonly open: (events: DriverEvents) => Promise<Opened>;
}
