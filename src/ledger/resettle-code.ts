/**
 * What a person can read off a slip without doubt: no I, L, O, Q, U. Thirty-one signs, a prime, so that the check sign
 * below finds every wrong sign and every two that changed places.
 */
const signs = "0123456789ABCDEFGHJKMNPRSTVWXYZ";
const bodyLength = 6;

/**
 * The code under which a cash sale is found again: its number in the ledger and a check sign, "000-01A7".
 *
 * @param number  of the settlement, from 1
 */
export function formatResettleCode(number: number): string {
  let body = "";
  for (let rest = number; rest > 0; rest = Math.floor(rest / signs.length))
    body = `${signs.charAt(rest % signs.length)}${body}`;
  body = body.padStart(bodyLength, "0");
  return `${body.slice(0, -3)}-${body.slice(-3)}${checkSign(body)}`;
}

/** The number of a code as typed, in any case, with or without its dash; null: mistyped. */
export function readResettleCode(typed: string): number | null {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll(/[OQ]/g, "0").replaceAll(/[IL]/g, "1");
  const body = text.slice(0, -1);
  if (body.length < bodyLength || body.length > 10) return null;
  if (!Array.from(text).every((sign) => signs.includes(sign)) || checkSign(body) !== text.at(-1)) return null;
  let number = 0;
  for (const sign of body) number = number * signs.length + signs.indexOf(sign);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** Each place has a weight of its own, none of them zero. */
function checkSign(body: string): string {
  let sum = 0;
  for (const [at, sign] of Array.from(body).entries()) sum += (body.length - at + 1) * signs.indexOf(sign);
  return signs.charAt(sum % signs.length);
}
