/**
 * Whether the last digit of a GTIN, EAN or UPC is the one that the others ask for (GS1 General Specifications 7.9).
 *
 * @param digits  any number of digits; anything else does not hold
 */
export function holdsCheckDigit(digits: string): boolean {
  if (!/^\d{2,}$/.test(digits)) return false;
  let sum = 0;
  // From the right every second digit counts three times, the check digit itself once.
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    sum += at % 2 === 0 ? digit : digit * 3;
  }
  return sum % 10 === 0;
}
