import { z } from "zod";

import { present } from "../base/assert.ts";
import type { CivilDate } from "../base/civil-date.ts";
import { civilDate, parseCivilDate, shanghaiDateOf } from "../base/civil-date.ts";
import type { Fault } from "../base/faults.ts";
import { faultsOf } from "../base/faults.ts";
import type { Fen, Price, Quantity, Ratio } from "../base/money.ts";
import {
  isPositive,
  isShare,
  moneyPattern,
  parseFen,
  parsePrice,
  parseQuantity,
  parseRatio,
  pricePattern,
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
import { contradictions, itemsMax } from "./contradictions.ts";
import { readPlainClaim } from "./plain-claim.ts";

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
  .max(64, "过长")
  .regex(/^(?!\s)[^\p{C}]+(?<!\s)$/u, "不得为空、含有控制字符或以空白开头结尾");
/** A word that becomes part of an accumulator's name. */
const key = z
  .string()
  .max(64, "过长")
  .regex(/^[^\p{C}\s]+$/u, "不得为空、含有空白或控制字符");
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
  code: key,
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
        /** Whose account it is, where the books hold it too. */
        psnNo: word.optional(),
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
  visitId: key.optional(),
  stay: z.strictObject({ admitted: day, discharged: day.nullable() }).optional(),
  chronicDisease: disease.optional(),
  maternity: z
    .strictObject({
      kind: z.enum(["antenatal", "birth"]),
      pregnancyId: key,
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
  /** Their names and amounts are looked at in contradictions.ts, which sees the keys that zod drops. */
  accumulators: z.record(z.string(), z.string()).optional(),
});

type Shape = z.output<typeof claimShape>;
export type Item = Shape["items"][number];

/** A claim whose every value has been checked; money in fen, days in Shanghai. */
export interface Claim extends Shape {
  readonly serviceDate: CivilDate;
}

export type ParsedClaim =
  { readonly ok: true; readonly claim: Claim } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads a claim from parsed JSON.
 *
 * @returns the claim, or every fault at once with path, value and reason (CLAIM_INVALID)
 */
export function parseClaim(input: unknown): ParsedClaim {
  const contradicted = [...contradictions(input)].map(({ path, reason }) => ({
    code: "custom" as const,
    path: [...path],
    message: reason,
  }));
  const plain = contradicted.length === 0 ? readPlainClaim(input) : null;
  if (plain !== null) return { ok: true, claim: dated(plain) };
  const parsed = claimShape.safeParse(input);
  const issues = [...(parsed.error?.issues ?? []), ...contradicted];
  if (!parsed.success || issues.length > 0) return { ok: false, faults: faultsOf(issues, input) };
  return { ok: true, claim: dated(parsed.data) };
}

function dated(claim: Shape): Claim {
  return { ...claim, serviceDate: present(shanghaiDateOf(claim.serviceTime), "service date") };
}
