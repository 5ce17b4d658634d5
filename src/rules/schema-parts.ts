import { z } from "zod";

import { parseCivilDate } from "../base/civil-date.ts";
import { isShare, moneyPattern, ratioPattern } from "../base/money.ts";

/** Words that claims and packs share. The national code of each stands in GLOSSARY.md. */
export const levels = ["community", "1", "2", "3", "provincial", "unrated"] as const;
export const statuses = ["active", "retired"] as const;
export const populations = ["employee", "resident"] as const;
export const institutionTypes = ["hospital", "pharmacy"] as const;
export const designations = ["basic", "pooling", "chronic", "dualChannel"] as const;
export const itemKinds = ["drug", "device", "consumable", "service", "wellness", "other"] as const;
export const assistanceClasses = [
  "destitute",
  "orphan",
  "subsistence",
  "returned",
  "marginal",
  "monitored",
  "medicalPoverty",
] as const;
export const operations = ["abortion", "iud", "vasectomy"] as const;
export const recordTypes = [
  "retiredSettled",
  "longTermResident",
  "postedWorker",
  "referral",
  "temporary",
] as const;
/** Medical categories that the desk settles, by national code. */
export const medTypes = ["11", "13", "14", "21", "41", "51", "52", "53"] as const;
/** National categories that exist and are refused for now, by name. */
export const medTypesRefused = [
  "12",
  "15",
  "16",
  "19",
  "22",
  "23",
  "24",
  "25",
  "26",
  "27",
  "28",
  "61",
] as const;
/** Benefits in the order in which one bill feeds them. */
export const benefitIds = [
  "inpatient",
  "chronic",
  "dualChannel",
  "outpatient",
  "pharmacy",
  "antenatal",
  "birth",
  "birthControl",
  "accountOnly",
] as const;
export const funds = ["basic", "majorMedical", "supplementary", "civilServant", "assistance"] as const;

export type Level = (typeof levels)[number];
export type Status = (typeof statuses)[number];
export type Population = (typeof populations)[number];
export type InstitutionType = (typeof institutionTypes)[number];
export type Designation = (typeof designations)[number];
export type AssistanceClass = (typeof assistanceClasses)[number];
export type Operation = (typeof operations)[number];
export type BenefitId = (typeof benefitIds)[number];
export type Fund = (typeof funds)[number];

/** Longer lists of one kind are no law but an attack on whoever compares them row by row. */
const rowsMax = 500;
const versionsMax = 100;
const readingsMax = 5;

export const day = z
  .string()
  .refine((text) => parseCivilDate(text) !== null, "应为存在的日期 YYYY-MM-DD")
  .meta({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
export const text = z.string().trim().min(1).max(500);
export const money = z.string().regex(moneyPattern, '应为金额，如 "12.50"');
export const ratio = z
  .string()
  .regex(ratioPattern, '应为 0 到 1 之间的小数，如 "0.85"')
  .refine((value) => !ratioPattern.test(value) || isShare(value), "比例不得大于 1");
export const regionPrefix = z.string().regex(/^\d{2}(\d{2}){0,2}$/, '应为行政区划代码或其前缀，如 "4203"');
export const diseaseCode = z.string().regex(/^M\d{5}$/, '应为门诊慢特病病种代码，如 "M01600"');
/** How sure a value is: in a seed text, in a public source, our reading of an open point, or not known. */
export const valueStatuses = ["stated", "public", "unconfirmed", "unknown"] as const;
export type ValueStatus = (typeof valueStatuses)[number];
const knownStatus = z.enum(["stated", "public", "unconfirmed"]);

/** A row may be less sure than its table, and rest on another clause. */
const provenance = { status: knownStatus.optional(), clause: text.optional() };

/** What a row of a table asks of the bill; a selector left out asks nothing. The first row that fits is taken. */
const selectors = {
  level: z.enum(levels).optional(),
  personStatus: z.enum(statuses).optional(),
  population: z.enum(populations).optional(),
  institution: z.enum(institutionTypes).optional(),
  place: z.enum(["home", "offSite"]).optional(),
  ageFrom: z.int().min(0).max(150).optional(),
  ageTo: z.int().min(0).max(150).optional(),
  disease: diseaseCode.optional(),
  operation: z.enum(operations).optional(),
  assistance: z.array(z.enum(assistanceClasses)).min(1).optional(),
  employer: text.optional(),
};

/** The names of the conditions, of which a row is made up beside its values. */
export const selectorNames: readonly string[] = Object.keys(selectors);

export type Selectors = { readonly [Key in keyof typeof selectors]?: z.infer<(typeof selectors)[Key]> };

/** A row of a table: selectors, the values, and its own status and clause where they differ from the table's. */
export function row<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...selectors, ...provenance, ...shape });
}

/** A table: its rows, of which the first that fits is taken. */
export function rowsOf<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.array(row(shape)).min(1).max(rowsMax);
}

/** Other ways in which an open point can be read: without the centre the lowest of all counts (domain §7 B). */
function otherReadings<Value extends z.ZodType>(value: Value) {
  return z
    .array(z.strictObject({ clause: text, value }))
    .min(1)
    .max(readingsMax)
    .optional();
}

/**
 * A rule of the law: its versions in time. Each has its first day (the pack's when left out), its last day (open when
 * left out), how sure it is, the clause it rests on and, unless it is unknown, its value.
 */
export function ruleOf<Value extends z.ZodType>(value: Value) {
  return z
    .array(
      z
        .strictObject({
          from: day.optional(),
          to: day.nullable().optional(),
          status: z.enum(valueStatuses),
          clause: text,
          note: text.optional(),
          ask: text.optional(),
          value: value.optional(),
          readings: otherReadings(value),
        })
        .superRefine((version, context) => {
          const known = version.value !== undefined;
          if (version.status === "unknown" && known) {
            context.addIssue({ code: "custom", path: ["value"], message: "状态为 unknown 的版本不得写值" });
          }
          if (version.status !== "unknown" && !known) {
            context.addIssue({
              code: "custom",
              path: ["value"],
              message: "须写明 value，不知道时状态应为 unknown",
            });
          }
        }),
    )
    .min(1)
    .max(versionsMax);
}

/** A rule that is never unknown: what it says may be our reading, but the desk cannot work without one. */
export function settledRuleOf<Value extends z.ZodType>(value: Value) {
  return z
    .array(
      z.strictObject({
        from: day.optional(),
        to: day.nullable().optional(),
        status: knownStatus,
        clause: text,
        note: text.optional(),
        value,
        readings: otherReadings(value),
      }),
    )
    .min(1)
    .max(versionsMax);
}
