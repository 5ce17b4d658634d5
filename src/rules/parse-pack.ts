import { CORE_SCHEMA, load } from "js-yaml";
import type { z } from "zod";

import { civilDate } from "../base/civil-date.ts";
import type { Fault } from "../base/faults.ts";
import { faultsOf, shorten } from "../base/faults.ts";
import { versionLists } from "./compile-pack.ts";
import type { Span } from "./coverage.ts";
import { coverageFaults } from "./coverage.ts";
import type { BenefitRules, Pack, Supplement } from "./pack.ts";
import { packSchema, supplementSchema } from "./pack.ts";
import type { Population } from "./schema-parts.ts";
import { spanOf } from "./version.ts";

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads the text of a pack file; on failure every fault at once, each with path, value and reason. */
export function parsePack(text: string): Parsed<Pack> {
  const parsed = parseYaml(text, packSchema);
  if (!parsed.ok) return parsed;
  const faults = packFaults(parsed.value);
  return faults.length === 0 ? parsed : { ok: false, faults };
}

/** Reads the text of a supplement file. Whether its rules fit their packs shows when they are merged. */
export function parseSupplement(text: string): Parsed<Supplement> {
  return parseYaml(text, supplementSchema);
}

/** What a schema cannot say: days without a rule, benefits without their parts, rows that can never be reached. */
export function packFaults(pack: Pack): Fault[] {
  const span: Span = { from: civilDate(pack.from), to: pack.to === null ? null : civilDate(pack.to) };
  if (span.to !== null && span.to < span.from) return [{ path: "to", value: span.to, reason: "止日早于起日" }];
  const faults: Fault[] = [];
  for (const { path, versions } of versionLists(pack)) {
    const spans = versions.map((version) => spanOf(version, span));
    faults.push(...coverageFaults(path, spans, span));
  }
  for (const rules of pack.benefits) faults.push(...benefitFaults(rules));
  faults.push(...duplicateFaults(pack), ...rowFaults(pack, ""), ...accountFaults(pack));
  return faults;
}

/** Parts that a benefit paid by deductible and ratio must have, each at least as "unknown". */
const partsOfRatio = ["deductible", "ratio", "caps", "inBasicCap", "feedsMajor"] as const;

function benefitFaults(rules: BenefitRules): Fault[] {
  const path = benefitPath(rules);
  const byRatio = rules.pays.some((version) => version.value?.by === "ratio");
  if (!byRatio) return [];
  return partsOfRatio
    .filter((part) => rules[part] === undefined)
    .map((part) => ({ path: `${path}.${part}`, value: "", reason: "按比例支付的待遇须写明此项（不知道时写 unknown）" }));
}

function duplicateFaults(pack: Pack): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const all: readonly Population[] = ["employee", "resident"];
  for (const rules of pack.benefits) {
    for (const population of rules.population === undefined ? all : [rules.population]) {
      const key = `${rules.id} ${population}`;
      if (seen.has(key)) faults.push({ path: benefitPath(rules), value: key, reason: "同一待遇重复" });
      seen.add(key);
    }
  }
  const names = new Set<string>();
  for (const employer of pack.employers ?? []) {
    for (const name of [employer.name, ...(employer.aliases ?? [])]) {
      if (names.has(name)) faults.push({ path: "employers", value: shorten(name), reason: "单位名称或别名重复" });
      names.add(name);
    }
  }
  return faults;
}

/** Two rows that ask the same can never both be reached: the second is a slip of the pen. */
function rowFaults(value: unknown, path: string): Fault[] {
  if (value === null || typeof value !== "object") return [];
  const faults: Fault[] = [];
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const at = path === "" ? key : `${path}.${key}`;
    if (key === "rows" && Array.isArray(inner)) faults.push(...twinFaults(inner, at));
    faults.push(...rowFaults(inner, at));
  }
  return faults;
}

const selectorNames = new Set([
  "level",
  "personStatus",
  "population",
  "institution",
  "place",
  "ageFrom",
  "ageTo",
  "disease",
  "operation",
  "assistance",
  "employer",
  "record",
  "otherProvinceOnly",
]);

function twinFaults(rows: readonly unknown[], path: string): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const asked = Object.entries(row as object).filter(([key]) => selectorNames.has(key));
    const key = JSON.stringify(asked.sort(([a], [b]) => (a < b ? -1 : 1)));
    if (seen.has(key)) faults.push({ path: `${path}[${at}]`, value: shorten(key), reason: "与前一行条件相同，永远用不到" });
    seen.add(key);
  }
  return faults;
}

function accountFaults(pack: Pack): Fault[] {
  const faults: Fault[] = [];
  for (const [at, version] of pack.account.entries()) {
    const kinds = new Set(version.value.kinds.map((one) => one.institution));
    if (kinds.size < 2) {
      faults.push({ path: `account[${at}].value.kinds`, value: "", reason: "须写明医院和药店各一行" });
    }
  }
  for (const [at, version] of pack.fundOrder.entries()) {
    const [first, second] = version.value;
    if (first !== "basic" || (second !== undefined && second !== "majorMedical") || new Set(version.value).size < version.value.length) {
      faults.push({ path: `fundOrder[${at}].value`, value: "", reason: "须以 basic、majorMedical 开头且不重复" });
    }
  }
  return faults;
}

export function benefitPath(rules: { readonly id: string; readonly population?: string | undefined }): string {
  return `benefits.${rules.id}${rules.population === undefined ? "" : `.${rules.population}`}`;
}

function parseYaml<Schema extends z.ZodType>(text: string, schema: Schema): Parsed<z.infer<Schema>> {
  let raw: unknown;
  try {
    raw = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    return { ok: false, faults: [{ path: "", value: "", reason: `YAML 语法错误：${firstLine(String(error))}` }] };
  }
  const result = schema.safeParse(raw);
  return result.success ? { ok: true, value: result.data } : { ok: false, faults: faultsOf(result.error.issues, raw) };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] as string;
}
