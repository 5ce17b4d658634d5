import { z } from "zod";

/** Why something is not on paper, or may not be. */
const printTrouble = z.enum([
  "paperOut",
  "coverOpen",
  "offline",
  "error",
  "silent",
  "unreachable",
  "cut",
  "stuck",
]);

/**
 * What is known of a print. sent: the system has taken all of it, and this printer says nothing; printed: the printer has
 * said so; unknown: some of it went out and may be on paper; failed: certainly nothing of it is.
 */
export const printOutcome = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("sent") }),
  z.strictObject({ outcome: z.literal("printed") }),
  z.strictObject({ outcome: z.enum(["unknown", "failed"]), because: printTrouble }),
]);

export type PrintTrouble = z.infer<typeof printTrouble>;
export type PrintOutcome = z.infer<typeof printOutcome>;
