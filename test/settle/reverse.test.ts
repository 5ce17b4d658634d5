import { describe, expect, test } from "vitest";

import { Bug } from "../../src/base/assert.ts";
import { civilDate } from "../../src/base/civil-date.ts";
import { addFen, fen, zeroFen } from "../../src/base/money.ts";
import type { PackBook } from "../../src/rules/pack-book.ts";
import type { RulesInForce } from "../../src/rules/rules-in-force.ts";
import { assertBalances, assertIdentities } from "../../src/settle/identities.ts";
import type { Claim } from "../../src/settle/claim.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { resultJson } from "../../src/settle/result.ts";
import { refund, reverse } from "../../src/settle/reverse.ts";
import { settle } from "../../src/settle/settle.ts";
import type { Settlement } from "../../src/settle/settlement.ts";
import { splitNames } from "../../src/settle/settlement.ts";
import type { Facts } from "../../src/settle/tally.ts";
import { addWithin, openTally } from "../../src/settle/tally.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Given } from "./case-claim.ts";
import { claimOf } from "./case-claim.ts";

const plain = shippedBook(null);
const demo = shippedBook("demo");
const options = { explain: true };

/** A till: one person's accumulators, and the settlements that moved them. */
interface Till {
  readonly facts: Facts;
  readonly rules: RulesInForce;
  readonly settle: (given: Given) => Settlement;
  readonly post: (settlement: Settlement) => void;
  readonly held: () => Readonly<Record<string, number>>;
}

function openTill(plan: string, book: PackBook = plain): Till {
  const held = new Map<string, number>();
  const facts: Facts = { before: (id, period) => held.get(`${period} ${id}`) ?? 0 };
  const post = (settlement: Settlement): void => {
    for (const { id, period, after } of settlement.movements) held.set(`${period} ${id}`, after);
  };
  const rules = book.rulesOn(plan, civilDate("2024-05-10"));
  if (rules === null) throw new Error(`no rules of ${plan}`);
  return {
    facts,
    rules,
    post,
    settle: (given) => {
      const settled = settle(read(plan, given), facts, rules, options);
      if (!settled.ok) throw new Error(settled.refusal.message);
      post(settled.settlement);
      return settled.settlement;
    },
    held: () => Object.fromEntries([...held].filter(([, value]) => value !== 0)),
  };
}

function read(plan: string, given: Given): Claim {
  const parsed = parseClaim(claimOf(plan, given));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.claim;
}

/** A bill that moves about everything: four benefits, accounts of three, a stay. */
const family = [
  { relation: "spouse", balance: "30.00" },
  { relation: "child", balance: "500.00" },
];
const mixed: Given = {
  medType: "14",
  diseases: "M01600",
  items: ["A 100.00 chronic", "A 200.00 dual", "A 700.00", "C 30.00", "B 50.00 limit=40.00 self=0.1"],
  "account.balance": "100.00",
  "account.family": family,
};

