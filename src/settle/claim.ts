import { z } from "zod";

import { present } from "../base/assert.ts";
import type { CivilDate } from "../base/civil-date.ts";
import { civilDate, parseCivilDate, shanghaiDateOf } from "../base/civil-date.ts";
import type { Fault } from "../base/faults.ts";
import { faultsOf } from "../base/faults.ts";
import type { Fen, Price, Quantity, Ratio } from "../base/money.ts";
import {
  fenMax,
  isPositive,
  isShare,
  moneyPattern,
  parseFen,
  parsePrice,
  parseQuantity,
  parseRatio,
  pricePattern,
  priceTimes,
  quantityPattern,
  ratioPattern,
} from "../base/money.ts";
import {
  assistanceClasses,
  designations,
  institutionTypes,
  itemKinds,
  levels,
  medTypes,
  medTypesRefused,
  operations,
  populations,
  recordTypes,
  statuses,
} from "../rules/schema-parts.ts";
import { accumulatorPattern, isCount } from "./accumulator-id.ts";

/** A bill of more lines is refused: no counter rings it up, and a stay of months stays far below. */
const itemsMax = 10_000;

const day = z
  .string()
  .refine((text) => parseCivilDate(text) !== null, "日期不存在或格式不是 YYYY-MM-DD")
  .transform((text): CivilDate => civilDate(text));
const money = z
  .string()
  .regex(moneyPattern, "应为金额：至多 10 位整数、2 位小数，无符号和指数")
  .transform((text): Fen => parseFen(text));
const price = z
  .string()
  .regex(pricePattern, "应为单价：至多 10 位整数、6 位小数，无符号和指数")
  .transform((text): Price => parsePrice(text));
const quantity = z
  .string()
  .regex(quantityPattern, "应为数量：至多 10 位整数、4 位小数，无符号和指数")
  .refine((text) => !quantityPattern.test(text) || isPositive(text), "数量应大于 0")
  .transform((text): Quantity => parseQuantity(text));
const share = z
  .string()
  .regex(ratioPattern, "应为 0 到 1 之间的比例：至多 4 位小数")
  .refine((text) => !ratioPattern.test(text) || isShare(text), "比例不得大于 1")
  .transform((text): Ratio => parseRatio(text));
const word = z
  .string()
  .min(1, "不得为空")
  .max(64, "过长")
  .regex(/^[^\p{C}]*$/u, "含有控制字符");
const name = z
  .string()
  .max(200, "过长")
  .regex(/^[^\p{C}]*$/u, "含有控制字符");
const region = z.string().regex(/^\d{6}$/, "应为六位行政区划代码");
const disease = z.string().regex(/^M\d{5}$/, "应为门诊慢特病病种代码，如 M01600");
const flag = z.boolean();

const item = z.strictObject({
  id: word,
  code: word,
  name,
  kind: z.enum(itemKinds),
  class: z.enum(["A", "B", "C"]),
  qty: quantity,
  price,
  priceLimit: price.nullable(),
  selfPayRatio: share,
  chronicListed: flag,
  dualChannel: flag,
  traceCodes: z.array(word).max(10_000).optional(),
  splitPack: flag.optional(),
  traceExempt: z.enum(["slices", "granules", "noCode"]).nullable().optional(),
});

const person = z.strictObject({
  psnNo: word,
  birthDate: day,
  status: z.enum(statuses),
  population: z.enum(populations),
  employer: name.nullable(),
  assistance: z.enum(assistanceClasses).nullable(),
  coverageFrom: day,
  chronicDiseases: z.array(z.strictObject({ code: disease, from: day, to: day.nullable() })).max(100),
  inpatientStay: z.strictObject({ from: day, to: day.nullable() }).nullable(),
});

const institution = z.strictObject({
  code: word,
  type: z.enum(institutionTypes),
  level: z.enum(levels),
  region,
  designations: z.array(z.enum(designations)),
});

const account = z.strictObject({
  use: flag,
  balance: money,
  family: z
    .array(
      z.strictObject({
        relation: z.string().regex(/^[a-zA-Z]{1,20}$/, "应为亲属关系的英文词"),
        balance: money,
      }),
    )
    .max(50),
  requested: money.optional(),
});

const serviceTime = z
  .string()
  .refine(
    (text) => shanghaiDateOf(text) !== null,
    "应为带秒和时区的 ISO 8601 时间，如 2023-03-01T10:00:00+08:00",
  );

const accumulators = z.record(z.string(), z.string()).superRefine((values, context) => {
  for (const [id, value] of Object.entries(values)) {
    const issue = (message: string): void => context.addIssue({ code: "custom", path: [id], message });
    if (!accumulatorPattern.test(id)) issue("未知的累计项");
    else if (!moneyPattern.test(value)) issue("应为金额：至多 10 位整数、2 位小数");
    else if (isCount(id) && !/^\d{1,10}(\.0{1,2})?$/.test(value)) issue("次数应为整数");
  }
});

