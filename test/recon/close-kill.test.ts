import { afterAll, beforeAll, expect, test } from "vitest";

import { openCentreDoor } from "../../src/app/centre-door.ts";
import { openDayCloser } from "../../src/app/day-closer.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import { openLine } from "../../src/line/client.ts";
import { valueOf } from "../app/test-desk.ts";
import { supervisor } from "../line/desk-and-centre.ts";
import type { Engine } from "../line/desk-and-centre.ts";
import { endOfDay } from "./inject.ts";
import type { Ground } from "./inject-causes.ts";
import { openGround } from "./inject-causes.ts";
import { cashier } from "./close-desk.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround("pharmacy");
}, 240_000);
afterAll(async () => await ground.close());

/** Books that end with the n-th of what a close writes: before it, or right after. */
function dyingAt(engine: Engine, at: number, isAfter: boolean): Engine {
  let writes = 0;
  const watched = new Set(["keepClosing", "mark", "acknowledge", "reverseAsThere", "sealDay"]);
  return new Proxy(engine, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function" || !watched.has(String(name))) return value;
      return (...args: unknown[]): unknown => {
        writes += 1;
        if (writes === at && !isAfter) throw new Error("killed");
        const done: unknown = Reflect.apply(value, undefined, args);
        if (writes === at) throw new Error("killed");
        return done;
      };
    },
  });
}

/** The whole close: looks, does every deed, seals. */
async function closeWith(engine: Engine, day: string): Promise<void> {
  const { centre, desk } = ground;
  const adapter = plainAdapter(centre.token);
  const now = (): number => centre.clock.ms;
  const client = openLine({ url: centre.url, adapter, now });
  const control = {
    outcome: async () => await Promise.reject(new Error("nothing is sent here")),
    retryNow: () => undefined,
    sender: desk.sender.state,
    tried: () => undefined,
    centre: openCentreDoor(engine, client, adapter, now),
  };
  try {
    const closer = openDayCloser(engine, control);
    valueOf(await closer.continueClose(day));
    const asked = { day, ids: null, actor: cashier, approval: supervisor };
    valueOf(await closer.repair(asked));
    valueOf(engine.sealDay(day, supervisor, false));
  } finally {
    client.close();
  }
}

test("a close that is killed before or after any of its writes goes on and seals its day exactly once", async () => {
  const { centre, desk } = ground;
  let killed = 0;
  for (const isAfter of [false, true]) {
    for (let at = 1; ; at += 1) {
      centre.clock.ms = endOfDay(centre.clock.ms) + 9 * 3_600_000;
      const day = desk.engine.today();
      const sold = [1, 2, 3].map((customer) => desk.sell(customer, `${day} ${customer}`));
      await desk.drain();
      // One difference with a mark, one that moves money on this side.
      const [first, second] = sold;
      const listed = { listed_as_refund: true };
      await centre.centre.db
        .updateTable("settlements")
        .set(listed)
        .where("msgid", "=", first?.msgid ?? "")
        .execute();
      const entry = desk.engine.entryOf("id", second?.settlementId ?? "");
      const data = { setl_id: entry?.centreSettlementId, mdtrt_id: entry?.visitId, psn_no: entry?.psnNo };
      const taken = await centre.ask("2103", { data }, { fixmedins_code: desk.engine.institution.code });
      expect(taken.infcode).toBe(0);
      const ended = await closeWith(dyingAt(desk.engine, at, isAfter), day).catch((error: unknown) =>
        String(error),
      );
      if (ended !== undefined) killed += 1;
      desk.restart();
      await closeWith(desk.engine, day);
      expect([day, desk.engine.closingOf(day)?.outcome]).toEqual([day, "balanced"]);
      const seals = desk.engine.auditLog({ from: null, limit: 200 });
      const ofDay = seals.filter(({ subject }) => subject === day).map(({ action }) => action);
      expect(ofDay.filter((action) => action === "closeDay")).toHaveLength(1);
      expect(ofDay.filter((action) => action === "sealDay")).toHaveLength(1);
      const refunds = desk.engine.entries({ from: day, to: day }).filter(({ kind }) => kind === "reversal");
      expect(refunds).toHaveLength(1);
      if (ended === undefined) break;
    }
  }
  expect(killed).toBeGreaterThanOrEqual(20);
}, 600_000);
