import Sqlite from "better-sqlite3";
import { assert, boolean, constantFrom, integer, property, record } from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { demoPeople } from "../../../src/app/demo-people.ts";
import { slipRoll } from "../../../src/app/papers/slip-roll.ts";
import { standingOf } from "../../../src/app/papers/slip.ts";
import { marksOf, titleOf } from "../../../src/app/papers/slip-rows.ts";
import { receivePerson } from "../../../src/app/people.ts";
import type { Committed } from "../../../src/app/terminal.ts";
import { formatFen } from "../../../src/base/money.ts";
import type { Fen } from "../../../src/base/money.ts";
import type { SettlementRow } from "../../../src/store/settlements.ts";
import { booksOf } from "../../../src/store/open-store.ts";
import type { Sample } from "../../oracle/sample-claim.ts";
import { sampleClaim } from "../../oracle/sample-claim.ts";
import { runsOf, seedOf } from "../../runs.ts";
import { changeBooks } from "../../store/version-1-books.ts";
import type { TestDesk } from "../test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, valueOf } from "../test-desk.ts";
import { amountsIn, besideWord, linesOf } from "./amounts-of.ts";

const people = demoPeople()
  .filter(({ plan }) => plan === "shiyan")
  .slice(0, 8);
const someone = people.find(({ person }) => person["population"] === "employee");

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk((ground) => {
    for (const person of people) receivePerson(ground, { ...person, asOf: "2024-01-01", accumulators: {} });
  });
});
afterEach(() => {
  desk.close();
});

const bill: Sample = {
  person: { psnNo: someone?.psnNo ?? "" },
  account: { use: true, balance: "30.00", family: [{ relation: "spouse", balance: "20.00" }] },
  items: [
    { name: "阿莫西林胶囊", price: "12.50", qty: "2", traceCodes: ["81234567890123456789"] },
    { name: "控释片", class: "B", price: "200.00", priceLimit: "150.00", selfPayRatio: "0.1", qty: "5" },
    { name: "口罩", class: "C", kind: "consumable", price: "9.90", qty: "1" },
  ],
};

/** The slip of a settlement, line by line. */
function linesFor(one: Committed, width: 32 | 48 = 48): string[] {
  return linesOf(slipRoll(valueOf(desk.terminal.slip(one.settlementId)).slip, width));
}

function sell(key: string, sample: Sample = bill): Committed {
  return valueOf(desk.terminal.commit(requestOf(key, sample)));
}

function sellForCash(key: string, sample: Sample = bill): Committed {
  const claim = sampleClaim(sample);
  return valueOf(desk.terminal.commitCash({ claim, idempotencyKey: key, tenders: [], actor }));
}

const columns = {
  费用总额: "total_fen",
  全自费: "own_pay_fen",
  超限价自费: "over_limit_fen",
  先行自付: "self_pay_first_fen",
  符合政策范围: "in_scope_fen",
  本次起付线: "deductible_fen",
  基本统筹: "basic_fen",
  基金支付合计: "fund_total_fen",
  个人负担: "personal_fen",
  个人账户: "account_fen",
} as const satisfies Record<string, keyof SettlementRow>;
const always = new Set(["费用总额", "基金支付合计", "个人负担"]);

/** Every amount that the books hold of a settlement, in yuan, read past the program. */
interface Held {
  readonly row: SettlementRow;
  readonly amounts: ReadonlySet<string>;
  readonly lineAmounts: readonly string[];
}

function heldOf(settlementId: string): Held {
  const db = new Sqlite(booksOf(desk.dir), { readonly: true });
  try {
    const row = db
      .prepare<[string], SettlementRow>("SELECT * FROM settlements WHERE id = ?")
      .get(settlementId);
    if (row === undefined) throw new Error("no such settlement");
    const of = (table: string): Record<string, unknown>[] =>
      db
        .prepare<[number], Record<string, unknown>>(`SELECT * FROM ${table} WHERE number = ? ORDER BY rowid`)
        .all(row.number);
    const lines = db
      .prepare<[number], { amount_fen: Fen }>("SELECT * FROM lines WHERE number = ? ORDER BY seq")
      .all(row.number);
    const postings = of("postings");
    const movements = db
      .prepare<[number], { amount_fen: Fen }>("SELECT * FROM account_movements WHERE number = ? ORDER BY seq")
      .all(row.number);
    const values = [row, ...lines, ...movements]
      .flatMap((one) => Object.entries<unknown>({ ...one }))
      .filter(([name]) => name.endsWith("_fen"))
      .map(([, value]) => value)
      .concat(postings.flatMap((one) => [one["before_value"], one["after_value"]]));
    return {
      row,
      amounts: new Set(values.filter((value): value is Fen => typeof value === "number").map(formatFen)),
      lineAmounts: lines.map((line) => formatFen(line.amount_fen)),
    };
  } finally {
    db.close();
  }
}

