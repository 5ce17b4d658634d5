import { z } from "zod";

import { framing } from "./framing.ts";
import { printerPortSettings } from "./printer-port-settings.ts";
import { scanRule } from "./scan-rule.ts";
import { wedgeProfile } from "./wedge-profile.ts";

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "应为小写字母、数字和连字符");

/** How the bytes of a scan are read: UTF-8 and GB18030 are told apart where nobody said which. */
export const textEncodings = ["auto", "utf8", "gb18030"] as const;

const serialLine = {
  path: z.string().min(1).max(500),
  baudRate: z.int().min(50).max(4_000_000),
  dataBits: z.union([z.literal(5), z.literal(6), z.literal(7), z.literal(8)]),
  stopBits: z.union([z.literal(1), z.literal(1.5), z.literal(2)]),
  parity: z.enum(["none", "even", "odd", "mark", "space"]),
  framing,
};

/** A scanner at a serial port, or at a USB port that looks like one. */
const serialScanner = z.strictObject({
  id,
  kind: z.literal("serialScanner"),
  ...serialLine,
  encoding: z.enum(textEncodings),
});

/** A scanner in HID-POS mode; of several alike the serial number says which. */
const hidScanner = z.strictObject({
  id,
  kind: z.literal("hidScanner"),
  vendorId: z.int().min(0).max(0xffff).nullable(),
  productId: z.int().min(0).max(0xffff).nullable(),
  serialNumber: z.string().max(200).nullable(),
  encoding: z.enum(textEncodings),
});

/** A scanner that types; it is told from a keyboard where the keys arrive, in the window. */
const wedgeScanner = z.strictObject({ id, kind: z.literal("wedgeScanner"), profile: wedgeProfile });

/** For showing and trying out, named as what it is on every screen. */
const simulatedScanner = z.strictObject({ id, kind: z.literal("simulatedScanner"), framing });

/** A reader that sends the text of a card: eleven fields of 社会保障卡, nine of 居民身份证. */
const serialCard = z.strictObject({ id, kind: z.literal("serialCard"), ...serialLine });

/** Readers that the system's smart-card service knows; null: every one. */
const pcscReader = z.strictObject({
  id,
  kind: z.literal("pcscReader"),
  reader: z.string().min(1).max(200).nullable(),
  answerMsMax: z.int().min(500).max(60_000).default(5000),
});

/** A maker's driver: a program of its own. Whoever may set it lets this machine run that program. */
const vendorDriver = z.strictObject({
  id,
  kind: z.literal("vendorDriver"),
  command: z.tuple([z.string().min(1).max(1000)], z.string().max(1000)),
  settings: z.record(z.string().max(100), z.string().max(1000)),
});

/** The connector's pin that opens the drawer. */
export const drawerPin = z.union([z.literal(2), z.literal(5)]);

/** A printer of slips, with the cash drawer that hangs on it. */
const printer = z.strictObject({
  id,
  kind: z.literal("printer"),
  port: printerPortSettings,
  /** Of its roll, mm. */
  paper: z.enum(["58", "80"]),
  drawer: drawerPin.nullable(),
});

export const deviceSetting = z.discriminatedUnion("kind", [
  serialScanner,
  hidScanner,
  wedgeScanner,
  simulatedScanner,
  serialCard,
  pcscReader,
  vendorDriver,
  printer,
]);

/** What a desk has in front of it. */
export const deviceSettings = z
  .strictObject({
    devices: z.array(deviceSetting).max(32),
    rules: z.array(scanRule).max(64),
    repeatMs: z.int().min(0).max(10_000),
  })
  .refine(({ devices }) => new Set(devices.map((one) => one.id)).size === devices.length, "设备标识重复")
  .refine(({ devices }) => devices.filter(({ kind }) => kind === "printer").length <= 1, "小票打印机至多一台")
  .refine(
    ({ devices }) => devices.filter(({ kind }) => kind === "wedgeScanner").length <= 1,
    "键盘式扫码设备至多设一种",
  );

export type DeviceSetting = z.infer<typeof deviceSetting>;
export type DeviceSettings = z.infer<typeof deviceSettings>;
export type PrinterSetting = z.infer<typeof printer>;
export type TextEncoding = (typeof textEncodings)[number];
