import { maskName, maskNumber } from "../app/papers/mask.ts";

/**
 * An event of a device without what it tells of a person: names but their first sign, numbers but their end. Scans that
 * hold a person (tokens, cards, vouchers) are masked whole; goods and trace codes are nobody's.
 */
export function maskedEvent(told: object): object {
  if ("card" in told && typeof told.card === "object" && told.card !== null)
    return { ...told, card: maskedCard(told.card) };
  if (!("content" in told) || typeof told.content !== "object" || told.content === null) return told;
  const { content } = told;
  if (!("kind" in content && "text" in content && typeof content.text === "string")) return told;
  if (!personal.has(String(content.kind))) return told;
  return { ...told, content: { ...content, text: maskText(content.text) } };
}

/** What nobody has recognised may be anything. */
const personal: ReadonlySet<string> = new Set([
  "insuranceQr",
  "cardString",
  "idCardString",
  "offlineVoucher",
  "prescription",
  "unknown",
]);
const shown: ReadonlySet<string> = new Set(["region", "issuedOn", "validTo"]);

function maskedCard(card: object): object {
  const fields = Object.entries(card).map(([field, value]: [string, unknown]) => {
    if (typeof value !== "string" || shown.has(field)) return [field, value] as const;
    return [field, field === "name" ? maskName(value) : maskNumber(value)] as const;
  });
  return Object.fromEntries(fields);
}

/** Of a text nobody knows where in it a name stands: its length, and what may be told of a number. */
function maskText(text: string): string {
  return /^[\w+/=.:-]+$/.test(text) ? maskNumber(text) : `（${Array.from(text).length} 字）`;
}