describe("reverse: the exact mirror", () => {
  test.each([
    { of: "a mixed bill", plan: "shiyan", given: mixed },
    { of: "a stay", plan: "shiyan", given: { medType: "21", items: ["90000.00", "C 0.01"] } },
    { of: "nothing", plan: "shiyan", given: { items: ["0.00"] } },
    {
      of: "a fixed sum",
      plan: "daye",
      given: {
        medType: "52",
        "person.population": "resident",
        maternity: { kind: "birth", pregnancyId: "G1" },
        items: ["C 800.00"],
      },
    },
  ])("$of and its reversal are nothing", ({ plan, given }) => {
    const till = openTill(plan, demo);
    const original = till.settle(given);
    const reversal = reverse(original, till.facts);
    for (const name of splitNames) expect(addFen(original.split[name], reversal.split[name])).toBe(0);
    for (const [at, line] of original.lines.entries()) {
      expect(reversal.lines[at]).toEqual({
        ...line,
        amount: mirror(line.amount),
        ownPay: mirror(line.ownPay),
        overLimit: mirror(line.overLimit),
        selfPayFirst: mirror(line.selfPayFirst),
        inScope: mirror(line.inScope),
      });
    }
    for (const [at, { id, ...amounts }] of original.benefits.entries()) {
      const negated = Object.fromEntries(
        Object.entries(amounts).map(([name, amount]) => [name, mirror(amount)]),
      );
      expect(reversal.benefits[at]).toEqual({ id, ...negated });
    }
    expect(reversal.notes).toEqual([...original.notes, "REVERSAL"]);
    expect(reversal).toMatchObject({ claimId: original.claimId, pack: original.pack, steps: [] });
    till.post(reversal);
    expect(till.held()).toEqual({});
  });

  test("prints minus signs and no minus zero", () => {
    const till = openTill("shiyan");
    const { split, accumulators } = resultJson(reverse(till.settle({ items: ["800.00"] }), till.facts));
    expect(split).toMatchObject({
      total: "-800.00",
      deductible: "-500.00",
      basic: "-150.00",
      cash: "-650.00",
    });
    expect(split.account).toBe("0.00");
    expect(accumulators["outpatient.fund"]).toEqual({ before: "150.00", after: "0.00" });
  });

  test("account money goes back to the account it came from, cash to cash", () => {
    const till = openTill("shiyan");
    const original = till.settle({
      items: ["800.00"],
      "account.balance": "100.00",
      "account.family": family,
    });
    // 650 to pay: 100 own, 30 spouse, 500 child, 20 cash
    const reversal = reverse(original, till.facts);
    expect(resultJson(reversal).accounts).toEqual([
      { member: null, relation: null, amount: "-100.00" },
      { member: 0, relation: "spouse", amount: "-30.00" },
      { member: 1, relation: "child", amount: "-500.00" },
    ]);
    expect(reversal.split).toMatchObject({ account: -10_000, family: -53_000, cash: -2_000 });
  });

  test("starts from where later bills have moved the accumulators", () => {
    const till = openTill("shiyan");
    const original = till.settle({ items: ["600.00"] });
    till.settle({ items: ["100.00"] });
    // first bill 100 × 50 % = 50, second 100 × 50 % = 50
    expect(reverse(original, till.facts).movements).toEqual([
      { id: "outpatient.deductible", period: "2024", before: 50_000, after: 0 },
      { id: "outpatient.fund", period: "2024", before: 10_000, after: 5_000 },
      { id: "basic.fund", period: "2024", before: 10_000, after: 5_000 },
    ]);
  });

  test("a stay is uncounted", () => {
    const till = openTill("hengyang");
    till.settle({ medType: "21", items: ["2000.00"] });
    const second = till.settle({ medType: "21", items: ["2000.00"] });
    till.post(reverse(second, till.facts));
    expect(till.held()).toMatchObject({ "2024 inpatient.stays.3": 1, "2024 inpatient.deductible": 110_000 });
  });

  test("a reversal is never reversed", () => {
    const till = openTill("shiyan");
    const reversal = reverse(till.settle({ items: ["10.00"] }), till.facts);
    expect(() => reverse(reversal, till.facts)).toThrow(Bug);
    expect(() => reverse(reversal, till.facts)).toThrow("claim T-1 is a reversal itself");
  });
});

function mirror(amount: number): number {
  return amount === 0 ? 0 : -amount;
}

