/** Codes of domain §11 that the settlement itself can give, in their fixed order: the first that applies is the answer. */
export const refusalOrder = [
  "CLAIM_INVALID",
  "NOT_SUPPORTED",
  "PACK_NOT_FOUND",
  "PLAN_NOT_TRANSFERRED",
  "COVERAGE_NOT_IN_FORCE",
  "NOT_ENTITLED",
  "NOT_DESIGNATED",
  "RECORD_REQUIRED",
  "CLAIM_WINDOW_CLOSED",
  "INPATIENT_EXCLUDES_OUTPATIENT",
  "CHRONIC_LIMIT",
  "PRESCRIPTION_EXPIRED",
  "ACCOUNT_USE_NOT_ALLOWED",
  "ACCOUNT_INSUFFICIENT",
  "PACK_VALUE_UNKNOWN",
] as const;

export type RefusalCode = (typeof refusalOrder)[number];

/** The world said no: a stable code, a message in Chinese that says what to do, and the facts it rests on. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A refusal. @param message  in Chinese: what is wrong and what to do */
export function refuse(
  code: RefusalCode,
  message: string,
  details: Readonly<Record<string, unknown>>,
): Refusal {
  return { code, message, details };
}
