import { z } from "zod";

import { parseStrictJson } from "../base/strict-json.ts";
import { parseFen } from "../base/money.ts";
import type { Fen } from "../base/money.ts";

/** What the reference centre tells of a person beside 1101, so that a desk can settle for them. */
export interface ToldPerson {
  readonly psnNo: string;
  readonly name: string;
  readonly certType: string;
  readonly certNo: string;
  readonly plan: string;
  readonly insutype: string;
  /** The `person` of a claim. */
  readonly person: Readonly<Record<string, unknown>>;
  readonly family: readonly { readonly relation: string; readonly psnNo: string }[];
  readonly asOf: string;
  readonly balance: Fen;
  readonly accumulators: Readonly<Record<string, number>>;
  /** Filings that stand, see `FiledFact`. */
  readonly filings: readonly FiledFact[];
}

/** A filing that stands at the centre. */
export interface FiledFact {
  readonly id: string;
  readonly kind: "chronic" | "offSite" | "designation";
  /** The disease, the sort of record, or the institution. */
  readonly what: string;
  readonly recordedOn: string;
  readonly from: string;
  readonly to: string | null;
  readonly msgid: string;
}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const filed = z.strictObject({
  id: z.string().min(1).max(30),
  kind: z.enum(["chronic", "offSite", "designation"]),
  what: z.string().min(1).max(200),
  recordedOn: day,
  from: day,
  to: day.nullable(),
  msgid: z.string(),
});

/** What is on file of somebody. */
export const filedFacts = z.array(filed).readonly();

const extensionShape = z.strictObject({
  format: z.literal("onestop-facts/1"),
  plan: z.string().min(1).max(40),
  person: z.record(z.string(), z.unknown()),
  family: z.array(z.strictObject({ relation: z.string(), psn_no: z.string() })),
  accumulators: z.record(z.string(), z.int()),
  filings: filedFacts,
  as_of: day,
});

const personShape = z.looseObject({
  baseinfo: z.looseObject({
    psn_no: z.string(),
    psn_name: z.string(),
    psn_cert_type: z.string(),
    certno: z.string(),
    exp_content: z.string(),
  }),
  insuinfo: z
    .array(z.looseObject({ insutype: z.string(), balc: z.string().regex(/^\d{1,10}\.\d{2}$/) }))
    .min(1),
});

/** Reads 1101. @returns null when it does not tell the facts that a desk settles by */
export function readPersonFacts(output: Readonly<Record<string, unknown>>): ToldPerson | null {
  const parsed = personShape.safeParse(output);
  if (!parsed.success) return null;
  const { baseinfo, insuinfo } = parsed.data;
  const json = parseStrictJson(baseinfo.exp_content);
  const told = extensionShape.safeParse(json.ok ? json.value : undefined);
  const [insurance] = insuinfo;
  if (!told.success || insurance === undefined) return null;
  const { plan, person, accumulators, filings, as_of: asOf } = told.data;
  return {
    psnNo: baseinfo.psn_no,
    name: baseinfo.psn_name,
    certType: baseinfo.psn_cert_type,
    certNo: baseinfo.certno,
    plan,
    insutype: insurance.insutype,
    person,
    family: told.data.family.map(({ relation, psn_no: psnNo }) => ({ relation, psnNo })),
    asOf,
    balance: parseFen(insurance.balc),
    accumulators,
    filings,
  };
}

/** Writes the facts for the slot of 1101 that regions fill as they like. */
export function writePersonFacts(
  told: Pick<ToldPerson, "plan" | "person" | "family" | "accumulators" | "filings" | "asOf">,
): string {
  return JSON.stringify({
    format: "onestop-facts/1",
    plan: told.plan,
    person: told.person,
    family: told.family.map(({ relation, psnNo }) => ({ relation, psn_no: psnNo })),
    accumulators: told.accumulators,
    filings: told.filings,
    as_of: told.asOf,
  });
}
