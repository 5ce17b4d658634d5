// The small form of zod: it is read before the window stands.
import * as z from "zod/mini";

/** What the program of the window tells the process of the engine. A link comes with its port beside it. */
export const engineOrder = z.discriminatedUnion("order", [
  z.strictObject({
    order: z.literal("open"),
    dir: z.string(),
    /** Makes the demo town in the directory when it has no books yet. */
    demo: z.boolean(),
    /** The key that the system's key store keeps, as hex; null where there is none. */
    deskKey: z.nullable(z.string()),
    /** Serves programs and browsers of this machine on it as well; null: nobody but the window. */
    port: z.nullable(z.int().check(z.minimum(0), z.maximum(65_535))),
    /** later: it has opened before it has read the packs in use, and fails after all where they are damaged. */
    rules: z.enum(["now", "later"]),
  }),
  z.strictObject({ order: z.literal("link") }),
  /** From the process of the devices that the engine has asked for under this number. */
  z.strictObject({ order: z.literal("deviceSaid"), child: z.int(), message: z.unknown() }),
  z.strictObject({ order: z.literal("deviceEnded"), child: z.int() }),
  /** The page has followed the address of an exported file: which file that is. */
  z.strictObject({ order: z.literal("takeExport"), asked: z.int(), ticket: z.string() }),
  z.strictObject({ order: z.literal("close") }),
]);

export const engineReport = z.discriminatedUnion("report", [
  z.strictObject({ report: z.literal("opened") }),
  z.strictObject({ report: z.literal("failed"), code: z.string(), message: z.string() }),
  z.strictObject({ report: z.literal("served"), url: z.string() }),
  /** Only the program of the window can start processes: it does so for the engine, and passes on what they say. */
  z.strictObject({ report: z.literal("deviceStart"), child: z.int() }),
  z.strictObject({ report: z.literal("deviceSend"), child: z.int(), message: z.unknown() }),
  z.strictObject({ report: z.literal("deviceKill"), child: z.int() }),
  /** null: the address was none, or is none any more. */
  z.strictObject({
    report: z.literal("exportTaken"),
    asked: z.int(),
    taken: z.nullable(z.strictObject({ file: z.string(), filename: z.string() })),
  }),
]);

export type EngineOrder = z.infer<typeof engineOrder>;
export type EngineReport = z.infer<typeof engineReport>;
export type DeviceRelayReport = Extract<EngineReport, { child: number }>;
export type ExportTakenReport = Extract<EngineReport, { asked: number }>;
export type OpenOrder = Extract<EngineOrder, { order: "open" }>;
