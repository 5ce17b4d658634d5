import { createSecretKey } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { settleTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import type { Sent } from "../../src/line/client.ts";
import { answerNational } from "../../src/gateway/national.ts";
import { fen } from "../../src/base/money.ts";
import { createBooks, morning, valueOf } from "../app/test-desk.ts";
import type { Engine } from "../line/desk-and-centre.ts";
import { customers, places, supervisor, town } from "../line/desk-and-centre.ts";
import type { Draws } from "./draws.ts";

/** Books of a desk or a centre before their day, made once and copied for every seed. */
export interface Template {
  readonly copy: () => string;
  readonly drop: () => void;
}

export function makeTemplate(kind: keyof typeof places, block: number): Template {
  const root = mkdtempSync(join(tmpdir(), "onestop-simulate-"));
  createBooks(join(root, "0"), {
    institution: places[kind],
    plan: "shiyan",
    moveIn: (ground) => settleTown(ground, { ...town, people: customers, items: town.items.slice(0, 200) }),
    block: { from: block * 100, to: block * 100 + 99 },
  });
  prepare(join(root, "0"));
  let copies = 0;
  return {
    copy: () => {
      copies += 1;
      const dir = join(root, String(copies));
      cpSync(join(root, "0"), dir, { recursive: true });
      return dir;
    },
    drop: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** With a line, and an agreement that lets desks go on without it. */
function prepare(dir: string): void {
  const engine = openTerminal({ dir, passphrase: null, clock: () => morning });
  engine.setLine(true);
  const limits = { perSale: fen(1e6), perPersonDay: fen(1e7), perDesk: fen(1e8), count: 100 };
  valueOf(
    engine.agreeProvisional({ fresh: limits, old: limits, freshDays: 9999, oldDays: 9999 }, supervisor),
  );
  engine.close();
}

/** A centre in this process: the real handlers over books of its own. */
export interface SimulatedCentre {
  readonly books: Engine;
  /** What a message comes to on the way and back. */
  readonly deliver: (body: string) => string;
}

export function openSimulatedCentre(dir: string, now: () => number): SimulatedCentre {
  const books = openTerminal({ dir, passphrase: null, clock: now });
  // It is the centre, and asks none.
  books.setLine(false);
  let serial = 0;
  const door = {
    terminal: books,
    now,
    demandsSignIn: true,
    hashKey: createSecretKey("simulated", "utf8"),
    nextSerial: () => (serial += 1),
  };
  return { books, deliver: (body) => JSON.stringify(answerNational(door, [body])[0]?.answer) };
}

/** What can befall a message on its way. */
const fates = ["notSent", "lost", "lostAnswer", "cut", "twice", "late", "fault"] as const;

/** The line between desks and centre: as bad as it is told to be. */
export interface BadLine {
  readonly send: (body: string) => Promise<Sent>;
  /** 0: nothing goes wrong; 1: everything does. */
  badness: number;
  isCut: boolean;
  /** Brings what is late. */
  readonly bringLate: () => void;
}

export function openBadLine(centre: SimulatedCentre, draws: Draws, now: () => number): BadLine {
  const late: string[] = [];
  const answered = (body: string): Sent => ({ kind: "answered", body, sentMs: now(), receivedMs: now() });
  const line: BadLine = {
    badness: 0,
    isCut: false,
    send: async (body) => {
      await Promise.resolve();
      if (line.isCut) return { kind: "notSent", reason: "ECONNREFUSED" };
      if (draws.chance() >= line.badness) return answered(centre.deliver(body));
      switch (draws.oneOf(fates)) {
        case "notSent":
          return { kind: "notSent", reason: "ECONNREFUSED" };
        case "lost":
          return { kind: "unknown", reason: "ECONNRESET" };
        case "lostAnswer":
          centre.deliver(body);
          return { kind: "unknown", reason: "ECONNRESET" };
        case "cut": {
          const whole = centre.deliver(body);
          return answered(whole.slice(0, draws.upTo(whole.length)));
        }
        case "twice":
          centre.deliver(body);
          return answered(centre.deliver(body));
        case "late":
          late.push(body);
          return { kind: "unknown", reason: "TIMEOUT" };
        case "fault":
          if (draws.chance() < 0.5) centre.deliver(body);
          return answered('{"infcode":-1,"err_msg":"INTERNAL_ERROR","output":{}}');
      }
    },
    bringLate: () => {
      for (const body of late.splice(0)) centre.deliver(body);
    },
  };
  return line;
}
