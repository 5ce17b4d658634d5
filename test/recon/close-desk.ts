import { openCentreDoor } from "../../src/app/centre-door.ts";
import type { DayCloser } from "../../src/app/day-closer.ts";
import { openDayCloser } from "../../src/app/day-closer.ts";
import type { LineControl } from "../../src/app/line-control.ts";
import { openLineControl } from "../../src/app/line-control.ts";
import type { Closing } from "../../src/app/closing.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import { openLine } from "../../src/line/client.ts";
import { valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import type { LineDesk, places } from "../line/desk-and-centre.ts";
import { customers, openLineDesk, supervisor } from "../line/desk-and-centre.ts";

/** A desk that closes its days with a centre. */
export interface CloseDesk extends LineDesk {
  readonly closer: () => DayCloser;
  readonly customerOf: (psnNo: string) => number;
  readonly look: (day: string) => Promise<Closing>;
  /** Does every deed that is offered. @returns what is left, and what could not be done */
  readonly repairAll: (day: string) => Promise<{ closing: Closing; undone: readonly string[] }>;
}

export const cashier = { operator: "C001", pharmacist: null, desk: "D1" };

export function openCloseDesk(centre: TestCentre, kind: keyof typeof places): CloseDesk {
  const desk = openLineDesk(centre, kind);
  const adapter = plainAdapter(centre.token);
  const now = (): number => centre.clock.ms;
  const closer = (): DayCloser => {
    const client = openLine({ url: centre.url, adapter, now, answerMsMax: 20_000 });
    // The loop of a test's sender: every nudge goes on until nothing is left to do.
    const nudge = (): void => void desk.drain(5).then(() => control.tried());
    const control: LineControl = {
      ...openLineControl(desk.engine, desk.sender, nudge),
      centre: openCentreDoor(desk.engine, client, adapter, now),
    };
    return openDayCloser(desk.engine, control);
  };
  return Object.assign(desk, {
    closer,
    customerOf: (psnNo: string) => customers.findIndex((one) => one.psnNo === psnNo),
    look: async (day: string) => valueOf(await closer().continueClose(day)),
    repairAll: async (day: string) => {
      const asked = { day, ids: null, actor: cashier, approval: supervisor };
      const { closing, undone } = valueOf(await closer().repair(asked));
      return { closing, undone: undone.map(({ id, refusal }) => `${id} ${refusal.code} ${refusal.message}`) };
    },
  });
}