/** Holds a slip to the books: every amount on it is there, and every part of the split that is something is on it. */
function holdToBooks(one: Committed, width: 32 | 48): number {
  const lines = linesFor(one, width);
  const held = heldOf(one.settlementId);
  const printed = amountsIn(lines);
  expect(printed.filter((amount) => !held.amounts.has(amount))).toEqual([]);
  const shownLines = lines.filter((line) => /×-?\d/.test(line)).map((line) => line.split(/\s+/).at(-1));
  expect(shownLines).toEqual(held.lineAmounts);
  // Of the parts of a line the words are those of the split: the sums stand after the last line that was sold.
  const sums = lines.slice(lines.findIndex((line) => line.startsWith("费用总额")));
  for (const [word, column] of Object.entries(columns)) {
    const amount = held.row[column];
    const isShown = one.mode === "cash" ? word === "费用总额" : amount !== 0 || always.has(word);
    expect([word, besideWord(sums, word)]).toEqual([word, isShown ? formatFen(amount) : null]);
  }
  const cash = besideWord(sums, one.kind === "sale" ? "现金支付" : "现金退还");
  expect(cash).toBe(formatFen(held.row.cash_fen));
  return printed.length;
}

describe("what a slip says", () => {
  test("every amount on paper is the one in the books, for whatever is sold, given back and sold for cash", () => {
    const seed = seedOf();
    let amounts = 0;
    let at = 0;
    assert(
      property(
        record({
          price: integer({ min: 1, max: 400_000 }),
          qty: integer({ min: 1, max: 9 }),
          class: constantFrom<"A" | "B" | "C">("A", "B", "C"),
          isCash: boolean(),
          uses: boolean(),
          undoes: boolean(),
          width: constantFrom<32 | 48>(32, 48),
        }),
        ({ price, qty, isCash, uses, undoes, width, ...item }) => {
          at += 1;
          const psnNo = people[at % people.length]?.psnNo ?? "";
          const sold = {
            price: formatFen(price as Fen),
            qty: String(qty),
            ...(item.class === "B" ? { class: "B" as const, selfPayRatio: "0.15" } : { class: item.class }),
          };
          const sample = {
            person: { psnNo },
            account: { use: uses, balance: "30.00", family: [{ relation: "spouse", balance: "20.00" }] },
            items: [{ price: "18.80" }, sold],
          };
          const sale = isCash ? sellForCash(`k${at}`, sample) : sell(`k${at}`, sample);
          amounts += holdToBooks(sale, width);
          if (!undoes) return;
          const request = { settlementId: sale.settlementId, idempotencyKey: `u${at}`, msgid: null, actor };
          amounts += holdToBooks(valueOf(desk.terminal.reverse(request)), width);
          amounts += holdToBooks(sale, width);
        },
      ),
      { numRuns: runsOf(25), seed },
    );
    console.log(`slips, seed ${seed}: ${amounts} amounts on paper held to the books`);
    expect(amounts).toBeGreaterThan(100);
  }, 180_000);

  test("a sale: who, what, by which class, the trace codes, who pays, where the person stands, by which clause", () => {
    const lines = linesFor(sell("k1"), 32);
    const text = lines.join("\n");
    expect(text).toContain("十堰示范医院\n收费单\n已记账，医保结果待确认\n示范参数·非官方\n预览，不作凭证");
    expect(text).toContain("追溯码 81234567890123456789");
    expect(text).toMatch(/^乙 200\.00×5 +1000\.00$/m);
    expect(text).toContain("家庭共济（配偶）");
    expect(text).toMatch(/^普通门诊起付累计 +0\.00→500\.00$/m);
    expect(text).toMatch(/十政办发〔2022〕61号/);
    expect(text).toContain("签名：");
    expect(text).not.toContain("医保结算单");
    for (const secret of [someone?.psnNo, someone?.name, someone?.certNo]) expect(text).not.toContain(secret);
  });

  test("only what the centre has confirmed is called a settlement of the insurance", () => {
    const sale = sell("k1");
    const titles: Record<string, string> = {};
    for (const state of ["sent", "confirmed", "unknown", "rejected"] as const) {
      // Only the state matters here; the others of the row stay as they are.
      const { slip } = valueOf(desk.terminal.slip(sale.settlementId));
      const standing = standingOf({ mode: "insured", messageState: state }, false);
      titles[state] = [
        titleOf({ ...slip, standing, copy: 1 }),
        ...marksOf({ ...slip, standing, copy: 1 }),
      ].join(" ");
    }
    expect(titles).toEqual({
      sent: "收费单 已记账，医保结果待确认 示范参数·非官方",
      confirmed: "医保结算单 示范参数·非官方",
      unknown: "收费单 医保结果待确认 示范参数·非官方",
      rejected: "收费单 医保中心未受理，非医保凭证 示范参数·非官方",
    });
    expect(standingOf({ mode: "insured", messageState: "pending" }, true)).toBe("provisional");
    expect(standingOf({ mode: "insured", messageState: "confirmed" }, true)).toBe("confirmed");
    expect(standingOf({ mode: "cash", messageState: "none" }, false)).toBe("cash");
  });

  test("a cash sale says that it is none, has its code, and names no fund", () => {
    const sale = sellForCash("k1");
    const text = linesFor(sale, 32).join("\n");
    expect(text).toContain("收费单\n脱机暂记，非医保结算凭证");
    expect(text).toMatch(new RegExp(`^补结算码 +${sale.resettleCode}$`, "m"));
    expect(text).not.toMatch(/基金|个人账户|报文编号|医保结算单/);
  });

  test("of somebody unknown it says nothing that it does not know", () => {
    const claim = Object.fromEntries(
      Object.entries(sampleClaim(bill)).filter(([key]) => !["person", "plan", "account"].includes(key)),
    );
    const request = { claim, idempotencyKey: "k1", tenders: [], actor };
    const text = linesFor(valueOf(desk.terminal.commitCash(request))).join("\n");
    expect(text).not.toMatch(/人员编号|姓名|职工|\*/);
  });

  test("a refund: the paper of what is left says what is handed back", () => {
    const sale = sell("k1");
    const refunded = valueOf(
      desk.terminal.refund({
        settlementId: sale.settlementId,
        idempotencyKey: "r1",
        msgid: null,
        actor,
        items: [{ id: "3", qty: "1" }],
      }),
    );
    const lines = linesFor(refunded.remainder ?? sale);
    const from = lines.indexOf("与原结算相比");
    expect(besideWord(lines.slice(from), "现金支付")).toBe(formatFen(refunded.net.cash));
    expect(lines.join("\n")).toContain(sale.settlementId);
    expect(linesFor(refunded.reversal)[1]).toBe("退费单");
    expect(linesFor(sale)).toContain("本笔已撤销");
  });
});

