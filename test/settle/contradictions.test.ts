import { describe, expect, test } from "vitest";

import { itemsMax } from "../../src/settle/contradictions.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { table } from "../table.ts";
import { faultsFor } from "./changed-claim.ts";
import { createDesk } from "./run-claim.ts";
import { shippedBook } from "../shipped-packs.ts";

function wrong(changes: Readonly<Record<string, unknown>>): string[] {
  return faultsFor(changes).map(({ path, value, reason }) => `${path} ${value} ${reason}`);
}

describe("values that cannot both be true", () => {
  test("born the day after", () => {
    expect(wrong({ "person.birthDate": "2024-05-11" })).toEqual([
      'person.birthDate "2024-05-11" 出生日期晚于就医日期',
    ]);
    expect(wrong({ "person.birthDate": "2024-05-10" })).toEqual([]);
  });

  test("submitted the day before", () => {
    expect(wrong({ submittedOn: "2024-05-09" })).toEqual(['submittedOn "2024-05-09" 申报日期早于就医日期']);
    expect(wrong({ submittedOn: "2024-05-10" })).toEqual([]);
  });

  test("left hospital before coming", () => {
    expect(wrong({ "stay.admitted": "2024-05-11" })).toEqual([
      'stay.discharged "2024-05-10" 出院日期早于入院日期',
    ]);
    expect(wrong({ "stay.admitted": "2024-05-10" })).toEqual([]);
  });

  test("settled after the day of discharge; in another year it is refused by name instead", () => {
    expect(wrong({ "stay.discharged": "2024-05-09" })).toEqual([
      'serviceTime "2024-05-10T10:00:00+08:00" 住院结算的 serviceTime 应为出院时间',
    ]);
    expect(wrong({ "stay.admitted": "2023-12-01", "stay.discharged": "2023-12-31" })).toEqual([]);
    expect(wrong({ "stay.discharged": "2024-05-11" })).toEqual([]);
    expect(wrong({ "stay.discharged": null })).toEqual([]);
  });

  test("account money asked for and the account not used", () => {
    expect(wrong({ "account.use": false })).toEqual([
      'account.requested "1.5" 不使用个人账户时不应要求支付金额',
    ]);
    expect(wrong({ "account.use": false, "account.requested": "0.00" })).toEqual([]);
    expect(wrong({ "account.use": false, "account.requested": undefined })).toEqual([]);
  });

  test.each(["11", "13", "21", "51", "52", "53"])("a pharmacy has no visit of kind %s", (medType) => {
    expect(wrong({ "institution.type": "pharmacy", medType })).toEqual([
      `medType "${medType}" 药店不能结算此医疗类别（药店购药为 41，慢特病购药为 14）`,
    ]);
  });

  test.each(["14", "41", "28"])("nothing is said of a pharmacy with %s", (medType) => {
    expect(wrong({ "institution.type": "pharmacy", medType })).toEqual([]);
  });
});

const item = sampleClaim({}).items[0];

function priced(amounts: readonly (readonly [price: string, qty: string])[]): unknown {
  return amounts.map(([price, qty], at) => ({ ...item, id: String(at), price, qty }));
}

