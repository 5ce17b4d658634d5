import { z } from "zod";

/** What the system says is plugged in, whether a desk uses it or not. */
export const attachedDevice = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("serialPort"),
    path: z.string(),
    manufacturer: z.string().nullable(),
    vendorId: z.string().nullable(),
    productId: z.string().nullable(),
    serialNumber: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal("hidScanner"),
    path: z.string(),
    product: z.string().nullable(),
    manufacturer: z.string().nullable(),
    vendorId: z.string(),
    productId: z.string(),
    serialNumber: z.string().nullable(),
  }),
  /** A reader that the smart-card service knows; `hasCard` as of this moment. */
  z.strictObject({ kind: z.literal("pcscReader"), name: z.string(), hasCard: z.boolean() }),
  /** A file that takes bytes for a printer, and whether this user may write to it. */
  z.strictObject({ kind: z.literal("printerFile"), path: z.string(), isWritable: z.boolean() }),
  /** A list that could not be made, so that an empty answer is no riddle. */
  z.strictObject({
    kind: z.literal("unlisted"),
    what: z.enum(["serial", "hid", "pcsc", "printer"]),
    reason: z.string(),
  }),
]);

export type AttachedDevice = z.infer<typeof attachedDevice>;
