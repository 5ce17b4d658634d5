import { StoreError } from "../store/store-error.ts";

/** An error of another thread is a copy: its words are ours, its class is not. */
export function errorOfThread(error: unknown): unknown {
  return error instanceof Error && error.name === "StoreError"
    ? new StoreError("DAMAGED", error.message)
    : error;
}
