import { z } from "zod";

/** How a drug's trace code is written: 20 digits, a GS1 element string, or a maker's own, which a desk has to know. */
const traceForms = ["national20", "gs1", "maker"] as const;

/**
 * What a scan says. Shapes that nobody vouches for are `unknown`, with the text as it came: shown, never guessed.
 * `text` is always what was read, without the identifier of the symbology.
 */
export const scanContent = z.discriminatedUnion("kind", [
  /** A token of the insurance app; only the centre knows whose. */
  z.strictObject({ kind: z.literal("insuranceQr"), text: z.string() }),
  /** What a reader of the social security card types or sends: eleven fields and bars between them. */
  z.strictObject({ kind: z.literal("cardString"), text: z.string() }),
  /** What a reader of the resident identity card types or sends: nine fields. */
  z.strictObject({ kind: z.literal("idCardString"), text: z.string() }),
  /** A voucher that the insurer has signed for times without a line. */
  z.strictObject({ kind: z.literal("offlineVoucher"), text: z.string() }),
  /** A prescription; which prefix it has is the region's, so it stands in the settings. */
  z.strictObject({ kind: z.literal("prescription"), text: z.string() }),
  /** A packet at the shelf: `barcode` has 13 digits, or 8 or 14 where the code itself has. */
  z.strictObject({ kind: z.literal("product"), text: z.string(), barcode: z.string() }),
  /** One packet and no other. `drugId` is the part that names the drug, where the form has one. */
  z.strictObject({
    kind: z.literal("traceCode"),
    text: z.string(),
    code: z.string(),
    form: z.enum(traceForms),
    drugId: z.string().nullable(),
    batch: z.string().nullable(),
    /** YYYY-MM-DD; a code that names a month only says its last day. */
    expiresOn: z.string().nullable(),
  }),
  /** GS1 without a serial number: names goods, not a packet. */
  z.strictObject({
    kind: z.literal("gs1"),
    text: z.string(),
    gtin: z.string().nullable(),
    batch: z.string().nullable(),
    expiresOn: z.string().nullable(),
  }),
  /** `reason` says what it almost was. */
  z.strictObject({ kind: z.literal("unknown"), text: z.string(), reason: z.string().nullable() }),
]);

export type ScanContent = z.infer<typeof scanContent>;
