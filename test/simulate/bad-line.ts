import type { Sent } from "../../src/line/client.ts";
import type { Draws } from "./draws.ts";
import type { SimulatedCentre } from "./town.ts";

/** What can befall a message on its way. */
const fates = ["notSent", "lost", "lostAnswer", "cut", "twice", "late", "echo", "fault", "stopped"] as const;
type Fate = (typeof fates)[number];

/** The line between desks and centre: as bad as it is told to be. */
export interface BadLine {
  readonly send: (body: string) => Promise<Sent>;
  /** 0: nothing goes wrong; 1: everything does. */
  badness: number;
  isCut: boolean;
  /** Brings what is late, in any order. */
  readonly bringLate: () => void;
  /** How often each fate has struck. */
  readonly struck: ReadonlyMap<Fate, number>;
}

export function openBadLine(centre: SimulatedCentre, draws: Draws, now: () => number): BadLine {
  const late: string[] = [];
  const struck = new Map<Fate, number>();
  const answered = (body: string | null): Sent =>
    body === null
      ? { kind: "unknown", reason: "ECONNRESET" }
      : { kind: "answered", body, sentMs: now(), receivedMs: now() };
  const meet = (fate: Fate, body: string): Sent => {
    switch (fate) {
      case "notSent":
        return { kind: "notSent", reason: "ECONNREFUSED" };
      case "lost":
        return { kind: "unknown", reason: "ECONNRESET" };
      case "lostAnswer":
        centre.deliver(body);
        return { kind: "unknown", reason: "ECONNRESET" };
      case "cut": {
        const whole = centre.deliver(body);
        return answered(whole === null ? null : whole.slice(0, draws.upTo(whole.length)));
      }
      case "twice":
        centre.deliver(body);
        return answered(centre.deliver(body));
      case "late":
        late.push(body);
        return { kind: "unknown", reason: "TIMEOUT" };
      case "echo":
        late.push(body);
        return answered(centre.deliver(body));
      case "fault":
        if (draws.chance() < 0.5) centre.deliver(body);
        return answered('{"infcode":-1,"err_msg":"INTERNAL_ERROR","output":{}}');
      case "stopped":
        return answered('{"infcode":-1,"err_msg":"CENTRE_MAINTENANCE","output":{}}');
    }
  };
  const line: BadLine = {
    badness: 0,
    isCut: false,
    struck,
    send: async (body) => {
      await Promise.resolve();
      if (line.isCut) return { kind: "notSent", reason: "ECONNREFUSED" };
      if (draws.chance() >= line.badness) return answered(centre.deliver(body));
      const fate = draws.oneOf(fates);
      struck.set(fate, (struck.get(fate) ?? 0) + 1);
      return meet(fate, body);
    },
    bringLate: () => {
      while (late.length > 0) {
        const [body = ""] = late.splice(draws.upTo(late.length), 1);
        centre.deliver(body);
      }
    },
  };
  return line;
}
