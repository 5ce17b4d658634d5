/** Why a data directory cannot be used as it is. */
export type StoreErrorCode =
  | "IN_USE"
  | "NEWER_FILE"
  | "NOT_OURS"
  | "DAMAGED"
  | "INCOMPLETE"
  | "MISSING"
  | "EXISTS"
  | "KEY"
  | "DISK_FULL"
  | "READ_ONLY"
  | "DISK_FAULT"
  | "OUTCOME_UNKNOWN";

/** A fault of the books: said in words to whoever runs the terminal, never with anything personal in it. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
