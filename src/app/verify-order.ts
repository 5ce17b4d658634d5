import { z } from "zod";

import type { Finding } from "./terminal.ts";
import type { Left, Range, RestPart } from "./verify.ts";
import { restParts } from "./verify.ts";

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
  notes: z.set(z.string()),
  lastEntry: z.int(),
}) satisfies z.ZodType<Left>;
const finding = z.object({
  what: z.enum(["settlement", "accumulator", "audit", "message", "person", "day", "file"]),
  id: z.string(),
  reason: z.string(),
}) satisfies z.ZodType<Finding>;
const keys = z.array(z.instanceof(Uint8Array));

/** On which books a thread stands. */
export type Place = z.output<typeof placeShape>;
export const placeShape = z.object({
  dir: z.string(),
  dataKeys: keys,
  outboxKeys: keys,
  nowMs: z.number(),
});

/** One thing that a thread is to do; it does one after the other. */
export type Part =
  | { readonly kind: "range"; readonly range: Range }
  | { readonly kind: "rest"; readonly rest: RestPart }
  | { readonly kind: "left"; readonly left: Left; readonly lastDay: string };

/** What a thread is asked: to begin a part with its first step, or for the next step of what it is at. */
export const askShape = z.union([
  z.literal("next"),
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("range"), range: z.object({ entries: stretch, settlements: stretch }) }),
    z.object({ kind: z.literal("rest"), rest: z.enum(restParts) }),
    z.object({ kind: z.literal("left"), left, lastDay: z.string() }),
  ]) satisfies z.ZodType<Part>,
]);

/** A step of the thread's generator: a finding, or at the end what a range has left over. */
export type Step = z.output<typeof stepShape>;
export const stepShape = z.discriminatedUnion("done", [
  z.object({ done: z.literal(false), value: finding }),
  z.object({ done: z.literal(true), value: left.nullable() }),
]);
