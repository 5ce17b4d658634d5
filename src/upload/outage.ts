/** Why the centre is away (domain §7). */
export const outageClasses = ["accident", "maintenance", "yearEndStop"] as const;
export type OutageClass = (typeof outageClasses)[number];

/** A stop that was told of beforehand. */
export interface AnnouncedStop {
  readonly class: OutageClass;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Whether the centre can be asked, and since when. Times are milliseconds since 1970. */
export interface Line {
  readonly state: "online" | "offline";
  readonly sinceMs: number;
  /** While offline. */
  readonly class: OutageClass | null;
  /** Calls that did not reach it, in a row. */
  readonly failures: number;
  readonly stop: AnnouncedStop | null;
}

export type LineEvent =
  | { readonly kind: "reached" | "looked" }
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "announced"; readonly stop: AnnouncedStop | null };

/** So many calls in a row must fail before the desk says that the centre is away. */
const failuresMax = 3;
/** What a centre that takes nothing in says of itself: one such answer is enough. */
const saidSo: ReadonlyMap<string, OutageClass> = new Map([
  ["CENTRE_STOPPED", "yearEndStop"],
  ["CENTRE_MAINTENANCE", "maintenance"],
]);

/** A line that nobody has asked yet. @param nowMs  milliseconds since 1970 @returns online, until a call says otherwise (domain §7) */
export function newLine(nowMs: number): Line {
  return { state: "online", sinceMs: nowMs, class: null, failures: 0, stop: null };
}

/** Whether an announced stop is on: then nothing is sent, whether or not somebody would answer. */
export function isStopped({ stop }: Pick<Line, "stop">, nowMs: number): boolean {
  return stop !== null && stop.fromMs <= nowMs && nowMs < stop.untilMs;
}

/**
 * The line after an event: offline by failed calls, by what the centre says or by an announced stop; online again by
 * the first call that reaches it, without anybody's doing.
 *
 * @source domain §7
 */
export function nextLine(line: Line, event: LineEvent, nowMs: number): Line {
  switch (event.kind) {
    case "announced":
      return withStop({ ...line, stop: event.stop }, nowMs);
    case "looked":
      return withStop(line, nowMs);
    case "reached":
      return isStopped(line, nowMs) ? withStop(line, nowMs) : online(line, nowMs);
    case "failed": {
      const failures = line.failures + 1;
      const said = saidSo.get(event.code);
      const counted = withStop({ ...line, failures }, nowMs);
      if (counted.state === "offline") return counted;
      if (said !== undefined) return { ...counted, state: "offline", sinceMs: nowMs, class: said };
      if (failures < failuresMax) return counted;
      return { ...counted, state: "offline", sinceMs: nowMs, class: "accident" };
    }
  }
}

function online(line: Line, nowMs: number): Line {
  const { stop } = line;
  const ahead = stop !== null && nowMs < stop.untilMs ? stop : null;
  if (line.state === "online") return { ...line, failures: 0, stop: ahead };
  return { state: "online", sinceMs: nowMs, class: null, failures: 0, stop: ahead };
}

/** An announced stop begins when its time has come; its end is for a call that reaches the centre to find. */
function withStop(line: Line, nowMs: number): Line {
  const { stop } = line;
  if (stop === null || !isStopped(line, nowMs)) return line;
  if (line.state === "offline") return line;
  return { ...line, state: "offline", sinceMs: nowMs, class: stop.class };
}
