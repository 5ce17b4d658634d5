export interface PortListener {
  readonly bytes: (piece: Uint8Array) => void;
  /** Once, when nothing more can come or go. */
  readonly closed: (reason: string) => void;
}

/** An open way to a printer. */
export interface PrinterPort {
  /** Done when the system has taken all of it; fails when the way is cut. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly listen: (listener: PortListener) => void;
  /** Done when another may open it. */
  readonly close: () => Promise<void>;
}