describe("copies", () => {
  test("looking counts nothing; each print has its number, the second says so and is in the audit chain", () => {
    const { settlementId } = sell("k1");
    const print = () => valueOf(desk.terminal.printSlip({ settlementId, paper: "58", actor }));
    expect(valueOf(desk.terminal.slip(settlementId)).copies).toEqual([]);
    expect(print().copy).toBe(1);
    expect(linesOf(slipRoll(valueOf(desk.terminal.slip(settlementId)).slip, 32))).toContain("预览，不作凭证");
    const second = print();
    expect(second.copy).toBe(2);
    expect(linesOf(slipRoll(second.slip, 32))).toContain("重打 第 2 份");
    desk.reopen();
    expect(print().copy).toBe(3);
    const copies = valueOf(desk.terminal.slip(settlementId)).copies;
    expect(copies.map(({ copy, outcome }) => [copy, outcome])).toEqual([
      [1, "issued"],
      [2, "issued"],
      [3, "issued"],
    ]);
    const reprints = desk.terminal
      .auditLog({ from: null, limit: 9 })
      .filter(({ action }) => action === "reprint");
    expect(reprints).toHaveLength(2);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("a print that certainly came to nothing is printed under its number; an unknown one never is", () => {
    const { settlementId } = sell("k1");
    const print = (): number => valueOf(desk.terminal.printSlip({ settlementId, paper: "80", actor })).copy;
    const tell = (copy: number, outcome: "sent" | "printed" | "unknown" | "failed"): string =>
      valueOf(desk.terminal.slipOutcome({ settlementId, copy, outcome })).outcome;
    expect(print()).toBe(1);
    expect(tell(1, "failed")).toBe("failed");
    expect(print()).toBe(1);
    expect(tell(1, "unknown")).toBe("unknown");
    // Something may be on paper by now: that cannot be taken back.
    expect(tell(1, "failed")).toBe("unknown");
    expect(print()).toBe(2);
    expect(tell(1, "printed")).toBe("printed");
    expect(tell(1, "unknown")).toBe("printed");
    expect(tell(2, "sent")).toBe("sent");
    expect(refusalOf(desk.terminal.slipOutcome({ settlementId, copy: 3, outcome: "sent" })).code).toBe(
      "COPY_NOT_FOUND",
    );
    expect(refusalOf(desk.terminal.printSlip({ settlementId: "none", paper: "80", actor })).code).toBe(
      "SETTLEMENT_NOT_FOUND",
    );
  });

  test("the numbers of copies stay in the books", () => {
    const { settlementId } = sell("k1");
    valueOf(desk.terminal.printSlip({ settlementId, paper: "80", actor }));
    const db = new Sqlite(booksOf(desk.dir));
    try {
      expect(() => db.exec("DELETE FROM slip_copies")).toThrow("append-only");
      expect(() => db.exec("UPDATE slip_copies SET copy = 9")).toThrow("keeps its numbers");
    } finally {
      db.close();
    }
  });
});

test("a slip is not printed from rows that were changed", () => {
  const { settlementId } = sell("k1");
  changeBooks(
    desk.dir,
    "settlements",
    "UPDATE settlements SET personal_fen = personal_fen + 100, cash_fen = cash_fen + 100, total_fen = total_fen + 100, in_scope_fen = in_scope_fen + 100",
  );
  expect(() => desk.terminal.slip(settlementId)).toThrow("已损坏");
});
