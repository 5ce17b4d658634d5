import type { Store } from "../store/open-store.ts";
import type { Result } from "./terminal.ts";

/** Wall time as the terminal uses it. */
export interface Clock {
  readonly nowMs: () => number;
  /** Now, for a commit; refused when the clock cannot be believed. */
  readonly forCommit: () => Result<number>;
  /** What the clock shows is right, says a supervisor. */
  readonly confirm: () => void;
}

/** Small steps back are how clocks are kept right; a commit then bears the time of the one before. */
const toleranceMs = 2000;
const shanghaiOffsetMs = 8 * 3_600_000;

/** @param read  milliseconds since 1970, whatever the machine believes */
export function openClock(store: Store, read: () => number): Clock {
  let seenMs = 0;
  return {
    nowMs: read,
    forCommit: () => {
      const now = read();
      const floor = store.counters.read("clockFloorMs") ?? 0;
      const latest = Math.max(floor, seenMs);
      if (now >= latest - toleranceMs) {
        seenMs = Math.max(seenMs, now);
        return { ok: true, value: Math.max(now, floor) };
      }
      const message = `本机时钟（${shanghaiTime(now)}）早于上次结算，请校准时间后由主管确认`;
      const details = { now: shanghaiTime(now), latest: shanghaiTime(latest) };
      return { ok: false, refusal: { code: "CLOCK_WENT_BACK", message, details } };
    },
    confirm: () => {
      seenMs = read();
      store.counters.write({ clockFloorMs: seenMs });
    },
  };
}

/** "2026-01-02T03:04:05.678+08:00" */
export function shanghaiTime(ms: number): string {
  return `${new Date(ms + shanghaiOffsetMs).toISOString().slice(0, 23)}+08:00`;
}

/** "2026-01-02" */
export function shanghaiDay(ms: number): string {
  return dayOf(shanghaiTime(ms));
}

/** The day of a time as `shanghaiTime` writes it. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** The second of such a time: "20260102030405". */
export function secondOf(time: string): string {
  return `${time.slice(0, 4)}${time.slice(5, 7)}${time.slice(8, 10)}${time.slice(11, 13)}${time.slice(14, 16)}${time.slice(17, 19)}`;
}

/** The second after one written as "20260102030405". */
export function secondAfter(second: string): string {
  const [year = "", month = "", day = "", hour = "", minute = "", rest = ""] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(second)?.slice(1) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${rest}+08:00`);
  return secondOf(shanghaiTime(at + 1000));
}
