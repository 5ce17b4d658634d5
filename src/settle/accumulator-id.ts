import type { CivilDate } from "../base/civil-date.ts";
import { fen, formatFen } from "../base/money.ts";

/**
 * Names of accumulators (累计): what a person has used of a deductible, a cap or a line. The names are part of the
 * contract with everyone who hands us accumulators or reads them.
 */
export type AccumulatorId = string;

const level = "(?:community|1|2|3|provincial|unrated)";
const key = "[^\\p{C}\\s]{1,64}";

/** Every id that a rule may ask for. */
export const accumulatorPattern = new RegExp(
  `^(?:(?:outpatient|inpatient|chronic|dualChannel|pharmacy)\\.(?:deductible(?:\\.${level})?|fund|cost|base)` +
    `|(?:outpatient|pharmacy|chronic|dualChannel)\\.visit\\.${key}\\.${key}` +
    `|inpatient\\.stays\\.(?:${level}|any)` +
    `|(?:basic|supplementary|assistance)\\.fund|(?:major|supplementary)\\.burden|major\\.fund` +
    `|(?:chronic|outpatient|dualChannel|pharmacy)\\.(?:cost|fund|base)(?:\\.M\\d{5})?(?:\\.\\d{4}(?:-(?:\\d{2}|Q\\d))?)?` +
    `|maternity\\.(?:antenatal|birth)\\.fund\\.${key})$`,
  "u",
);

/** Stays are counted, not summed. */
export function isCount(id: AccumulatorId): boolean {
  return id.startsWith("inpatient.stays.");
}

/**
 * Whether an accumulator lives on beyond the year: a visit is one whatever the calendar says, a pregnancy too, and what
 * carries its own period in its name needs no other.
 */
export function periodOf(id: AccumulatorId, serviceDate: CivilDate): string {
  if (id.includes(".visit.") || id.startsWith("maternity.")) return "";
  return serviceDate.slice(0, 4);
}

/** An accumulator's value: yuan, or a plain count of stays. */
export function formatUsed(id: string, value: number): string {
  return isCount(id) ? String(value) : formatFen(fen(value));
}
