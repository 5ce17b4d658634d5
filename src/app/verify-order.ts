import { z } from "zod";

import type { Finding } from "./terminal.ts";
import type { Left, Range } from "./verify.ts";

/*
 * What passes between a verification and its threads. Keys go in as bytes; nothing comes out but findings, and digests
 * by the numbers of settlements.
 */

const stretch = z.object({ from: z.int(), to: z.int() });
const digests = z.map(z.string(), z.instanceof(Uint8Array));
const left = z.object({
  contents: digests,
  settlements: z.array(z.int()),
  closes: digests,
}) satisfies z.ZodType<Left>;
const finding = z.object({
  what: z.enum(["settlement", "accumulator", "audit", "message", "person", "day", "file"]),
  id: z.string(),
  reason: z.string(),
}) satisfies z.ZodType<Finding>;
const keys = z.array(z.instanceof(Uint8Array));

/** What a thread is to do, and on which books. */
export interface Order {
  readonly dir: string;
  readonly dataKeys: readonly Uint8Array[];
  readonly outboxKeys: readonly Uint8Array[];
  readonly nowMs: number;
  readonly part:
    | { readonly kind: "range"; readonly range: Range }
    | { readonly kind: "rest" }
    | { readonly kind: "left"; readonly left: Left; readonly lastDay: string };
}

export const orderShape = z.object({
  dir: z.string(),
  dataKeys: keys,
  outboxKeys: keys,
  nowMs: z.number(),
  part: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("range"), range: z.object({ entries: stretch, settlements: stretch }) }),
    z.object({ kind: z.literal("rest") }),
    z.object({ kind: z.literal("left"), left, lastDay: z.string() }),
  ]),
}) satisfies z.ZodType<Order>;

/** A step of the thread's generator: a finding, or at the end what a range has left over. */
export type Step = z.output<typeof stepShape>;
export const stepShape = z.discriminatedUnion("done", [
  z.object({ done: z.literal(false), value: finding }),
  z.object({ done: z.literal(true), value: left.nullable() }),
]);
