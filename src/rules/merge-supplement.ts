import { withinPoints } from "../base/money.ts";
import type { Fault } from "../base/faults.ts";
import { shorten } from "../base/faults.ts";
import { versionLists } from "./compile-pack.ts";
import type { BenefitRules, Pack, Supplement } from "./pack.ts";
import type { Parsed } from "./parse-pack.ts";
import { benefitPath } from "./compile-benefit.ts";
import { packFaults } from "./parse-pack.ts";
import { selectorNames } from "./schema-parts.ts";

type Fill = Supplement["fills"][number];
type BenefitFill = NonNullable<Fill["benefits"]>[number];
type Rules = Readonly<Record<string, unknown>>;

export interface Merged {
  readonly pack: Pack;
  /** Paths of the rules that came from the supplement. */
  readonly supplied: ReadonlySet<string>;
}

const statedReason = "政策包已载明，补充参数不得改写";

/** Names of a fill that are not rules. */
const notRules = new Set(["plan", "benefits", "id", "name", "population", "sharesWith", "adjust"]);

/**
 * Fills the unknown rules of a pack from a supplement.
 *
 * @returns the pack with the rules filled in; or faults: a rule that the pack states must not be replaced, and the result
 * must pass every check of a pack
 */
export function mergeSupplement(pack: Pack, supplement: Supplement): Parsed<Merged> {
  const fill = supplement.fills.find((one) => one.plan === pack.plan);
  if (fill === undefined) return { ok: true, value: { pack, supplied: new Set() } };
  const faults: Fault[] = [];
  const supplied = new Set<string>();
  const top = fillRules(pack, fill, "", { faults, supplied });
  const benefits = fillBenefits(pack.benefits, fill.benefits ?? [], { faults, supplied });
  const merged = { ...pack, ...top, benefits } as Pack;
  faults.push(...packFaults(merged));
  return faults.length === 0 ? { ok: true, value: { pack: merged, supplied } } : { ok: false, faults };
}

interface Outcome {
  readonly faults: Fault[];
  readonly supplied: Set<string>;
}

function fillRules(known: Rules, fill: Rules, path: string, outcome: Outcome): Rules {
  const rules: Record<string, unknown> = {};
  for (const [name, versions] of Object.entries(fill)) {
    if (notRules.has(name)) continue;
    const at = path === "" ? name : `${path}.${name}`;
    if (!isUnknown(known[name])) {
      outcome.faults.push({ path: at, value: "", reason: statedReason });
    }
    rules[name] = versions;
    outcome.supplied.add(at);
  }
  return rules;
}

/** A rule may be filled when the pack is silent on it or says of every version that it is unknown. */
function isUnknown(known: unknown): boolean {
  for (const { versions } of versionLists(known)) {
    for (const version of versions) if (version.status !== "unknown") return false;
  }
  return true;
}

function fillBenefits(
  known: readonly BenefitRules[],
  fills: readonly BenefitFill[],
  outcome: Outcome,
): BenefitRules[] {
  const rest = [...fills];
  const merged = known
    .flatMap((rules) => splitByPopulation(rules, fills))
    .map((rules) => {
      const mine = rest.filter((fill) => fill.id === rules.id && fill.population === rules.population);
      let result = rules;
      for (const fill of mine) {
        rest.splice(rest.indexOf(fill), 1);
        result = fillBenefit(result, fill, outcome);
      }
      return result;
    });
  for (const fill of rest) {
    if (fill.name === undefined || fill.pays === undefined) {
      outcome.faults.push({
        path: benefitPath(fill),
        value: "",
        reason: "政策包没有此待遇，须写明 name 和 pays",
      });
      continue;
    }
    const { id, name, population } = fill;
    merged.push(fillBenefit({ id, name, population, pays: [] }, fill, outcome));
  }
  return merged;
}

/** A benefit unknown for everybody may be filled for employees and residents apart. */
function splitByPopulation(rules: BenefitRules, fills: readonly BenefitFill[]): BenefitRules[] {
  const apart = fills.some((fill) => fill.id === rules.id && fill.population !== undefined);
  if (!apart || rules.population !== undefined || !isUnknown(rules.pays)) return [rules];
  return [
    { ...rules, population: "employee" },
    { ...rules, population: "resident" },
  ];
}

function fillBenefit(rules: BenefitRules, fill: BenefitFill, outcome: Outcome): BenefitRules {
  const path = benefitPath(fill);
  const sharesWith = fill.sharesWith ?? rules.sharesWith;
  if (sharesWith !== rules.sharesWith && !isUnknown(rules.pays)) {
    outcome.faults.push({ path: `${path}.sharesWith`, value: shorten(sharesWith), reason: statedReason });
  }
  const filled: BenefitRules = { ...rules, ...fillRules(rules, fill, path, outcome), sharesWith };
  return fill.adjust === undefined ? filled : { ...filled, ratio: adjustRatio(filled, fill.adjust, outcome) };
}

type Adjustment = NonNullable<BenefitFill["adjust"]>;
type RatioRows = NonNullable<NonNullable<BenefitRules["ratio"]>[number]["value"]>["rows"];

/** Puts the local ratio in the place of the pack's, within the points by which that row may vary. */
function adjustRatio(
  rules: BenefitRules,
  adjust: Adjustment,
  outcome: Outcome,
): NonNullable<BenefitRules["ratio"]> {
  const path = `${benefitPath(rules)}.ratio`;
  outcome.supplied.add(path);
  const versions = rules.ratio ?? [];
  if (!versions.some((version) => version.value !== undefined)) {
    outcome.faults.push({ path, value: "", reason: "政策包未载此比例，无从调整" });
  }
  return versions.map((version) => {
    if (version.value === undefined) return version;
    const rows = adjustRows(version.value.rows, adjust, { path, outcome });
    return { ...version, value: { ...version.value, rows } };
  });
}

function adjustRows(rows: RatioRows, adjust: Adjustment, at: { path: string; outcome: Outcome }): RatioRows {
  const adjusted = [...rows];
  for (const local of adjust) {
    const place = rows.findIndex((row) => conditionsOf(row) === conditionsOf(local));
    const row = rows[place];
    if (row?.mayVaryBy === undefined) {
      at.outcome.faults.push({
        path: at.path,
        value: conditionsOf(local),
        reason: "政策包未允许地方调整此比例",
      });
    } else if (!withinPoints(row.ratio, local.ratio, row.mayVaryBy)) {
      at.outcome.faults.push({
        path: at.path,
        value: local.ratio,
        reason: `超出允许的调整幅度 ±${row.mayVaryBy}`,
      });
    } else adjusted[place] = { ...row, ...local };
  }
  return adjusted;
}

/** What a row asks of a bill, written so that equal conditions are equal texts. */
function conditionsOf(row: Rules): string {
  const asked = selectorNames.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]);
  return JSON.stringify(Object.fromEntries(asked));
}