describe("refund: reverse the whole, settle what is kept", () => {
  const context = (till: Till) => ({ facts: till.facts, rules: till.rules, ...options });

  test("one of two lines given back, net per fund", () => {
    const till = openTill("shiyan");
    const original = till.settle({ items: ["500.00", "300.00"], "account.balance": "600.00" });
    // (800 − 500) × 50 % = 150; account 600, cash 50
    const back = refund(
      original,
      read("shiyan", { items: ["500.00"], "account.balance": "600.00" }),
      context(till),
    );
    if (!back.ok || back.remainder === null) throw new Error("refused");
    // 500 kept, all under the deductible: fund 0, account 500
    expect(back.reversal.split.total).toBe(-80_000);
    expect(back.remainder.split).toMatchObject({
      total: 50_000,
      deductible: 50_000,
      basic: 0,
      account: 50_000,
      cash: 0,
    });
    expect(back.net).toMatchObject({
      total: -30_000,
      inScope: -30_000,
      deductible: 0,
      basic: -15_000,
      fundTotal: -15_000,
      personal: -15_000,
      account: -10_000,
      family: 0,
      cash: -5_000,
    });
    for (const name of splitNames) {
      expect(back.net[name]).toBe(back.reversal.split[name] + back.remainder.split[name]);
    }
    till.post(back.reversal);
    till.post(back.remainder);
    expect(till.held()).toEqual({ "2024 outpatient.deductible": 50_000 });
  });

  test("everything given back is a reversal and nothing else", () => {
    const till = openTill("shiyan");
    const original = till.settle({ items: ["800.00"] });
    const back = refund(original, null, context(till));
    expect(back).toEqual({
      ok: true,
      reversal: reverse(original, till.facts),
      remainder: null,
      net: reverse(original, till.facts).split,
    });
  });

  test("nothing given back changes nothing", () => {
    const till = openTill("shiyan", demo);
    const original = till.settle(mixed);
    const back = refund(original, read("shiyan", mixed), context(till));
    if (!back.ok || back.remainder === null) throw new Error("refused");
    expect(back.remainder).toEqual(original);
    expect(Object.values(back.net).every((amount) => amount === 0)).toBe(true);
  });

  test("room under a cap that a later bill has used is not given twice", () => {
    const till = openTill("shiyan");
    const before = "outpatient.deductible 500.00, outpatient.fund 2800.00";
    const original = till.settle({ items: ["300.00", "100.00"], used: before });
    // 400 × 50 % = 200: the cap of 3000 is reached; a later bill gets nothing
    const later = till.settle({ items: ["100.00"] });
    expect([original.split.basic, later.split.basic]).toEqual([20_000, 0]);
    const back = refund(original, read("shiyan", { items: ["300.00"], used: before }), context(till));
    if (!back.ok || back.remainder === null) throw new Error("refused");
    // 300 × 50 % = 150; the 50 stay free for the next bill, the later one is not touched
    expect(back.remainder.split.basic).toBe(15_000);
    expect(back.net.basic).toBe(-5_000);
    till.post(back.reversal);
    till.post(back.remainder);
    expect(till.held()).toMatchObject({ "2024 outpatient.fund": 295_000 });
    expect(till.settle({ items: ["200.00"] }).split.basic).toBe(5_000);
  });

  test("what the claim told of its person does not undo what later bills have used", () => {
    const till = openTill("shiyan");
    const before = "outpatient.deductible 500.00, outpatient.fund 100.00";
    const original = till.settle({ items: ["100.00", "100.00"], used: before });
    till.settle({ items: ["1000.00"] });
    // 100 told, 100 original, 500 later
    expect(till.held()).toMatchObject({ "2024 outpatient.fund": 70_000 });
    const back = refund(original, read("shiyan", { items: ["100.00"], used: before }), context(till));
    if (!back.ok || back.remainder === null) throw new Error("refused");
    expect(back.remainder.movements).toContainEqual({
      id: "outpatient.fund",
      period: "2024",
      before: 60_000,
      after: 65_000,
    });
  });

  test("the funds of a stay each give back their part", () => {
    const till = openTill("hengyang");
    const original = till.settle({ medType: "21", items: ["167100.00", "10000.00"] });
    // (177100 − 1100) × 85 % = 149600; burden 27500; (27500 − 16000) × 90 % = 10350
    const back = refund(original, read("hengyang", { medType: "21", items: ["167100.00"] }), context(till));
    if (!back.ok || back.remainder === null) throw new Error("refused");
    // 141100; burden 26000; 9000
    expect(back.net).toMatchObject({
      total: -1_000_000,
      basic: -850_000,
      majorMedical: -135_000,
      cash: -15_000,
    });
  });

  test("what is kept may be refused: then nothing is given back", () => {
    const till = openTill("hubei-provincial");
    const given = { "person.employer": "东风汽车集团有限公司", items: ["100.00"] };
    const original = till.settle(given);
    const back = refund(original, read("hubei-provincial", { ...given, items: ["3000.00"] }), context(till));
    expect(back).toMatchObject({ ok: false, refusal: { code: "PACK_VALUE_UNKNOWN" } });
  });

  test("another pack, other bytes of the pack, or another supplement is our mistake", () => {
    const till = openTill("shiyan");
    const original = till.settle({ items: ["100.00"] });
    const kept = read("shiyan", { items: ["50.00"] });
    const under = (rules: RulesInForce) => () => refund(original, kept, { ...context(till), rules });
    expect(under({ ...till.rules, id: "shiyan@2024-01-01" })).toThrow(Bug);
    expect(under({ ...till.rules, sha256: "0".repeat(64) })).toThrow("a refund keeps its pack");
    expect(under(openTill("shiyan", demo).rules)).toThrow("a refund keeps its supplement");
  });
});

