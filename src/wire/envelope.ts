import { z } from "zod";

import type { Fault } from "../base/faults.ts";
import { faultsOf } from "../base/faults.ts";
import { compactTime } from "./clock-text.ts";
import { instantOrNull, msgid, text, textOrNull } from "./scalars.ts";

/** What surrounds a transaction's input: who asks, through what, about what. */
export interface Envelope {
  readonly infno: string;
  readonly msgid: string;
  readonly institutionCode: string;
  readonly operatorNo: string;
  readonly deviceNo: string | null;
  readonly insuredRegion: string | null;
  readonly careRegion: string | null;
  readonly signInNo: string | null;
  readonly input: Readonly<Record<string, unknown>>;
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] };

const node = z
  .unknown()
  .optional()
  .transform((value, context): Readonly<Record<string, unknown>> => {
    if (isRecord(value)) return value;
    context.addIssue({ code: "custom", message: isBlank(value) ? "缺少必填字段" : "类型应为对象" });
    return z.NEVER;
  });

const envelope = z
  .looseObject({
    infno: text(6),
    msgid,
    fixmedins_code: text(30),
    opter: text(30),
    dev_no: textOrNull(100),
    // Both spellings are met in the field, for either of the two.
    insuplc_admdvs: textOrNull(6),
    insuplc_admvs: textOrNull(6),
    mdtrtarea_admvs: textOrNull(6),
    mdtrtarea_admdvs: textOrNull(6),
    sign_no: textOrNull(30),
    inf_time: instantOrNull,
    input: node,
  })
  .transform((fields): Envelope => ({
    infno: fields.infno.toUpperCase(),
    msgid: fields.msgid,
    institutionCode: fields.fixmedins_code,
    operatorNo: fields.opter,
    deviceNo: fields.dev_no,
    insuredRegion: fields.insuplc_admdvs ?? fields.insuplc_admvs,
    careRegion: fields.mdtrtarea_admvs ?? fields.mdtrtarea_admdvs,
    signInNo: fields.sign_no,
    input: fields.input,
  }));

/**
 * Reads the national request envelope. Fields that are not used here may hold anything.
 *
 * @returns the envelope, or every fault at once; the path begins at the envelope
 * @source 接口规范 通用报文
 */
export function parseEnvelope(json: unknown): Parsed<Envelope> {
  return parseWith(envelope, json, "");
}

/** Reads one transaction's input. @returns the value, or every fault with a path that begins with "input" */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  return parseWith(schema, input, "input.");
}

function parseWith<T>(schema: z.ZodType<T>, json: unknown, before: string): Parsed<T> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const faults = faultsOf(parsed.error.issues, json);
  // The value stays behind: it may be a name or a number of somebody's.
  return {
    ok: false,
    faults: faults.map(({ path, reason }) => ({ path: `${before}${path}`, value: "", reason })),
  };
}

/** The national answer. */
export interface Answer {
  readonly infcode: 0 | -1 | -2;
  readonly inf_refmsgid: string;
  readonly refmsg_time: string;
  readonly respond_time: string;
  readonly err_msg: string;
  readonly output: Readonly<Record<string, unknown>>;
}

/** What stands at the head of every answer. */
export interface AnswerHead {
  /** Number of the answer: region 6 + second 14 + 10 digits. */
  readonly answerMsgid: string;
  readonly receivedMs: number;
  readonly answeredMs: number;
}

/** err_msg is C200. */
const errorLengthMax = 200;

/** The answer to what was done. @param output  by node */
export function answerDone(head: AnswerHead, output: Readonly<Record<string, unknown>>): Answer {
  return { ...headOf(0, head), err_msg: "", output };
}

/**
 * The answer to what was not done.
 *
 * @param infcode  −2 a refusal, −1 a fault of a machine or an unreadable message
 * @param message  the stable code first, then what is wrong and what to do
 */
export function answerRefused(infcode: -1 | -2, head: AnswerHead, message: string): Answer {
  const cut = message.length > errorLengthMax ? `${message.slice(0, errorLengthMax - 1)}…` : message;
  return { ...headOf(infcode, head), err_msg: cut.toWellFormed(), output: {} };
}

/** One line of text for faults: path and reason of each, values left out. */
export function faultText(faults: readonly Fault[]): string {
  return faults.map(({ path, reason }) => (path === "" ? reason : `${path} ${reason}`)).join("；");
}

/** The number of an answer. @param serial  0…9999999999 */
export function answerMsgid(region: string, epochMs: number, serial: number): string {
  return `${region}${compactTime(epochMs).slice(0, 14)}${String(serial).padStart(10, "0")}`;
}

function headOf<Code extends 0 | -1 | -2>(infcode: Code, head: AnswerHead) {
  return {
    infcode,
    inf_refmsgid: head.answerMsgid,
    refmsg_time: compactTime(head.receivedMs),
    respond_time: compactTime(head.answeredMs),
  };
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