describe("lines of a bill", () => {
  test("an id that stands twice, three times", () => {
    const items = ["a", "b", "a", "a"].map((id) => ({ ...item, id }));
    expect(wrong({ items })).toEqual(['items[2].id "a" 明细编号重复', 'items[3].id "a" 明细编号重复']);
  });

  test("ids that differ in case or by a zero are two", () => {
    expect(wrong({ items: ["a", "A", "1", "01"].map((id) => ({ ...item, id })) })).toEqual([]);
  });

  test.each(
    table(`
      amounts                                    faults
      9999999999.99 × 1                          none
      9999999999.994999 × 1                      none
      9999999999.995 × 1                         line and bill
      9999999999 × 1.0001                        line and bill
      0.000001 × 9999999999                      none
      5000000000 × 1, 4999999999.99 × 1          none
      5000000000 × 1, 5000000000 × 1             bill
      999999999.99 × 1, 0.01 × 1                 none
    `),
  )("ten digits: $amounts", ({ amounts = "", faults }) => {
    const lines = amounts.split(", ").map((one) => one.split(" × ") as [string, string]);
    const reason = "金额超过 9999999999.99";
    const bill = `items 列表（${lines.length} 项） ${reason}`;
    const expected = { none: [], bill: [bill], "line and bill": [`items[0] 对象 ${reason}`, bill] };
    expect(wrong({ items: priced(lines) })).toEqual(expected[faults as keyof typeof expected]);
  });

  test("ten thousand lines are a bill, one more is none", () => {
    const lines = Array.from({ length: itemsMax }, () => ["0.01", "1"] as const);
    expect(wrong({ items: priced(lines) })).toEqual([]);
    expect(wrong({ items: priced([...lines, ["0.01", "1"]]) })).toEqual([
      `items 列表（${itemsMax + 1} 项） 不得多于 10000`,
    ]);
  });

  test("a hundred thousand lines are refused without looking at each", () => {
    const items = Array.from({ length: 100_000 }, () => ({ ...item, id: "same" }));
    const started = performance.now();
    expect(faultsFor({ items })).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("a bill of ten thousand lines settles", () => {
    const items = Array.from({ length: itemsMax }, (_line, at) => ({
      ...item,
      id: String(at),
      price: "0.07",
    }));
    const answer = createDesk(shippedBook(null), { carry: false })(sampleClaim({ items }));
    expect(answer).toMatchObject({ ok: true, settlement: { split: { total: 70_000, basic: 10_000 } } });
  });
});

describe("accumulators by name", () => {
  test.each([
    "outpatient.deductible",
    "outpatient.deductible.2",
    "outpatient.deductible.provincial",
    "outpatient.fund",
    "chronic.fund",
    "inpatient.deductible",
    "inpatient.fund",
    "basic.fund",
    "major.burden",
    "major.fund",
    "supplementary.fund",
    "supplementary.burden",
    "assistance.fund",
    "chronic.cost.M01600.2024-05",
    "chronic.cost.M01600.2024-Q2",
    "chronic.fund.M01600.2024",
    "outpatient.visit.H42030000001.2024-05-10",
    "outpatient.visit.H42030000001.就诊1",
    "maternity.antenatal.fund.G1",
    "maternity.birth.fund.G.1",
  ])("%s is one", (id) => {
    expect(wrong({ [`accumulators.${id}`]: "9999999999.99" })).toEqual([]);
  });

  test.each([
    "__proto__",
    "constructor",
    "outpatient",
    "outpatient.deductible.9",
    "visit.x",
    "Basic.fund",
    "",
  ])("%j is none", (id) => {
    expect(wrong({ [`accumulators.${id}`]: "1.00" })).toEqual([`accumulators.${id} "1.00" 未知的累计项`]);
  });

  test("stays are counted in whole numbers", () => {
    for (const value of ["0", "1", "12", "3.0", "3.00"]) {
      expect(wrong({ "accumulators.inpatient.stays.any": value })).toEqual([]);
    }
    for (const value of ["0.5", "1.01"]) {
      expect(wrong({ "accumulators.inpatient.stays.1": value })).toEqual([
        `accumulators.inpatient.stays.1 "${value}" 次数应为整数`,
      ]);
    }
  });
});

describe("everything that is wrong is said at once", () => {
  test("faults of fields, unknown keys and contradictions together", () => {
    const faults = wrong({
      birth: "1980",
      "person.birthDate": "2030-01-01",
      "person.sex": "F",
      "account.use": false,
      "account.balance": "-3",
      "stay.admitted": "2024-06-01",
      "accumulators.outpatient.fund": 5,
      "accumulators.nothing": "1.00",
      items: [
        { ...item, id: "1", price: 100 },
        { ...item, id: "1", qty: "-1", price: "1.1234567" },
      ],
    });
    expect(faults.toSorted()).toEqual(
      [
        'birth "1980" 未知字段',
        'person.birthDate "2030-01-01" 出生日期晚于就医日期',
        'person.sex "F" 未知字段',
        'account.requested "1.5" 不使用个人账户时不应要求支付金额',
        'account.balance "-3" 应为金额：至多 10 位整数、2 位小数，无符号和指数',
        'stay.discharged "2024-05-10" 出院日期早于入院日期',
        "accumulators.outpatient.fund 5 类型应为带引号的文本",
        'accumulators.nothing "1.00" 未知的累计项',
        "items[0].price 100 类型应为带引号的文本",
        'items[1].qty "-1" 应为数量：至多 10 位整数、4 位小数，无符号和指数',
        'items[1].price "1.1234567" 应为单价：至多 10 位整数、6 位小数，无符号和指数',
        'items[1].id "1" 明细编号重复',
      ].toSorted(),
    );
  });

  test("a field with a fault of its own contradicts nothing", () => {
    const faults = wrong({
      serviceTime: "someday",
      "person.birthDate": "2030-13-01",
      "stay.admitted": "soon",
    });
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual([
      "serviceTime",
      "person.birthDate",
      "stay.admitted",
    ]);
  });

  test("of very many faults the first two hundred are listed, the rest is counted", () => {
    const items = Array.from({ length: 1_000 }, (_line, at) => ({ ...item, id: String(at), qty: "0" }));
    const faults = faultsFor({ items });
    expect(faults).toHaveLength(201);
    expect(faults.at(-1)).toEqual({ path: "", value: "", reason: "另有 800 处错误未列出" });
  });

  test("what a claim has instead of an object", () => {
    for (const changes of [
      { person: "P1" },
      { account: null },
      { stay: "x" },
      { items: [null, 3] },
      { accumulators: "x" },
    ]) {
      const [path] = Object.keys(changes);
      expect(faultsFor(changes).every((fault) => fault.path.startsWith(path ?? ""))).toBe(true);
      expect(faultsFor(changes).length).toBeGreaterThan(0);
    }
  });
});
