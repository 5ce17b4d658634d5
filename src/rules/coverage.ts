import type { CivilDate } from "../base/civil-date.ts";
import { addDays } from "../base/civil-date.ts";
import type { Fault } from "../base/faults.ts";

/** A stretch of days, both ends included; `to: null` is open. */
export interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate | null;
}

/** Whether a day lies in a span. */
export function covers(span: Span, date: CivilDate): boolean {
  return span.from <= date && (span.to === null || date <= span.to);
}

/**
 * Finds the days of `whole` that no version covers or that two cover, so that a rule is never silently missing or double.
 *
 * @param path      where the versions stand
 * @param versions  in any order
 * @returns one fault for each gap, overlap, or version outside `whole`
 */
export function coverageFaults(path: string, versions: readonly Span[], whole: Span): Fault[] {
  const faults: Fault[] = [];
  const sorted = versions.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  let next: CivilDate | null = whole.from;
  for (const version of sorted) {
    const value = `${version.from} – ${version.to ?? ""}`;
    if (version.to !== null && version.to < version.from) {
      faults.push({ path, value, reason: "止日早于起日" });
      continue;
    }
    if (version.from < whole.from || outlasts(version, whole)) {
      faults.push({ path, value, reason: `超出有效期 ${whole.from} – ${whole.to ?? "长期"}` });
    }
    if (next === null || version.from < next) faults.push({ path, value, reason: "与前一版本日期重叠" });
    else if (version.from > next) {
      faults.push({ path, value, reason: `${next} 至 ${addDays(version.from, -1)} 没有规则` });
    }
    if (next !== null) next = version.to === null ? null : later(next, addDays(version.to, 1));
  }
  const end = whole.to === null ? null : addDays(whole.to, 1);
  if (next !== null && (end === null || next < end)) {
    faults.push({ path, value: "", reason: `${next} 起没有规则` });
  }
  return faults;
}

function outlasts(version: Span, whole: Span): boolean {
  if (whole.to === null) return false;
  return version.to === null || version.to > whole.to;
}

function later(a: CivilDate, b: CivilDate): CivilDate {
  return a < b ? b : a;
}
