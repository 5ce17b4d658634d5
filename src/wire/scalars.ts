import { z } from "zod";

import { parseCivilDate, shanghaiDateOf } from "../base/civil-date.ts";
import type { Fen } from "../base/money.ts";
import { moneyPattern, negateFen, parseFen, pricePattern, quantityPattern } from "../base/money.ts";

/**
 * Values as real systems send them: numbers or numeric text, blanks, null or nothing at all for what they do not know.
 * A reason never repeats the value, which may be somebody's name or number.
 */
type Read<T> = { readonly value: T } | { readonly reason: string };
type Reader<T> = (text: string) => Read<T>;

const missing = "缺少必填字段";
const wrongType = "类型应为文本或数字";

/** A field that must be there. Blank, null and absent are the same. */
function required<T>(read: Reader<T>) {
  return z
    .unknown()
    .optional()
    .transform((value, context): T => {
      const text = textOf(value);
      const result = text === null ? { reason: wrongType } : text === "" ? { reason: missing } : read(text);
      if ("value" in result) return result.value;
      context.addIssue({ code: "custom", message: result.reason });
      return z.NEVER;
    });
}

/** A field that may be blank, null or absent: then it is null. */
function optional<T>(read: Reader<T>) {
  return z
    .unknown()
    .optional()
    .transform((value, context): T | null => {
      const text = textOf(value);
      if (text === "") return null;
      const result = text === null ? { reason: wrongType } : read(text);
      if ("value" in result) return result.value;
      context.addIssue({ code: "custom", message: result.reason });
      return z.NEVER;
    });
}

/** Text of a scalar, "" for nothing, null for what is no scalar. A whole number too long to be exact is none either. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value.trim();
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
}

function words(lengthMax: number): Reader<string> {
  return (text) => {
    if (text.length > lengthMax) return { reason: `不得超过 ${lengthMax} 个字符` };
    return /^[^\p{C}]*$/u.test(text) ? { value: text } : { reason: "含有控制字符" };
  };
}

/** Oracle writes .5, others write 12.5000: both are the same number within the decimals of its field. */
function decimal(pattern: RegExp, decimals: number, reason: string): Reader<string> {
  return (text) => {
    const whole = text.startsWith(".") ? `0${text}` : text;
    const dot = whole.indexOf(".");
    const cut = dot < 0 ? whole : dropZeros(whole, dot, decimals);
    return pattern.test(cut) ? { value: cut } : { reason };
  };
}

function dropZeros(text: string, dot: number, decimals: number): string {
  const rest = text.slice(dot + 1 + decimals);
  const kept = text.slice(0, dot + 1 + decimals);
  if (!/^0*$/.test(rest)) return text;
  return kept.endsWith(".") ? kept.slice(0, -1) : kept;
}

const readMoney = decimal(moneyPattern, 2, "应为金额：至多 10 位整数、2 位小数，无符号和指数");
const readPrice = decimal(pricePattern, 6, "应为单价：至多 10 位整数、6 位小数，无符号和指数");
const readQuantity = decimal(quantityPattern, 4, "应为数量：至多 10 位整数、4 位小数");

const readSignedQuantity: Reader<string> = (text) => {
  if (!text.startsWith("-")) return readQuantity(text);
  const read = readQuantity(text.slice(1));
  return "value" in read ? { value: `-${read.value}` } : read;
};

const readSignedMoney: Reader<string> = (text) => {
  if (!text.startsWith("-")) return readMoney(text);
  const read = readMoney(text.slice(1));
  return "value" in read ? { value: `-${read.value}` } : read;
};

/** "2023-03-01 10:00:00", with a T, with a fraction, or the bare day; given as an instant in Shanghai. */
const readInstant: Reader<string> = (text) => {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?)?$/.exec(text);
  const instant = match === null ? "" : `${match[1] ?? ""}T${match[2] ?? "00:00:00"}+08:00`;
  return shanghaiDateOf(instant) === null
    ? { reason: "应为日期时间 yyyy-MM-dd HH:mm:ss" }
    : { value: instant };
};

/** A day, also out of a date and time. */
const readDay: Reader<string> = (text) => {
  const day = text.slice(0, 10);
  const fits = parseCivilDate(day) !== null && (text.length === 10 || "value" in readInstant(text));
  return fits ? { value: day } : { reason: "应为日期 yyyy-MM-dd" };
};

const readCount: Reader<number> = (text) => {
  const read = readQuantity(text);
  return "value" in read && /^\d+(?:\.0+)?$/.test(read.value)
    ? { value: Number(read.value) }
    : { reason: "应为非负整数" };
};

/** yyyyMM */
const readMonth: Reader<string> = (text) =>
  parseCivilDate(`${text.slice(0, 4)}-${text.slice(4)}-01`) === null
    ? { reason: "应为年月 yyyyMM" }
    : { value: text };

const readFlag: Reader<boolean> = (text) => {
  if (text === "0" || text === "1") return { value: text === "1" };
  return { reason: "只能是 0 / 1" };
};

const readMsgid: Reader<string> = (text) =>
  /^[0-9A-Za-z_-]{1,30}$/.test(text) ? { value: text } : { reason: "应为至多 30 位字母和数字" };

function readOneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return (text) => {
    const found = values.find((value) => value === text);
    return found === undefined ? { reason: `只能是 ${values.join(" / ")}` } : { value: found };
  };
}

/** Required text. @param lengthMax  in characters */
export const text = (lengthMax: number) => required(words(lengthMax));
/** Text or null. @param lengthMax  in characters */
export const textOrNull = (lengthMax: number) => optional(words(lengthMax));
/** Required member of a code set. @param values  its codes */
export const oneOf = <const T extends string>(values: readonly T[]) => required(readOneOf(values));

export const money = required(readMoney);
export const moneyOrNull = optional(readMoney);
export const signedMoney = required(readSignedMoney);
export const price = required(readPrice);
export const count = required(readCount);
export const month = required(readMonth);
export const quantity = required(readQuantity);
export const signedQuantity = required(readSignedQuantity);
export const instant = required(readInstant);
export const instantOrNull = optional(readInstant);
export const day = required(readDay);
export const flagOrNull = optional(readFlag);
export const msgid = required(readMsgid);

/** Fen of what `signedMoney` has read. */
export function signedFen(amount: string): Fen {
  return amount.startsWith("-") ? negateFen(parseFen(amount.slice(1))) : parseFen(amount);
}

/** What a region adds: an object, or JSON text that holds one; other content belongs to others and is left alone. */
export const extension = z
  .unknown()
  .optional()
  .transform((value): Readonly<Record<string, unknown>> => {
    const content = typeof value === "string" ? parsedOrNull(value) : value;
    return isRecord(content) ? content : {};
  });

function parsedOrNull(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