describe("identities are held, and a broken one is a Bug", () => {
  const whole = openTill("shiyan").settle({ items: ["800.00", "C 5.00"], "account.balance": "10.00" });

  test.each(splitNames.filter((name) => name !== "deductible"))("a fen too much in %s", (name) => {
    const split = { ...whole.split, [name]: addFen(whole.split[name], fen(1)) };
    expect(() => assertIdentities({ ...whole, split })).toThrow(Bug);
  });

  test("a deductible below zero, an amount that is no whole fen", () => {
    expect(() => assertIdentities({ ...whole, split: { ...whole.split, deductible: fen(-1) } })).toThrow(
      "deductible is -1",
    );
    const half = { ...whole.split, deductible: 0.5 as typeof whole.split.deductible };
    expect(() => assertIdentities({ ...whole, split: half })).toThrow("deductible is 0.5");
  });

  test("a line whose parts do not add up, a line that is missing, money drawn from no account", () => {
    const [first, second] = whole.lines;
    if (first === undefined || second === undefined) throw new Error("two lines");
    const wrong = { ...first, ownPay: addFen(first.ownPay, fen(1)) };
    expect(() => assertIdentities({ ...whole, lines: [wrong, second] })).toThrow("claim T-1: line 1");
    expect(() => assertIdentities({ ...whole, lines: [first] })).toThrow("claim T-1: lines and total");
    expect(() => assertIdentities({ ...whole, draws: [] })).toThrow("claim T-1: accounts");
  });

  test("a reversal with one part of the wrong sign", () => {
    const till = openTill("shiyan");
    const reversal = reverse(till.settle({ items: ["800.00"] }), till.facts);
    const split = { ...reversal.split, deductible: fen(1) };
    expect(() => assertIdentities({ ...reversal, split })).toThrow("deductible is 1");
  });

  test("an account that pays more than it has", () => {
    const account = { balance: fen(10), family: [{ balance: fen(5) }] };
    const draw = (member: number | null, amount: number) => [{ member, relation: null, amount: fen(amount) }];
    expect(() => assertBalances(draw(null, 10), account)).not.toThrow();
    expect(() => assertBalances(draw(null, 11), account)).toThrow(Bug);
    expect(() => assertBalances(draw(0, 5), account)).not.toThrow();
    expect(() => assertBalances(draw(0, 6), account)).toThrow("an account pays more than it has");
    expect(() => assertBalances(draw(1, 1), account)).toThrow(Bug);
  });

  test("a limit that is passed; one that was passed before stays as it is", () => {
    const tally = openTally({ before: () => 90 }, { serviceDate: civilDate("2024-05-10"), named: undefined });
    expect(addWithin(tally, "basic.fund", fen(10), fen(100))).toMatchObject({ before: 90, after: 100 });
    expect(() => addWithin(tally, "basic.fund", fen(1), fen(100))).toThrow(Bug);
    expect(addWithin(tally, "outpatient.fund", zeroFen, fen(50))).toMatchObject({ before: 90, after: 90 });
  });
});
