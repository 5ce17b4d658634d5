import { z } from "zod";

import { parseCivilDate } from "../base/civil-date.ts";
import { later } from "../base/later.ts";
import {
  benefitIds,
  day,
  designations,
  diseaseCode,
  funds,
  institutionTypes,
  itemKinds,
  levels,
  medTypes,
  money,
  populations,
  ratio,
  recordTypes,
  regionPrefix,
  row,
  rowsOf,
  ruleOf,
  settledRuleOf,
  text,
} from "./schema-parts.ts";

const count = z.int().min(1).max(100_000);
/** "MM-DD", a day that every year has. */
const dayOfYear = z
  .string()
  .refine((monthDay) => parseCivilDate(`2023-${monthDay}`) !== null, "应为每年都有的日期 MM-DD")
  .meta({ pattern: "^\\d{2}-\\d{2}$" });
const hexOf = (bytes: number) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), `应为 ${bytes} 字节的十六进制（小写）`);
const relation = z.string().regex(/^[a-zA-Z]{1,20}$/);

/** Which level of the tables an institution counts as; a level without a row counts as itself. */
const levelAliases = later(() =>
  z.strictObject({ rows: rowsOf({ level: z.enum(levels), as: z.enum(levels) }) }),
);

/** 起付线. `per: visit` and `per: stay` ask anew each time, cut by the yearly limits. */
const deductible = later(() =>
  z.discriminatedUnion("per", [
    z.strictObject({ per: z.literal("none") }),
    z.strictObject({ per: z.literal("year"), rows: rowsOf({ amount: money }) }),
    z.strictObject({
      per: z.literal("visit"),
      /** `yearLimit` is the most this level may ask in a year. */
      rows: rowsOf({ amount: money, yearLimit: money.optional() }),
      yearLimit: money.optional(),
    }),
    z.strictObject({
      per: z.literal("stay"),
      /** `later`: what the second, third … stay asks instead; the last entry goes on. */
      rows: rowsOf({ amount: money, later: z.array(money).min(1).optional() }),
      /** What counts as a repeat, and the share of the amount it asks where a row has no list of its own. */
      repeat: z.strictObject({ counts: z.enum(["sameLevel", "any"]), factor: ratio.optional() }).optional(),
      yearLimit: money.optional(),
    }),
  ]),
);

/** 支付比例. `levelOf` says whose level the rows mean: the institution's, or the prescribing one's (外配处方). */
const ratios = later(() =>
  z.strictObject({
    levelOf: z.enum(["institution", "prescriber"]).optional(),
    /** `mayVaryBy`: the points by which a local bureau may set it higher or lower (supplement, `adjust`). */
    rows: rowsOf({ ratio, mayVaryBy: ratio.optional() }),
  }),
);

/**
 * 最高支付限额. basis fundPaid: what the fund pays; cost: the in-scope cost it looks at; costAboveDeductible: the in-scope
 * cost above the deductible. One benefit may have several.
 */
const cap = later(() =>
  z.strictObject({
    basis: z.enum(["fundPaid", "cost", "costAboveDeductible"]),
    period: z.enum(["year", "quarter", "month"]),
    per: z.enum(["person", "disease"]),
    rows: rowsOf({ amount: money }),
  }),
);

/** How a benefit pays: by deductible and ratio, up to a limit, or a fixed sum a case. */
const pays = later(() =>
  z.discriminatedUnion("by", [
    z.strictObject({ by: z.literal("ratio") }),
    z.strictObject({
      by: z.literal("limit"),
      per: z.enum(["pregnancy", "operation"]),
      rows: rowsOf({ amount: money }),
    }),
    z.strictObject({ by: z.literal("fixed"), per: z.literal("pregnancy"), rows: rowsOf({ amount: money }) }),
  ]),
);

const flag = z.boolean();
const who = later(() => z.strictObject({ rows: rowsOf({}) }));

const benefit = later(() =>
  z.strictObject({
    id: z.enum(benefitIds).exclude(["accountOnly"]),
    name: text,
    /** Set where employees and residents have rules of their own; else the benefit is for both. */
    population: z.enum(populations).optional(),
    /** Shares deductible, caps and their accumulators with this benefit. */
    sharesWith: z.enum(benefitIds).exclude(["accountOnly"]).optional(),
    pays: ruleOf(pays()),
    levels: settledRuleOf(levelAliases()).optional(),
    deductible: ruleOf(deductible()).optional(),
    ratio: ruleOf(ratios()).optional(),
    caps: ruleOf(z.array(cap())).optional(),
    /** Whether what it pays counts in the yearly basic cap (合并计入统筹基金最高支付限额). */
    inBasicCap: settledRuleOf(flag).optional(),
    /** Whether its in-scope burden counts for major-medical (大额/大病). */
    feedsMajor: settledRuleOf(flag).optional(),
    /** Only the persons of a row have it; everybody when left out. */
    entitled: settledRuleOf(who()).optional(),
    /** For the persons of a row it starts on the first day of the month after enrolment (当月参保，次月生效). */
    startsNextMonth: settledRuleOf(who()).optional(),
    /** A designation without which a line of this benefit is refused. */
    needs: settledRuleOf(z.enum(designations)).optional(),
    /** Whether there is none of it during an inpatient stay. */
    excludedDuringStay: settledRuleOf(flag).optional(),
    /** Whether a woman without employee insurance may use her husband's. */
    spouseMayPay: settledRuleOf(flag).optional(),
    /** Most chronic diseases a person may have recognised. */
    diseasesMax: settledRuleOf(z.int().min(1).max(50)).optional(),
    /** Whether a bill must name its disease when the person has several. */
    namesDisease: settledRuleOf(flag).optional(),
    diseases: settledRuleOf(z.array(z.strictObject({ code: diseaseCode, name: text })).min(1)).optional(),
  }),
);

