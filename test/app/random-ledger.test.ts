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
    weight: 8,
    arbitrary: record({ does: constant("sale" as const), who: nat(2), yuan: nat(2500) }),
  },
  { weight: 4, arbitrary: record({ does: constant("reverse" as const), which: nat(50) }) },
  {
    weight: 2,
    arbitrary: record({ does: constant("refund" as const), which: nat(50), half: boolean() }),
  },
  { weight: 1, arbitrary: record({ does: constant("named" as const), who: nat(2) }) },
  { weight: 2, arbitrary: record({ does: constant("cash" as const), who: nat(2), yuan: nat(2500) }) },
  { weight: 2, arbitrary: record({ does: constant("resettle" as const), which: nat(50) }) },
);
type Deed = typeof deed extends Arbitrary<infer T> ? T : never;

const capFen = 300_000;

/** Whatever is sold, reversed and refunded in whatever order: the books stay true and no cap is exceeded. */
test("random sales, cash sales, reversals, refunds and re-settlements of few people near their caps leave clean books", () => {
  let towns = 0;
  const counts = { committed: 0, cash: 0, reversed: 0, refunded: 0, resettled: 0, dependent: 0, spent: 0 };
  const options = { numRuns: runsOf(25), seed: seedOf() };
  assert(
    property(array(deed, { minLength: 10, maxLength: 40 }), (deeds) => {
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
        expect(all.reduce((sum, one) => sum + one.settlement.split.total, 0)).toBeGreaterThanOrEqual(0);
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
  readonly counts: Record<
    "committed" | "cash" | "reversed" | "refunded" | "resettled" | "dependent" | "spent",
    number
  >;
}

function perform(one: Deed, scene: Scene): void {
  const { sales, counts } = scene;
  if (one.does === "sale" || one.does === "named" || one.does === "cash") {
    sell(one, scene);
    return;
  }
  if (one.does === "resettle") {
    settleCashSale(one.which, scene);
    return;
  }
  const sale = sales[one.which % Math.max(1, sales.length)];
  if (sale === undefined) return;
  const back = { settlementId: sale.settlementId, idempotencyKey: scene.key, msgid: null, actor };
  const answer =
    one.does === "reverse"
      ? desk.terminal.reverse(back)
      : desk.terminal.refund({
          ...back,
          items: [{ id: sale.settlement.lines.at(one.half ? -1 : 0)?.id ?? "", qty: "1" }],
        });
  if (!answer.ok) {
    countRefusal(answer.refusal.code, counts);
    return;
  }
  if ("remainder" in answer.value) {
    counts.refunded += 1;
    if (answer.value.remainder !== null) sales.push(answer.value.remainder);
  } else counts.reversed += 1;
}

function sell(
  one: Extract<Deed, { does: "sale" | "named" | "cash" }>,
  { key, town, sales, counts }: Scene,
): void {
  const yuan = one.does === "named" ? 900 : one.yuan + 1;
  const named = one.does === "named" ? { accumulators: { "outpatient.deductible": "450.00" } } : {};
  const person = { psnNo: `${town}${one.who}` };
  const items = [
    { price: `${yuan}.37`, qty: "2" },
    { price: "33.33", class: "B", selfPayRatio: "0.1" },
  ];
  const request = requestOf(key, { ...named, person, items });
  const { claim, idempotencyKey, tenders } = request;
  if (one.does === "cash") {
    sales.push(valueOf(desk.terminal.commitCash({ claim, idempotencyKey, tenders, actor })));
    counts.cash += 1;
  } else {
    sales.push(valueOf(desk.terminal.commit(request)));
    counts.committed += 1;
  }
}

/** Settles one of the cash sales so far, whatever has become of it meanwhile. */
function settleCashSale(which: number, { key, sales, counts }: Scene): void {
  const waiting = sales.filter((sale) => sale.resettleCode !== null);
  const code = waiting[which % Math.max(1, waiting.length)]?.resettleCode ?? null;
  if (code === null) return;
  const shown = desk.terminal.resettlePreview({ code, correction: null });
  const previewHash = shown.ok ? shown.value.previewHash : null;
  const request = { code, correction: null, idempotencyKey: key, previewHash, actor, msgid: null };
  const answer = desk.terminal.resettle(request);
  if (answer.ok) {
    expect(shown.ok && shown.value.net).toEqual(answer.value.net);
    sales.push(answer.value.settled);
    counts.resettled += 1;
  } else countRefusal(answer.refusal.code, counts);
}

function countRefusal(code: string, counts: Scene["counts"]): void {
  if (code === "LATER_SETTLEMENTS_DEPEND") counts.dependent += 1;
  else if (code === "ALREADY_REVERSED") counts.spent += 1;
  else throw new Error(code);
}
