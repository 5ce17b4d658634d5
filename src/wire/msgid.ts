import { assert } from "../base/assert.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import { compactTime } from "./clock-text.ts";

/** A message number taken apart: who sent it, when, and which of that second. */
export interface Msgid {
  readonly institutionCode: string;
  /** yyyyMMddHHmmss, Shanghai time. */
  readonly second: string;
  readonly serial: number;
}

const pattern = /^([0-9A-Za-z]{12})(\d{14})(\d{4})$/;

/**
 * Writes a message number: institution 12 + yyyyMMddHHmmss + 4 digits.
 *
 * @param epochMs  milliseconds since 1970
 * @param serial   0…9999
 * @throws Bug when a part does not fit its place
 * @source 接口规范 通用报文：发送方报文ID
 */
export function formatMsgid(institutionCode: string, epochMs: number, serial: number): string {
  const id = `${institutionCode}${compactTime(epochMs).slice(0, 14)}${String(serial).padStart(4, "0")}`;
  assert(parseMsgid(id) !== null, "parts that do not make a message number");
  return id;
}

/** Takes a message number apart. @returns null when it has another form, which systems of others may choose */
export function parseMsgid(text: string): Msgid | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [, institutionCode = "", second = "", serial = ""] = match;
  const day = `${second.slice(0, 4)}-${second.slice(4, 6)}-${second.slice(6, 8)}`;
  const isTime = /^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(second.slice(8));
  return parseCivilDate(day) === null || !isTime ? null : { institutionCode, second, serial: Number(serial) };
}
