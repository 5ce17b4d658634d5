import { z } from "zod";

import type { Card } from "./card-fields.ts";

const field = z.string().max(200).nullable();

/** What a driver tells, one JSON object a line. Strict: what is not understood is not guessed at. */
export const vendorLine = z.discriminatedUnion("tell", [
  z.strictObject({ tell: z.literal("ready"), driver: z.string().min(1).max(100) }),
  /** At least this often as `silenceMsMax` says; anything else counts as well. */
  z.strictObject({ tell: z.literal("alive") }),
  z.strictObject({ tell: z.literal("inserted") }),
  z.strictObject({ tell: z.literal("removed") }),
  /** The eleven fields as the driver's DLL gives them. */
  z.strictObject({ tell: z.literal("cardString"), text: z.string().max(2048) }),
  z.strictObject({
    tell: z.literal("card"),
    card: z.strictObject({
      region: field,
      certNo: field,
      cardNo: field,
      cardSn: field,
      name: field,
      issuedOn: field,
      validTo: field,
    } satisfies Record<keyof Card, typeof field>),
  }),
  z.strictObject({ tell: z.literal("fault"), reason: z.string().min(1).max(200) }),
]);

/** What it is asked. */
export type VendorAsk =
  | { readonly ask: "hello"; readonly version: 1; readonly settings: Readonly<Record<string, string>> }
  | { readonly ask: "close" };
