import type { z } from "zod";

import { civilDate } from "../base/civil-date.ts";
import type { Fault } from "../base/faults.ts";
import { faultsOf, firstFaults, shorten } from "../base/faults.ts";
import { benefitPath } from "./compile-benefit.ts";
import { versionLists } from "./compile-pack.ts";
import type { Span } from "./coverage.ts";
import { coverageFaults } from "./coverage.ts";
import type { BenefitRules, Pack, Supplement } from "./pack.ts";
import { packSchema, supplementSchema } from "./pack.ts";
import { readYaml } from "./read-yaml.ts";
import { rowFaults } from "./row-faults.ts";
import type { Population } from "./schema-parts.ts";
import { spanOf } from "./version.ts";

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads the text of a pack file; on failure every fault at once, each with path, value and reason. */
export function parsePack(text: string): Parsed<Pack> {
  const parsed = parseYaml(text, packSchema());
  if (!parsed.ok) return parsed;
  const faults = packFaults(parsed.value);
  return faults.length === 0 ? parsed : { ok: false, faults };
}

/** Reads the text of a supplement file. Whether its rules fit their packs shows when they are merged. */
export function parseSupplement(text: string): Parsed<Supplement> {
  const parsed = parseYaml(text, supplementSchema());
  if (!parsed.ok) return parsed;
  const faults: Fault[] = [];
  const plans = new Set<string>();
  for (const [at, { plan }] of parsed.value.fills.entries()) {
    if (plans.has(plan))
      faults.push({ path: `fills[${at}].plan`, value: shorten(plan), reason: "同一统筹区重复" });
    plans.add(plan);
  }
  return faults.length === 0 ? parsed : { ok: false, faults };
}

/** What a schema cannot say: days without a rule, benefits without their parts, rows that can never be reached. */
export function packFaults(pack: Pack): Fault[] {
  const span: Span = { from: civilDate(pack.from), to: pack.to === null ? null : civilDate(pack.to) };
  if (span.to !== null && span.to < span.from)
    return [{ path: "to", value: span.to, reason: "止日早于起日" }];
  const undated = [...versionLists(pack)].flatMap(({ path, versions }) =>
    coverageFaults(
      path,
      versions.map((version) => spanOf(version, span)),
      span,
    ),
  );
  return firstFaults([
    ...undated,
    ...pack.benefits.flatMap((rules) => [...benefitFaults(rules), ...repeatFaults(rules)]),
    ...trialFaults(pack),
    ...duplicateFaults(pack),
    ...rowFaults(pack),
    ...accountFaults(pack),
    ...orderFaults(pack),
    ...bandFaults(pack),
    ...offlineFaults(pack),
    ...readingFaults(pack),
  ]);
}

/** Parts that a benefit paid by deductible and ratio must have, each at least as "unknown". */
const partsOfRatio = ["deductible", "ratio", "caps", "inBasicCap", "feedsMajor"] as const;

function benefitFaults(rules: BenefitRules): Fault[] {
  const path = benefitPath(rules);
  const byRatio = rules.pays.some((version) => version.value?.by === "ratio");
  if (!byRatio) return [];
  return partsOfRatio
    .filter((part) => rules[part] === undefined)
    .map((part) => ({
      path: `${path}.${part}`,
      value: "",
      reason: "按比例支付的待遇须写明此项（不知道时写 unknown）",
    }));
}

/** A list for later stays is read only where the rule says what counts as a repeat. */
function repeatFaults(rules: BenefitRules): Fault[] {
  return (rules.deductible ?? []).flatMap(({ value }, at) => {
    const listed =
      value?.per === "stay" &&
      value.repeat === undefined &&
      value.rows.some((row) => row.later !== undefined);
    const path = `${benefitPath(rules)}.deductible[${at}].value.repeat`;
    return listed ? [{ path, value: "", reason: "写了 later 就须写 repeat，说明怎样算多次住院" }] : [];
  });
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
      if (names.has(name))
        faults.push({ path: "employers", value: shorten(name), reason: "单位名称或别名重复" });
      names.add(name);
    }
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
  return faults;
}

function orderFaults(pack: Pack): Fault[] {
  const faults: Fault[] = [];
  for (const [at, version] of pack.fundOrder.entries()) {
    const [first, second] = version.value;
    if (
      first !== "basic" ||
      (second !== undefined && second !== "majorMedical") ||
      new Set(version.value).size < version.value.length
    ) {
      faults.push({
        path: `fundOrder[${at}].value`,
        value: "",
        reason: "须以 basic、majorMedical 开头且不重复",
      });
    }
  }
  return faults;
}

/** The days from which and to which a trial runs lie inside the pack. */
function trialFaults({ trialTo, from, to }: Pack): Fault[] {
  if (trialTo === undefined || (trialTo >= from && (to === null || trialTo <= to))) return [];
  return [{ path: "trialTo", value: trialTo, reason: "试行期满日不在有效期内" }];
}

/** A band without a width takes all the rest, so it stands last, and without one the rest has no ratio. */
function bandFaults(pack: Pack): Fault[] {
  return pack.majorMedical.flatMap((version, at) =>
    (version.value?.rows ?? []).flatMap(({ bands }, row) => {
      const open = bands.findIndex((band) => band.width === undefined);
      if (open === bands.length - 1) return [];
      return [
        {
          path: `majorMedical[${at}].value.rows[${row}].bands`,
          value: "",
          reason: "最后一段且只有最后一段不写 width",
        },
      ];
    }),
  );
}

function offlineFaults(pack: Pack): Fault[] {
  return pack.offline.flatMap((version, at) =>
    (["rulesAgeDays", "accumulatorsAgeDays"] as const).flatMap((name) => {
      const [full, halved] = version.value?.[name] ?? [1, 1];
      if (full <= halved) return [];
      return [
        {
          path: `offline[${at}].value.${name}`,
          value: `${full}, ${halved}`,
          reason: "第一个天数不得大于第二个",
        },
      ];
    }),
  );
}

/** Only an open point can be read in more than one way, and what is used of a cap is known for the year of a person. */
function readingFaults(pack: Pack): Fault[] {
  const closed = [...versionLists(pack)].flatMap(({ path, versions }) =>
    versions.flatMap(({ status, readings }, at) =>
      readings === undefined || status === "unconfirmed"
        ? []
        : [
            {
              path: `${path}[${at}].readings`,
              value: status,
              reason: "只有 unconfirmed 的版本可以写别的读法",
            },
          ],
    ),
  );
  const narrow = pack.benefits.flatMap((rules) =>
    (rules.caps ?? []).flatMap(({ readings }, at) =>
      (readings ?? []).flatMap(({ value }) =>
        value.every(({ period, per }) => period === "year" && per === "person")
          ? []
          : [
              {
                path: `${benefitPath(rules)}.caps[${at}].readings`,
                value: "",
                reason: "别的读法的限额须按人按年",
              },
            ],
      ),
    ),
  );
  return [...closed, ...narrow];
}

function parseYaml<Schema extends z.ZodType>(text: string, schema: Schema): Parsed<z.infer<Schema>> {
  const read = readYaml(text);
  if (!read.ok) return read;
  // Read once a start: compiled checks would take longer to compile than they save.
  const result = schema.safeParse(read.value, { jitless: true });
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, faults: faultsOf(result.error.issues, read.value) };
}
