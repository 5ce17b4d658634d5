import type { Refusal } from "../rpc/transport.ts";
import type { visitLack } from "./visit.ts";

/** What the desk tells in passing. */
export type Notice =
  | { readonly is: "refusal"; readonly refusal: Refusal }
  /** Nothing is known under what was scanned. */
  | { readonly is: "notFound"; readonly text: string }
  | { readonly is: "stale" }
  | { readonly is: "codeTwice"; readonly code: string }
  | { readonly is: "codeUnasked"; readonly code: string }
  | { readonly is: "codesMissing"; readonly count: number }
  /** There is a prescription that no pharmacist has looked at. */
  | { readonly is: "unsigned" }
  /** The visit has not been told whole. */
  | { readonly is: "visitLacks"; readonly what: NonNullable<ReturnType<typeof visitLack>> }
  | { readonly is: "proxyShort" }
  | { readonly is: "notReady" }
  | { readonly is: "givenWrong" }
  | { readonly is: "parked" };
