import { z } from "zod";

import { credentialTypes } from "./codes.ts";
import { credentialNumber } from "./credential-number.ts";
import { day, moneyOrNull, oneOf, text } from "./scalars.ts";

/** What a region's extension slot may bring here, beyond what the national fields can say. */
export interface BillExtension {
  readonly prescription: {
    readonly issuerLevel: string;
    readonly issuedOn: string;
    readonly validDays?: number | undefined;
  } | null;
  readonly offSite: { readonly recordType: string | null; readonly recordedOn: string | null } | null;
  readonly emergency: boolean;
  readonly pregnancyId: string | null;
  /** How much of the account, and whose accounts after it, by person number and in this order; null: not told. */
  readonly account: { readonly requested: string | null; readonly relatives: readonly string[] } | null;
}

/** What no region's slot says. */
export const noExtension: BillExtension = {
  prescription: null,
  offSite: null,
  emergency: false,
  pregnancyId: null,
  account: null,
};

/** More relatives than anybody shares an account with. */
const relativesMax = 20;

const shape = z.looseObject({
  prescription: z
    .object({ issuerLevel: text(20), issuedOn: day, validDays: z.int().min(1).max(3).optional() })
    .nullish(),
  offSite: z.object({ recordType: z.string().max(40).nullable(), recordedOn: day.nullable() }).nullish(),
  emergency: z.boolean().nullish(),
  pregnancyId: z.string().min(1).max(64).nullish(),
  account: z.object({ requested: moneyOrNull, relatives: z.array(text(30)).max(relativesMax) }).nullish(),
});

/** Two spellings of one slot. Whatever of ours stands in it is checked as strictly as the national fields. */
export function readExtension(
  slot: {
    readonly exp_content: Readonly<Record<string, unknown>>;
    readonly expContent: Readonly<Record<string, unknown>>;
  },
  context: z.RefinementCtx,
): BillExtension {
  const parsed = shape.safeParse({ ...slot.exp_content, ...slot.expContent });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      context.addIssue({
        code: "custom",
        path: ["exp_content", ...issue.path],
        message: reasonOf(issue.code),
      });
    }
    return noExtension;
  }
  const { prescription, offSite, emergency, pregnancyId, account } = parsed.data;
  return {
    prescription: prescription ?? null,
    offSite: offSite ?? null,
    emergency: emergency ?? false,
    pregnancyId: pregnancyId ?? null,
    account: account ?? null,
  };
}

function reasonOf(code: string): string {
  return code === "custom" ? "缺少或格式不对" : "类型或取值不对";
}

/** Fields by which a bill names its person and credential. */
export const credentialFields = {
  psn_no: text(30),
  mdtrt_cert_type: oneOf(credentialTypes),
  mdtrt_cert_no: credentialNumber,
};
