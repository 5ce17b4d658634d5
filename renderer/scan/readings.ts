/** What a scanned or typed text may be. */
export type Reading =
  | { readonly is: "credential"; readonly type: "01" | "02" | "03" }
  | { readonly is: "item" }
  | { readonly is: "traceCode" };

const identity: Reading = { is: "credential", type: "02" };
const token: Reading = { is: "credential", type: "01" };
const card: Reading = { is: "credential", type: "03" };
const item: Reading = { is: "item" };
const traceCode: Reading = { is: "traceCode" };

/**
 * What a text may be, the likeliest first; the desk asks the engine in this order. Codes of goods are digits or a letter
 * and digits, identity numbers have their own form, trace codes are twenty digits or GS1 with a serial number; a token of
 * the electronic credential has no form that is told.
 */
export function readingsOf(text: string): readonly Reading[] {
  if (/^\d{17}[\dX]$/i.test(text)) return [identity];
  if (/^\d{20}$/.test(text) || /^(?:\]d2)?01\d{14}.*21.+$/.test(text)) return [traceCode];
  if (/^\d{8,14}$/.test(text)) return [item, card];
  if (/^[A-Z]{1,4}\d{4,}[A-Z\d-]{0,20}$/i.test(text)) return [item, card, token];
  if (/^[\w+/=.:-]{6,}$/.test(text)) return [token, card, item];
  return [item];
}
