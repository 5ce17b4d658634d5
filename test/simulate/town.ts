import { createSecretKey } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { settleTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { fen } from "../../src/base/money.ts";
import { answerNational } from "../../src/gateway/national.ts";
import { createBooks, morning, valueOf } from "../app/test-desk.ts";
import type { Engine } from "../line/desk-and-centre.ts";
import { places, supervisor, town } from "../line/desk-and-centre.ts";
import { goods, townspeople } from "./people.ts";

/** Books of a desk or a centre before their day, made once and copied for every seed. */
export interface Template {
  readonly place: keyof typeof places;
  readonly copy: () => string;
  readonly drop: () => void;
}

/** A directory in memory where there is one: nothing here is about the disk, and `test/torture` is. */
function memoryDir(): string {
  return mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "onestop-simulate-"));
}

export function makeTemplate(place: keyof typeof places, block: number): Template {
  const root = memoryDir();
  const first = join(root, "0");
  createBooks(first, {
    institution: places[place],
    plan: "shiyan",
    moveIn: (ground) =>
      settleTown(ground, {
        ...town,
        operators: town.operators.filter(({ role }) => role === "supervisor"),
        people: townspeople,
        items: goods,
      }),
    block: { from: block * 100, to: block * 100 + 99 },
  });
  prepare(first);
  let copies = 0;
  return {
    place,
    copy: () => {
      copies += 1;
      const dir = join(root, String(copies));
      cpSync(first, dir, { recursive: true });
      return dir;
    },
    drop: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Opened as an engine opens them. */
export function openBooks(dir: string, clock: () => number): Engine {
  return openTerminal({ dir, passphrase: null, clock });
}

/** With a line, and an agreement that lets desks go on without it. */
function prepare(dir: string): void {
  const engine = openTerminal({ dir, passphrase: null, clock: () => morning });
  engine.setLine(true);
  const limits = { perSale: fen(1e6), perPersonDay: fen(1e7), perDesk: fen(1e8), count: 100 };
  valueOf(
    engine.agreeProvisional({ fresh: limits, old: limits, freshDays: 9999, oldDays: 9999 }, supervisor),
  );
  engine.tidyUp();
  engine.close();
}

function senderOf(body: string): (typeof places)[keyof typeof places] {
  return body.includes(`"fixmedins_code":"${places.pharmacy.code}"`) ? places.pharmacy : places.hospital;
}

/** A centre in this process: the real handlers over books of its own. */
export interface SimulatedCentre {
  readonly books: Engine;
  /** What a message comes to on the way and back; null: the centre died over it. */
  readonly deliver: (body: string) => string | null;
  /** It dies at so many steps from now, before what it has begun is in its books. */
  readonly dieIn: (steps: number) => void;
  readonly close: () => void;
}

export function openSimulatedCentre(dir: string, now: () => number): SimulatedCentre {
  const open = (): Engine => {
    const engine = openBooks(dir, now);
    // It is the centre, and asks none.
    engine.setLine(false);
    return engine;
  };
  let books = open();
  let left = Infinity;
  let serial = 0;
  // Every verb is a step: what dies within a message leaves nothing of it.
  const terminal = new Proxy(books, {
    get: (_first, name) => {
      const verb: unknown = Reflect.get(books, name);
      if (typeof verb !== "function") return verb;
      return (...args: unknown[]): unknown => {
        left -= 1;
        if (left <= 0) throw new Error("the centre is dead");
        return Reflect.apply(verb, undefined, args) as unknown;
      };
    },
  });
  const door = {
    terminal,
    now,
    demandsSignIn: true,
    hashKey: createSecretKey("simulated", "utf8"),
    nextSerial: () => (serial += 1),
  };
  return {
    get books() {
      return books;
    },
    deliver: (body) => {
      let answer: string | null = null;
      try {
        // One centre has the books of all its institutions: whose message it is, theirs they are.
        Object.assign(books.institution, senderOf(body));
        answer = JSON.stringify(answerNational(door, [body])[0]?.answer);
      } catch {
        // Died before it had begun.
      }
      if (left > 0) return answer;
      left = Infinity;
      books.close();
      books = open();
      return null;
    },
    dieIn: (steps) => {
      left = steps;
    },
    close: () => books.close(),
  };
}