const when = later(() =>
  z.strictObject({
    medType: z.array(z.enum(medTypes)).min(1).optional(),
    population: z.enum(populations).optional(),
    institution: z.enum(institutionTypes).optional(),
    designation: z.enum(designations).optional(),
    withoutDesignation: z.enum(designations).optional(),
    level: z.array(z.enum(levels)).min(1).optional(),
    prescription: z.boolean().optional(),
    recorded: z.boolean().optional(),
    offSite: z.boolean().optional(),
    payer: z.boolean().optional(),
    disease: z.array(diseaseCode).min(1).optional(),
    chronicListed: z.boolean().optional(),
    dualChannel: z.boolean().optional(),
    kind: z.array(z.enum(itemKinds)).min(1).optional(),
  }),
);

/** One row of the routing: the first whose conditions hold decides the benefit of a line. */
const route = later(() =>
  z.strictObject({
    when: when(),
    to: z.enum(benefitIds),
    status: z.enum(["stated", "public", "unconfirmed"]).optional(),
    clause: text.optional(),
  }),
);

const employer = later(() =>
  z.strictObject({
    name: text,
    aliases: z.array(text).optional(),
    layers: settledRuleOf(z.enum(["three", "two", "notTransferred"])),
  }),
);

const home = later(() =>
  z.strictObject({
    regions: z.array(regionPrefix).min(1),
    /** Only institutions of these levels, when given. */
    levels: z.array(z.enum(levels)).min(1).optional(),
    /** Only these institution codes, when given (直接协议管理的外地机构). */
    institutions: z.array(text).min(1).optional(),
  }),
);

const majorRows = later(() =>
  rowsOf({
    line: money,
    /** Shares of the burden above the line; `width` is how much of it a band takes, open in the last. */
    bands: z.array(z.strictObject({ width: money.optional(), ratio })).min(1),
    cap: money.nullable(),
  }),
);

const offSite = later(() =>
  z.strictObject({
    records: settledRuleOf(z.array(z.enum(recordTypes)).min(1)),
    lateInpatient: settledRuleOf(flag),
    emergency: settledRuleOf(flag),
    /** Places where no record is asked. */
    direct: settledRuleOf(
      z.array(
        z.strictObject({
          regions: z.array(regionPrefix).min(1),
          population: z.enum(populations).optional(),
          benefits: z.array(z.enum(benefitIds)).min(1),
        }),
      ),
    ).optional(),
    /** The diseases that settle directly in another province. */
    otherProvinceDiseases: settledRuleOf(z.array(diseaseCode).min(1)).optional(),
    /** Points taken off the ratio (0.10 = ten points). */
    cuts: settledRuleOf(
      z.strictObject({
        rows: z.array(
          z.strictObject({
            record: z.enum([...recordTypes, "emergency"]),
            otherProvinceOnly: flag,
            points: ratio,
          }),
        ),
      }),
    ).optional(),
  }),
);

const offline = later(() =>
  z.strictObject({
    provisional: flag,
    perSale: money,
    perPersonDay: money,
    perDesk: money,
    salesMax: count,
    /** Up to this age in days the limits are full; up to the second, halved; then none. */
    rulesAgeDays: z.tuple([count, count]),
    accumulatorsAgeDays: z.tuple([count, count]),
  }),
);

const prescription = later(() =>
  z.strictObject({
    validDaysMax: z.int().min(1).max(30),
    electronicOnly: flag,
    supplyDaysMax: count.optional(),
    kindsMax: count.optional(),
    amountMax: money.optional(),
  }),
);

const traceCode = later(() =>
  z.strictObject({
    beforeSettlement: flag,
    onReceipt: flag,
    exempt: z.array(z.enum(["slices", "granules", "splitPack", "noCode"])),
  }),
);

