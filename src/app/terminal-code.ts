/** Codes of the verbs beside selling. */
type SupervisionCode =
  | "APPROVAL_REQUIRED"
  | "PIN_WRONG"
  | "PIN_LOCKED"
  | "PIN_TOO_SIMPLE"
  | "OPERATOR_NOT_FOUND"
  | "OPERATOR_INACTIVE"
  | "OPERATOR_EXISTS"
  | "LAST_ADMINISTRATOR"
  | "SHIFT_OPEN"
  | "SHIFT_NOT_OPEN"
  | "DAY_IN_FUTURE"
  | "EARLIER_DAY_OPEN"
  | "PACK_INVALID"
  | "INSTITUTION_IN_USE"
  | "VERIFY_RUNNING"
  | "COPY_NOT_FOUND"
  | "DEVICES_ELSEWHERE"
  | "DEVICES_UNAVAILABLE"
  | "PRINTER_NONE"
  | CloseCode;

/** Codes of a day's close with the centre. */
type CloseCode =
  "NOT_BALANCED" | "DIFFERENCE_UNNAMED" | "DIFFERENCE_NOT_FOUND" | "CENTRE_AWAY" | "CLOSE_RUNNING";

/** What is wrong with rules, a catalogue or a filing that come from elsewhere, or go there. */
type FactsCode =
  | "RULES_SIGNER_UNKNOWN"
  | "RULES_SIGNATURE_WRONG"
  | "RULES_HASH_WRONG"
  | "RULES_FORMAT_UNKNOWN"
  | "RULES_TOO_LARGE"
  | "RULES_UNREADABLE"
  | "RULES_OLDER"
  | "DOWNLOAD_NOT_FOUND"
  | "DOWNLOAD_STATE"
  | "CENTRE_UNREACHED"
  | "FILING_NOT_FOUND"
  | "FILING_STATE";

/** What is wrong with an offline voucher, in the order in which it is looked at. */
type VoucherCode =
  | "VOUCHER_TOO_LONG"
  | "VOUCHER_UNREADABLE"
  | "VOUCHER_ISSUER_UNKNOWN"
  | "VOUCHER_SIGNATURE_WRONG"
  | "VOUCHER_NOT_YET_VALID"
  | "VOUCHER_EXPIRED"
  | "VOUCHER_USED";

/** Codes that only the terminal can give, after those of the settlement, in the order of domain §11. */
export type TerminalCode =
  | "TRACE_CODE_REQUIRED"
  | "TRACE_CODE_USED"
  | "CLOCK_WENT_BACK"
  | "DAY_CLOSED"
  | "IDEMPOTENCY_CONFLICT"
  | "PREVIEW_STALE"
  | "ALREADY_REVERSED"
  | "LATER_SETTLEMENTS_DEPEND"
  | "SETTLEMENT_NOT_FOUND"
  | "PERSON_NOT_FOUND"
  | "ITEM_NOT_FOUND"
  | "RESETTLE_CODE_WRONG"
  | VoucherCode
  | "OFFLINE_LIMIT"
  | "OUTCOME_PENDING"
  | "CENTRE_AMOUNTS_WRONG"
  | FactsCode
  | SupervisionCode;
