import { readdirSync, readFileSync } from "node:fs";
import { FAILSAFE_SCHEMA, boolCoreTag, load, nullCoreTag } from "js-yaml";
import { z } from "zod";

import { refusalOrder } from "../../src/settle/refusal.ts";
import { noteOrder } from "../../src/settle/settlement.ts";
import type { Given } from "./case-claim.ts";

/** Amounts stay texts: only true, false and null are read as what they say. */
const schema = FAILSAFE_SCHEMA.withTags(boolCoreTag, nullCoreTag);

const given = z.record(z.string(), z.unknown());
const answer = {
  claim: given.optional(),
  /** "inScope 800.00, deductible 500.00": parts left out are 0.00, sums follow from the parts. */
  split: z.string().optional(),
  /** "outpatient, chronic": the benefit of each line, in order. */
  lines: z.string().optional(),
  /** "outpatient.fund 0.00 → 150.00": every accumulator that the bill lists. */
  moved: z.string().optional(),
  notes: z.array(z.enum(noteOrder)).optional(),
  refused: z.enum(refusalOrder).optional(),
  details: given.optional(),
  /** Rules without an amount that decide this bill: path (and row) → the value that must be in force. */
  exercises: given.optional(),
};
const one = z.strictObject(answer);
const file = z.strictObject({
  plan: z.string(),
  supplement: z.enum(["none", "demo"]),
  claim: given.optional(),
  cases: z
    .array(z.strictObject({ name: z.string(), ...answer, bills: z.array(one).min(2).optional() }))
    .min(1),
});

/** One bill of a case, and what must come of it. */
export type ExpectedBill = Omit<z.infer<typeof one>, "claim"> & { readonly given: Given };

/** Bills settled one after the other, each with the accumulators that the one before left. */
export interface Case {
  readonly name: string;
  readonly plan: string;
  readonly supplement: "demo" | null;
  readonly bills: readonly ExpectedBill[];
}

/** Every case of test/cases/*.yaml. */
export function readCases(): Case[] {
  const folder = new URL("../cases/", import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) => casesOf(name, readFileSync(new URL(name, folder), "utf8")));
}

function casesOf(name: string, text: string): Case[] {
  const parsed = file.safeParse(load(text, { schema }));
  if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
  const { plan, supplement, claim: common, cases } = parsed.data;
  return cases.map(({ name: title, bills, claim, ...rest }) => ({
    name: `${name.replace(".yaml", "")}: ${title}`,
    plan,
    supplement: supplement === "demo" ? "demo" : null,
    bills: (bills ?? [rest]).map(({ claim: own, ...expected }: z.infer<typeof one>) => ({
      ...expected,
      given: { ...common, ...claim, ...own },
    })),
  }));
}
