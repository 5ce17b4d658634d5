import type { CardFault, CardResult, Check } from "./card-fields.ts";
import { isAnything, isCertNo, isDay, isName } from "./card-fields.ts";

/** The nine fields of a reader of the resident identity card, in their order. @source 读卡器 ReadSFZ */
const fields: readonly (readonly [name: string, check: Check, needed: boolean])[] = [
  ["姓名", isName, true],
  ["性别", isAnything, false],
  ["民族", isAnything, false],
  ["出生日期", isAnything, false],
  ["住址", isAnything, false],
  ["身份证号", isCertNo, true],
  ["签发日期", isDay, false],
  // "长期" where it never ends.
  ["截止日期", (text) => (text === "长期" ? null : isDay(text)), false],
  ["签发机关", isAnything, false],
];
const charactersMax = 2048;

/** Reads what a reader of identity cards sent; only who it is and how long the card holds is taken from it. */
export function parseIdCardText(text: string): CardResult {
  if (text.length > charactersMax)
    return { ok: false, faults: [{ field: "整串", reason: `超过 ${charactersMax} 字符` }] };
  const parts = text
    .replace(/[\r\n\0]+$/, "")
    .split("|")
    .map((part) => part.trim());
  if (parts.length > fields.length && parts.at(-1) === "") parts.pop();
  const faults: CardFault[] = [];
  for (const [at, [field, check, needed]] of fields.entries()) {
    const part = parts[at] ?? "";
    const reason = part === "" ? (needed ? "缺少" : null) : check(part);
    if (reason !== null) faults.push({ field, reason });
  }
  if (parts.length > fields.length)
    faults.push({ field: "整串", reason: `多出 ${parts.length - fields.length} 项，应为 9 项` });
  if (faults.length > 0) return { ok: false, faults };
  const at = (place: number): string | null => {
    const part = parts[place] ?? "";
    return part === "" ? null : part;
  };
  const none = { region: null, cardNo: null, cardSn: null };
  return {
    ok: true,
    card: { ...none, name: at(0), certNo: at(5), issuedOn: at(6), validTo: at(7) },
  };
}
