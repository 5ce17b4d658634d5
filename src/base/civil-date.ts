import { assert } from "./assert.ts";

declare const kind: unique symbol;

/** Civil day in Asia/Shanghai, "YYYY-MM-DD", so that < orders days. */
export type CivilDate = string & { readonly [kind]: "civil-date" };

/** Shanghai has been at UTC+8 without a summer time since 1991; no claim is older. */
const shanghaiOffsetMs = 8 * 3_600_000;
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Reads "YYYY-MM-DD"; a day that does not exist gives null. */
export function parseCivilDate(text: string): CivilDate | null {
  const match = datePattern.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1850 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return null;
  return text as CivilDate;
}

/**
 * The civil day in Shanghai of an ISO 8601 instant with seconds and an offset.
 *
 * @returns null when the text is no such instant, or names or falls on a day that `parseCivilDate` does not take
 */
export function shanghaiDateOf(instant: string): CivilDate | null {
  const match = instantPattern.exec(instant);
  if (match === null) return null;
  const day = match[1] as string;
  if (parseCivilDate(day) === null) return null;
  // The usual case needs no arithmetic: the text already stands in Shanghai time.
  if (match[6] === "+08:00") return day as CivilDate;
  return parseCivilDate(isoDayOf(Date.parse(instant) + shanghaiOffsetMs));
}

/** Whole years lived on a day; who is born on 29 February is a year older on 1 March of a common year. */
export function fullYears(birth: CivilDate, on: CivilDate): number {
  const years = yearOf(on) - yearOf(birth);
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The calendar year, by which accumulators are kept. */
export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4));
}

/** "YYYY-MM". */
export function monthOf(date: CivilDate): string {
  return date.slice(0, 7);
}

/** "YYYY-Qn". */
export function quarterOf(date: CivilDate): string {
  return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

/** The day so many days later; earlier when `days` is below zero. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return isoDayOf(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);
}

/** When a benefit starts that begins the month after enrolment (当月参保，次月生效). */
export function firstOfNextMonth(date: CivilDate): CivilDate {
  const year = yearOf(date);
  const month = Number(date.slice(5, 7));
  return civilDate(month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`);
}

/** Brands a day written in our own code or data. @throws Bug when it does not exist */
export function civilDate(text: string): CivilDate {
  const date = parseCivilDate(text);
  assert(date !== null, `"${text}" is no day`);
  return date;
}

function isoDayOf(epochMs: number): CivilDate {
  const days = Math.floor(epochMs / 86_400_000);
  // Days to year, month, day by the era method: no Date object, so no time zone can creep in.
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` as CivilDate;
}