/** Whose offline vouchers (脱机凭据) about its people a plan's bureau lets a desk believe. */
const voucherIssuers = later(() =>
  z
    .array(
      z.discriminatedUnion("algorithm", [
        // Raw key of RFC 8032; x and y of the point of GB/T 32918.
        z.strictObject({ name: text, algorithm: z.literal("ed25519"), publicKey: hexOf(32) }),
        z.strictObject({ name: text, algorithm: z.literal("sm2"), publicKey: hexOf(64) }),
      ]),
    )
    .min(1)
    .max(20),
);

const sharedRules = later(() => ({
  basicCap: ruleOf(z.strictObject({ rows: rowsOf({ amount: money }) })),
  majorMedical: ruleOf(z.strictObject({ rows: majorRows() })),
  supplementary: ruleOf(
    z.strictObject({ rows: rowsOf({ ratio, line: money.optional(), cap: money }) }),
  ).optional(),
  assistance: ruleOf(
    z.discriminatedUnion("by", [
      z.strictObject({ by: z.literal("manualClaim") }),
      z.strictObject({
        by: z.literal("ratio"),
        benefits: z.array(z.enum(benefitIds)).min(1),
        rows: rowsOf({ ratio }),
        yearCap: money,
      }),
    ]),
  ).optional(),
  prescription: settledRuleOf(prescription()),
  traceCode: settledRuleOf(traceCode()),
  offline: ruleOf(offline()),
  voucherIssuers: settledRuleOf(voucherIssuers()).optional(),
}));

export const packSchema = later(() =>
  z.strictObject({
    format: z.literal("onestop-pack/1"),
    plan: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "应为小写字母、数字和连字符"),
    name: text,
    region: z.string().regex(/^\d{6}$/, "应为六位行政区划代码"),
    /** First and last day; `to: null` while no end is known. */
    from: day,
    to: day.nullable(),
    /** Last day of a trial (试行): after it the pack is still computed, flagged TRIAL_EXPIRED. */
    trialTo: day.optional(),
    rounding: settledRuleOf(z.enum(["halfUp", "down", "up"])),
    sources: z
      .array(z.strictObject({ id: text, title: text, docNo: text.optional(), published: day.optional() }))
      .min(1),
    populations: z.array(z.enum(populations)).min(1),
    home: settledRuleOf(z.array(home()).min(1)),
    fundOrder: settledRuleOf(z.array(z.enum(funds)).min(1)),
    employers: z.array(employer()).min(1).optional(),
    /** Rows tried before the national ones (national-routing.ts). */
    routing: settledRuleOf(z.array(route()).min(1)).optional(),
    benefits: z.array(benefit()).min(1),
    ...sharedRules(),
    account: settledRuleOf(
      z.strictObject({
        family: z.array(relation),
        kinds: z
          .array(
            z.strictObject({
              institution: z.enum(institutionTypes),
              pays: z.array(z.enum(itemKinds)).min(1),
            }),
          )
          .length(2),
      }),
    ),
    offSite: offSite(),
    claimWindow: settledRuleOf(
      z.strictObject({
        benefits: z.array(z.enum(benefitIds)).min(1),
        yearsAfter: z.int().min(0).max(5),
        lastDay: dayOfYear,
      }),
    ).optional(),
    /** Papers a manual claim asks for, by kind of claim (零星报销). */
    manualClaim: settledRuleOf(
      z.array(z.strictObject({ kind: text, workingDays: count, papers: z.array(text).min(1) })),
    ).optional(),
  }),
);

/**
 * What an institution's bureau told it: fills the rules that a pack leaves unknown, in the pack's own words. It never
 * replaces a stated value, except where a ratio row says by how much it may vary (`adjust`).
 */
export const supplementSchema = later(() =>
  z.strictObject({
    format: z.literal("onestop-supplement/1"),
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "应为小写字母、数字和连字符"),
    /** Shown on screen and slip of every bill that used it. */
    label: text,
    /** false: for training and demonstration only. */
    official: flag,
    source: text,
    signedBy: text,
    fills: z
      .array(
        z.strictObject({
          plan: z.string(),
          ...z.object(sharedRules()).partial().shape,
          benefits: z
            .array(
              benefit()
                .partial()
                .required({ id: true })
                .extend({
                  adjust: z
                    .array(row({ ratio }).required({ status: true, clause: true }))
                    .min(1)
                    .optional(),
                }),
            )
            .optional(),
        }),
      )
      .min(1),
  }),
);

export type Pack = z.infer<ReturnType<typeof packSchema>>;
export type Supplement = z.infer<ReturnType<typeof supplementSchema>>;
export type BenefitRules = z.infer<ReturnType<typeof benefit>>;
export type Deductible = z.infer<ReturnType<typeof deductible>>;
export type Cap = z.infer<ReturnType<typeof cap>>;
export type Pays = z.infer<ReturnType<typeof pays>>;
export type Route = z.infer<ReturnType<typeof route>>;
export type VoucherIssuer = z.infer<ReturnType<typeof voucherIssuers>>[number];
