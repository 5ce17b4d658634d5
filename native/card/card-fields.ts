import { parseCivilDate } from "../../src/base/civil-date.ts";
import type { CardEvent } from "../../src/scan/device-event.ts";

/** What a card says, as the events have it. */
export type Card = NonNullable<CardEvent["card"]>;

/** One thing that is wrong with what a reader sent. Never repeats the value: it may be somebody's number. */
export interface CardFault {
  /** The field by its name on the card, or 整串 for the whole. */
  readonly field: string;
  readonly reason: string;
}

export type CardResult =
  { readonly ok: true; readonly card: Card } | { readonly ok: false; readonly faults: readonly CardFault[] };

/** How a field is checked: a reason, or null when it may stand. */
export type Check = (text: string) => string | null;

/** GB 11643: the weights of the first seventeen digits, and the check sign by their sum modulo 11. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** 社会保障号码 is the number of the identity document; with eighteen places it has a check sign, which finds a bad line. */
export const isCertNo: Check = (text) => {
  if (/^\d{17}[\dX]$/.test(text)) {
    const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
    return "10X98765432"[sum % 11] === text[17] ? null : "校验位不符";
  }
  return /^[0-9A-Z]{6,18}$/.test(text) ? null : "应为证件号码";
};

export const isRegion: Check = (text) => (/^\d{6}$/.test(text) ? null : "应为六位行政区划代码");
export const isCardNo: Check = (text) => (/^[0-9A-Z]{1,20}$/i.test(text) ? null : "应为字母和数字");
export const isCardSn: Check = (text) => (/^[0-9A-Z]{1,64}$/i.test(text) ? null : "应为字母和数字");
export const isName: Check = (text) =>
  text.length <= 50 && /^[^\p{C}]+$/u.test(text) ? null : "含有不能显示的字符或过长";
/** As cards have it: YYYYMMDD. */
export const isDay: Check = (text) => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const isThere = year !== undefined && parseCivilDate(`${year}-${month}-${day}`) !== null;
  return isThere ? null : "应为存在的日期（八位数字）";
};
export const isAnything: Check = (text) =>
  text.length <= 100 && /^[^\p{C}]*$/u.test(text) ? null : "含有不能显示的字符或过长";

const checks: Readonly<Record<keyof Card, readonly [name: string, check: Check]>> = {
  region: ["发卡地区行政区划代码", isRegion],
  certNo: ["社会保障号码", isCertNo],
  cardNo: ["卡号", isCardNo],
  cardSn: ["卡识别码", isCardSn],
  name: ["姓名", isName],
  issuedOn: ["发卡日期", isDay],
  validTo: ["卡有效期", isDay],
};

/** A card that came field by field, held to what a string of it would be held to. */
export function checkedCard(card: Card): CardResult {
  const faults = fieldNames.flatMap((field): CardFault[] => {
    const [name, check] = checks[field];
    const text = card[field];
    const reason = text === null ? null : check(text);
    return reason === null ? [] : [{ field: name, reason }];
  });
  if (card.certNo === null && card.cardNo === null) faults.push({ field: "社会保障号码", reason: "缺少" });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, card };
}

const fieldNames = ["region", "certNo", "cardNo", "cardSn", "name", "issuedOn", "validTo"] as const;