const claimShape = z.strictObject({
  claimId: word,
  plan: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "应为统筹区代号，如 shiyan"),
  serviceTime,
  medType: z.enum([...medTypes, ...medTypesRefused]),
  institution,
  person,
  prescription: z
    .strictObject({ issuerLevel: z.enum(levels), issuedOn: day, validDays: z.int().min(1).max(3).optional() })
    .nullable(),
  items: z.array(item).min(1).max(itemsMax),
  account,
  visitId: word.optional(),
  stay: z.strictObject({ admitted: day, discharged: day.nullable() }).optional(),
  chronicDisease: disease.optional(),
  maternity: z
    .strictObject({
      kind: z.enum(["antenatal", "birth"]),
      pregnancyId: word,
      payer: z
        .strictObject({ psnNo: word, status: z.enum(statuses), coverageFrom: day, filedOn: day })
        .nullable()
        .optional(),
    })
    .optional(),
  birthControl: z.enum(operations).optional(),
  emergency: flag.optional(),
  offSite: z
    .strictObject({
      recordType: z.enum(recordTypes).nullable(),
      recordedOn: day.nullable(),
      revokedOn: day.nullable().optional(),
    })
    .nullable()
    .optional(),
  submittedOn: day.optional(),
  credential: z.unknown().optional(),
  proxy: z.unknown().optional(),
  operator: z.unknown().optional(),
  pharmacist: z.unknown().optional(),
  accumulators: accumulators.optional(),
});

type Shape = z.output<typeof claimShape>;
export type Item = Shape["items"][number];

/** A claim whose every value has been checked; money in fen, days in Shanghai. */
export interface Claim extends Shape {
  readonly serviceDate: CivilDate;
}

export type ParsedClaim =
  { readonly ok: true; readonly claim: Claim } | { readonly ok: false; readonly faults: readonly Fault[] };

const claimSchema = claimShape.superRefine((claim, context) => {
  for (const [path, message] of contradictions(claim))
    context.addIssue({ code: "custom", path: [...path], message });
});

/**
 * Reads a claim from parsed JSON.
 *
 * @returns the claim, or every fault at once with path, value and reason (CLAIM_INVALID)
 */
export function parseClaim(input: unknown): ParsedClaim {
  const parsed = claimSchema.safeParse(input);
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error.issues, input) };
  const claim = parsed.data;
  return {
    ok: true,
    claim: { ...claim, serviceDate: present(shanghaiDateOf(claim.serviceTime), "service date") },
  };
}

/** What no single field can tell: values that cannot both be true. */
function* contradictions(claim: Shape): Generator<readonly [readonly PropertyKey[], string]> {
  const serviceDate = shanghaiDateOf(claim.serviceTime);
  if (serviceDate === null) return;
  const { stay, person: insured, account: paying } = claim;
  if (insured.birthDate > serviceDate) yield [["person", "birthDate"], "出生日期晚于就医日期"];
  if (claim.submittedOn !== undefined && claim.submittedOn < serviceDate) {
    yield [["submittedOn"], "申报日期早于就医日期"];
  }
  if (stay !== undefined && stay.discharged !== null) {
    if (stay.admitted > stay.discharged) yield [["stay", "discharged"], "出院日期早于入院日期"];
    if (stay.discharged < serviceDate && stay.discharged.slice(0, 4) === serviceDate.slice(0, 4)) {
      yield [["serviceTime"], "住院结算的 serviceTime 应为出院时间"];
    }
  }
  if (!paying.use && paying.requested !== undefined && paying.requested > 0) {
    yield [["account", "requested"], "不使用个人账户时不应要求支付金额"];
  }
  if (claim.institution.type === "pharmacy" && hospitalMedTypes.has(claim.medType)) {
    yield [["medType"], "药店不能结算此医疗类别（药店购药为 41，慢特病购药为 14）"];
  }
  yield* repeatedIds(claim.items);
  yield* tooLarge(claim.items);
}

/** Visits that only a hospital can have; a pharmacy sells (41) and dispenses for chronic diseases (14). */
const hospitalMedTypes: ReadonlySet<string> = new Set(["11", "13", "21", "51", "52", "53"]);

/** Amounts must fit ten digits. Only amounts anywhere near are computed exactly: the rest cost nothing. */
function* tooLarge(items: readonly Item[]): Generator<readonly [readonly PropertyKey[], string]> {
  const reason = "金额超过 9999999999.99";
  // A price or quantity with a fault of its own is still text here, and its fault is already listed.
  if (!items.every((one) => typeof one.price === "object" && typeof one.qty === "object")) return;
  const rough = items.map((one) => Number(one.price.text) * Number(one.qty.text));
  if (rough.reduce((sum, amount) => sum + amount, 0) < 1_000_000_000) return;
  let total = 0;
  for (const [at, one] of items.entries()) {
    const amount = priceTimes(one.price, one.qty, "halfUp");
    if (amount > fenMax) yield [["items", at], reason];
    total += amount;
  }
  if (total > fenMax) yield [["items"], reason];
}

function* repeatedIds(items: readonly Item[]): Generator<readonly [readonly PropertyKey[], string]> {
  const seen = new Set<string>();
  for (const [at, one] of items.entries()) {
    if (seen.has(one.id)) yield [["items", at, "id"], "明细编号重复"];
    seen.add(one.id);
  }
}
