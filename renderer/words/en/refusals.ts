import type { Words } from "../words.ts";

/** What each refusal says to people, in English. */
export const refusals: Words["refusals"] = {
  CLAIM_INVALID: {
    title: "Something is not right on the bill",
    todo: "Correct the places listed and try again",
  },
  NOT_SUPPORTED: { title: "Not supported here yet", todo: "Use the insurance office or the original system" },
  PACK_NOT_FOUND: {
    title: "No rules cover this person on this day",
    todo: "Update the rule packs; check the service date and the kind of insurance",
  },
  PLAN_NOT_TRANSFERRED: {
    title: "The employer's plan is not run here yet",
    todo: "Proceed under the employer's own plan",
  },
  COVERAGE_NOT_IN_FORCE: { title: "Coverage has not begun", todo: "Settle after it begins, or take cash" },
  NOT_ENTITLED: {
    title: "The person does not have this benefit",
    todo: "Choose another visit type, or have it granted first",
  },
  NOT_DESIGNATED: {
    title: "This institution is not contracted for it",
    todo: "Refer to one that is, or take cash",
  },
  RECORD_REQUIRED: {
    title: "An off-site record is needed",
    todo: "Enter the record, or take cash and claim by hand",
  },
  CLAIM_WINDOW_CLOSED: { title: "Too late to claim", todo: "Ask the office of the person's own region" },
  INPATIENT_EXCLUDES_OUTPATIENT: {
    title: "No outpatient benefit during a hospital stay",
    todo: "Use the personal account or cash",
  },
  CHRONIC_LIMIT: {
    title: "More chronic diseases than allowed",
    todo: "Check the recognised diseases with the office",
  },
  PRESCRIPTION_EXPIRED: { title: "The prescription is not valid today", todo: "Ask for a new prescription" },
  ACCOUNT_USE_NOT_ALLOWED: {
    title: "This account may not be used so",
    todo: "Leave that relative's account out",
  },
  ACCOUNT_INSUFFICIENT: {
    title: "Not enough in the accounts",
    todo: "Lower the amount paid from the accounts",
  },
  PACK_VALUE_UNKNOWN: {
    title: "A figure of the rules is not known yet",
    todo: "Ask the office and enter it as a supplement",
  },
  TRACE_CODE_REQUIRED: { title: "Trace codes are missing", todo: "Scan them, or state why there are none" },
  TRACE_CODE_USED: {
    title: "This box has been sold before",
    todo: "Stop the sale of this box and check the earlier sale shown",
  },
  RULES_SIGNER_UNKNOWN: { title: "Signer not known", todo: "An administrator enters the signer's key" },
  RULES_SIGNATURE_WRONG: { title: "Wrong signature", todo: "Do not use this file; fetch it again" },
  RULES_HASH_WRONG: { title: "Not what was signed", todo: "Download or copy it again" },
  RULES_FORMAT_UNKNOWN: { title: "Unknown format", todo: "Check the file, or update the program first" },
  RULES_TOO_LARGE: { title: "File too large", todo: "Check where the file comes from" },
  RULES_UNREADABLE: { title: "File not whole", todo: "Download or copy it again" },
  RULES_OLDER: { title: "Not newer than what is in use", todo: "To go back, roll back" },
  DOWNLOAD_NOT_FOUND: { title: "No such download", todo: "Refresh and choose again" },
  DOWNLOAD_STATE: { title: "Not possible for this download", todo: "Refresh and look at its state" },
  CENTRE_UNREACHED: { title: "Centre not reached", todo: "Try later, or import from a medium" },
  FILING_NOT_FOUND: { title: "No such filing", todo: "Check its number" },
  FILING_STATE: { title: "This filing cannot be taken back", todo: "Wait until the centre has confirmed it" },
  CLOCK_WENT_BACK: {
    title: "The machine's clock went back",
    todo: "Set the time right; a supervisor confirms it",
  },
  DAY_CLOSED: { title: "The day is closed", todo: "Enter it as a correction on a later day" },
  IDEMPOTENCY_CONFLICT: {
    title: "This bill has been settled with other content",
    todo: "See the settlement that stands; begin a new bill for more",
  },
  PREVIEW_STALE: {
    title: "The split has changed meanwhile",
    todo: "Look at the new split and confirm again",
  },
  OFFLINE_LIMIT: { title: "Beyond the offline limit", todo: "Take it all in cash and settle later" },
  CENTRE_AMOUNTS_WRONG: {
    title: "The centre's amounts do not add up",
    todo: "They cannot be accepted: reverse the settlement or ask the bureau.",
  },
  OUTCOME_PENDING: {
    title: "The last bill is not yet known",
    todo: "Wait a little, or take it all in cash and settle it later",
  },
  ALREADY_REVERSED: { title: "Already reversed", todo: "See the reversal" },
  LATER_SETTLEMENTS_DEPEND: {
    title: "Later settlements depend on it",
    todo: "Reverse the listed ones first",
  },
  SETTLEMENT_NOT_FOUND: { title: "No such settlement here", todo: "Check the number" },
  PERSON_NOT_FOUND: {
    title: "Nobody here holds this credential",
    todo: "Check the credential, or look the person up online",
  },
  ITEM_NOT_FOUND: {
    title: "Not in the catalogue on this day",
    todo: "Check the code or update the catalogue",
  },
  DEVICES_ELSEWHERE: {
    title: "The devices are at another machine",
    todo: "Go to the machine they are plugged into",
  },
  DEVICES_UNAVAILABLE: {
    title: "The devices did not do it",
    todo: "Try again; settling is not touched by it",
  },
  PRINTER_NONE: {
    title: "This desk has no slip printer",
    todo: "Use the print dialog, or have a printer set up",
  },
  RESETTLE_CODE_WRONG: { title: "The re-settlement code is not right", todo: "Enter it again from the slip" },
  APPROVAL_REQUIRED: {
    title: "Somebody else has to approve",
    todo: "Ask a supervisor or administrator for number and PIN",
  },
  PIN_WRONG: { title: "Number or PIN is not right", todo: "Check both and try again" },
  PIN_LOCKED: {
    title: "The PIN is locked",
    todo: "Wait until the time shown, or have a supervisor unlock it",
  },
  PIN_TOO_SIMPLE: {
    title: "The PIN is too simple",
    todo: "At least six digits, not all alike, not in a row",
  },
  OPERATOR_NOT_FOUND: { title: "No such operator", todo: "Check the number" },
  OPERATOR_INACTIVE: { title: "This operator is no longer active", todo: "Ask the administrator" },
  OPERATOR_EXISTS: { title: "The number is taken", todo: "Choose another number" },
  LAST_ADMINISTRATOR: { title: "This is the last administrator", todo: "Add another one first" },
  SHIFT_OPEN: { title: "A shift is open", todo: "Hand it over first" },
  SHIFT_NOT_OPEN: { title: "No shift is open", todo: "Begin a shift first" },
  NOT_BALANCED: { title: "Not balanced yet", todo: "Go on reconciling, or close provisionally" },
  DIFFERENCE_UNNAMED: { title: "A difference has no cause", todo: "Reconcile again; then ask the office" },
  DIFFERENCE_NOT_FOUND: { title: "The difference is gone", todo: "Refresh and look again" },
  CENTRE_AWAY: { title: "The centre did not answer", todo: "Try again once it is back; nothing has changed" },
  CLOSE_RUNNING: { title: "A close is under way", todo: "Wait for it, or cancel and go on later" },
  DAY_IN_FUTURE: { title: "The day has not come yet", todo: "Do it on that day or later" },
  EARLIER_DAY_OPEN: { title: "An earlier day is still open", todo: "Close the days in order" },
  PACK_INVALID: { title: "The rule files are not right", todo: "Correct the places listed" },
  INSTITUTION_IN_USE: { title: "The code is in use", todo: "Make a new data directory" },
  VERIFY_RUNNING: { title: "Other work is under way", todo: "Try again when it has ended" },
  IN_USE: { title: "The books are in use", todo: "Close the other engine or program" },
  NEWER_FILE: { title: "The books are from a later version", todo: "Upgrade the program" },
  NOT_OURS: { title: "These are not our books", todo: "Check the data directory" },
  DAMAGED: { title: "The books are damaged", todo: "Restore a backup; a supervisor may salvage them" },
  INCOMPLETE: {
    title: "The end of the books is missing",
    todo: "A supervisor salvages them and checks what is missing",
  },
  MISSING: { title: "There are no books", todo: "Check the path" },
  EXISTS: { title: "A file is in the way", todo: "Choose another file" },
  KEY: { title: "The key of the books is missing", todo: "Provide the passphrase or the key's backup" },
  DISK_FULL: { title: "The disk is full", todo: "Free some space and try again" },
  READ_ONLY: { title: "The books cannot be written", todo: "Check permissions and the disk" },
  DISK_FAULT: { title: "The disk reports a fault", todo: "Check the disk; back up first" },
  OUTCOME_UNKNOWN: {
    title: "The outcome is not known yet",
    todo: "Try again: the same bill tells the truth and is never booked twice",
  },
  UNREACHABLE: {
    title: "The engine does not answer",
    todo: "It reconnects by itself; otherwise open OneStop again",
  },
  SESSION_ENDED: { title: "This page's session has ended", todo: "Open the page from OneStop again" },
  TOO_MANY: { title: "Too many requests", todo: "Wait a moment and try again" },
  INTERNAL_ERROR: { title: "An error inside the program", todo: "Call the vendor and keep the bill" },
};
