import { z } from "zod";

/** Where a printer is attached. */
export const printerPortSettings = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("tcp"),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65_535).default(9100),
  }),
  z.strictObject({
    by: z.literal("serial"),
    path: z.string().min(1),
    baudRate: z.int().min(1200).max(1_000_000).default(9600),
    dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
    parity: z.enum(["none", "even", "odd"]).default("none"),
    stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
    flow: z.enum(["none", "hardware", "software"]).default("none"),
  }),
  /** A character device that takes bytes as they are: /dev/usb/lp0. */
  z.strictObject({ by: z.literal("file"), path: z.string().min(1) }),
  /** For trying out: nothing comes out of it, and the screen says so. */
  z.strictObject({ by: z.literal("simulated") }),
]);

export type PrinterPortSettings = z.output<typeof printerPortSettings>;
