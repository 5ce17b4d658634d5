import type { Arbitrary } from "fast-check";
import { array, assert, boolean, constant, nat, oneof, property, record } from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Committed } from "../../src/app/terminal.ts";
import { runsOf, seedOf } from "../runs.ts";
import type { TestDesk } from "./test-desk.ts";
import { actor, openTestDesk, requestOf, valueOf } from "./test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk();
});
afterEach(() => {
  desk.close();
});

/** What may happen next at the counter; `which` picks a settlement made so far. */
const deed = oneof(
  {
    weight: 5,
    arbitrary: record({ does: constant("sale" as const), who: nat(2), yuan: nat(2500) }),
  },
  { weight: 2, arbitrary: record({ does: constant("reverse" as const), which: nat(50) }) },
  {
    weight: 2,
    arbitrary: record({ does: constant("refund" as const), which: nat(50), half: boolean() }),
  },
  { weight: 1, arbitrary: record({ does: constant("named" as const), who: nat(2) }) },
);
type Deed = typeof deed extends Arbitrary<infer T> ? T : never;

const capFen = 300_000;

/** Whatever is sold, reversed and refunded in whatever order: the books stay true and no cap is exceeded. */
test("random sales, reversals and refunds of few people near their caps leave clean books", () => {
  let towns = 0;
  const counts = { committed: 0, reversed: 0, refunded: 0, dependent: 0 };
  const options = { numRuns: runsOf(25), seed: seedOf() };
  assert(
    property(array(deed, { minLength: 5, maxLength: 25 }), (deeds) => {
      // Other people each time, also when a failure is made smaller: the books go on.
      towns += 1;
      const town = `T${towns}P`;
      const sales: Committed[] = [];
      for (const [at, one] of deeds.entries()) {
        desk.clock.ms += 60_000;
        perform(one, { key: `${town} ${at}`, town, sales, counts });
      }
      for (let who = 0; who <= 2; who += 1) {
        const all = desk.terminal.settlementsOf({ psnNo: `${town}${who}`, day: null, limit: 1000 });
        const fund = all.reduce((sum, one) => sum + one.settlement.split.basic, 0);
        expect(fund).toBeLessThanOrEqual(capFen);
        expect(fund).toBeGreaterThanOrEqual(0);
      }
    }),
    options,
  );
  expect([...desk.terminal.verify()]).toEqual([]);
  console.log(`random ledger, seed ${options.seed}: ${JSON.stringify(counts)}`);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
}, 300_000);

interface Scene {
  readonly key: string;
  readonly town: string;
  readonly sales: Committed[];
  readonly counts: { committed: number; reversed: number; refunded: number; dependent: number };
}

function perform(one: Deed, { key, town, sales, counts }: Scene): void {
  if (one.does === "sale" || one.does === "named") {
    const yuan = one.does === "sale" ? one.yuan + 1 : 900;
    const named = one.does === "named" ? { accumulators: { "outpatient.deductible": "450.00" } } : {};
    const person = { psnNo: `${town}${one.who}` };
    const items = [
      { price: `${yuan}.37`, qty: "2" },
      { price: "33.33", class: "B", selfPayRatio: "0.1" },
    ];
    sales.push(valueOf(desk.terminal.commit(requestOf(key, { ...named, person, items }))));
    counts.committed += 1;
    return;
  }
  const sale = sales[one.which % Math.max(1, sales.length)];
  if (sale === undefined) return;
  const back = { settlementId: sale.settlementId, idempotencyKey: key, msgid: null, actor };
  const answer =
    one.does === "reverse"
      ? desk.terminal.reverse(back)
      : desk.terminal.refund({
          ...back,
          items: [{ id: sale.settlement.lines.at(one.half ? -1 : 0)?.id ?? "", qty: "1" }],
        });
  if (!answer.ok) {
    const { code } = answer.refusal;
    if (code === "LATER_SETTLEMENTS_DEPEND") counts.dependent += 1;
    else if (code !== "ALREADY_REVERSED") throw new Error(code);
    return;
  }
  if ("remainder" in answer.value) {
    counts.refunded += 1;
    if (answer.value.remainder !== null) sales.push(answer.value.remainder);
  } else counts.reversed += 1;
}
