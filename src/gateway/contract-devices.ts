import { z } from "zod";

import { attachedDevice } from "../scan/attached-device.ts";
import { deviceEvent } from "../scan/device-event.ts";
import { deviceLook } from "../scan/device-look.ts";
import { deviceSettings } from "../scan/device-settings.ts";
import { framing } from "../scan/framing.ts";
import { actor, approval, nothing, word } from "./contract-parts.ts";

const ofDesk = { desk: word };
const state = z.object({
  device: z.string(),
  kind: z.enum(["scanner", "cardReader", "printer"]),
  state: z.enum(["absent", "opening", "ready", "failed"]),
  reason: z.string().nullable(),
  simulated: z.boolean(),
  at: z.number(),
});
const kept = z.object({
  desk: z.string(),
  settings: deviceSettings,
  changedAt: z.string().nullable(),
  changedBy: z.string().nullable(),
});
const place = z.string().max(40);

/** The devices at a desk, for pages on the machine that they are attached to. */
export const devicesContract = {
  deskDevices: {
    does: "本台设备设置；没有设置过的为通常设置（changedAt 为 null）",
    input: z.strictObject(ofDesk),
    output: kept,
  },
  changeDeskDevices: {
    does: "更改本台设备设置，立即生效并记入审计（主管或管理员批准；改动厂家驱动程序须管理员批准）",
    input: z.strictObject({ ...ofDesk, settings: deviceSettings, approval }),
    output: kept,
  },
  deviceStates: {
    does: "本台各设备当前状态；没有页面在看的收费台没有状态",
    input: z.strictObject(ofDesk),
    output: z.object({ states: z.array(state) }),
  },
  attachedDevices: {
    does: "列出本机接着的串口、HID 扫码设备、读卡器、打印机",
    input: nothing,
    output: z.object({ devices: z.array(attachedDevice) }),
  },
  deviceEvents: {
    does: "本台设备的事件：没有新事件时等到有，至多 waitMs；after 用上次的 next，null 为从现在起；looks 另给原始字节和分帧（试扫）",
    input: z.strictObject({
      ...ofDesk,
      after: place.nullable(),
      waitMs: z.int().min(0).max(25_000),
      looks: z.boolean(),
    }),
    output: z.object({
      next: place,
      items: z.array(z.union([deviceEvent, deviceLook])),
      hasGap: z.boolean(),
    }),
  },
  proposeFraming: {
    does: "由三次扫码的原始字节推断串口分帧，或者说明怎样再试",
    input: z.strictObject({
      chunks: z
        .array(
          z.strictObject({
            hex: z
              .string()
              .max(8192)
              .regex(/^(?:[0-9a-f]{2})*$/),
            ms: z.number(),
          }),
        )
        .max(4000),
    }),
    output: z.discriminatedUnion("ok", [
      z.object({ ok: z.literal(true), framing, codes: z.array(z.string()) }),
      z.object({ ok: z.literal(false), reason: z.string() }),
    ]),
  },
  simulateDevice: {
    does: "让本台的模拟扫码设备读码、拔出或插回（只对模拟设备有效）",
    input: z.strictObject({
      ...ofDesk,
      device: word,
      act: z.discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("send"),
          hex: z
            .string()
            .max(20_000)
            .regex(/^(?:[0-9a-f]{2})*$/),
        }),
        z.strictObject({ kind: z.enum(["unplug", "plugIn"]) }),
      ]),
    }),
    output: nothing,
  },
  printAtDesk: {
    does: "在本台的小票打印机上打印结算小票：取份数、打印、记下结果；第 1 份且收了现金的开钱箱；没有设打印机的拒绝（PRINTER_NONE）",
    input: z.strictObject({ settlementId: word, actor }),
    output: z.object({
      copy: z.int(),
      outcome: z.enum(["sent", "printed", "unknown", "failed"]),
      /** 中文: what is known, what to do. */
      message: z.string(),
      simulated: z.boolean(),
    }),
  },
  printTestSlip: {
    does: "在本台的小票打印机上打印测试页，不计份数",
    input: z.strictObject({ ...ofDesk, openDrawer: z.boolean() }),
    output: z.object({
      outcome: z.enum(["sent", "printed", "unknown", "failed"]),
      message: z.string(),
      simulated: z.boolean(),
    }),
  },
} as const;
