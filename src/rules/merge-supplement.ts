import { withinPoints } from "../base/money.ts";
import type { Fault } from "../base/faults.ts";
import type { BenefitRules, Pack, Supplement } from "./pack.ts";
import type { Parsed } from "./parse-pack.ts";
import { benefitPath, packFaults } from "./parse-pack.ts";

type Fill = Supplement["fills"][number];
type BenefitFill = NonNullable<Fill["benefits"]>[number];
type Rules = Readonly<Record<string, unknown>>;

export interface Merged {
  readonly pack: Pack;
  /** Paths of the rules that came from the supplement. */
  readonly supplied: ReadonlySet<string>;
}

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
    if (notRules.has(name) || versions === undefined) continue;
    const at = path === "" ? name : `${path}.${name}`;
    if (!isUnknown(known[name])) {
      outcome.faults.push({ path: at, value: "", reason: "政策包已载明，补充参数不得改写" });
    }
    rules[name] = versions;
    outcome.supplied.add(at);
  }
  return rules;
}

/** A rule may be filled when the pack is silent on it or says of every version that it is unknown. */
function isUnknown(versions: unknown): boolean {
  if (versions === undefined) return true;
  return (versions as readonly { status: string }[]).every((version) => version.status === "unknown");
}

function fillBenefits(known: readonly BenefitRules[], fills: readonly BenefitFill[], outcome: Outcome): BenefitRules[] {
  const rest = [...fills];
  const merged = known.flatMap((rules) => splitByPopulation(rules, fills)).map((rules) => {
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
      outcome.faults.push({ path: benefitPath(fill), value: "", reason: "政策包没有此待遇，须写明 name 和 pays" });
      continue;
    }
    merged.push(fillBenefit({ id: fill.id, name: fill.name, pays: [] as unknown as BenefitRules["pays"] }, fill, outcome));
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
  const filled = { ...rules, ...fillRules(rules, fill, path, outcome) } as BenefitRules;
  if (fill.population !== undefined) filled.population = fill.population;
  if (fill.sharesWith !== undefined) filled.sharesWith = fill.sharesWith;
  return fill.adjust === undefined ? filled : { ...filled, ratio: adjustRatio(filled, fill.adjust, outcome) };
}

/** Puts the local ratio before the pack's row, within the points by which that row may vary. */
function adjustRatio(rules: BenefitRules, adjust: NonNullable<BenefitFill["adjust"]>, outcome: Outcome) {
  const path = `${benefitPath(rules)}.ratio`;
  outcome.supplied.add(path);
  return (rules.ratio ?? []).map((version) => {
    if (version.value === undefined) return version;
    const rows = version.value.rows;
    for (const local of adjust) {
      const row = rows.find((one) => one.level === local.level && one.personStatus === local.personStatus);
      const allowed = row?.mayVaryBy;
      if (row === undefined || allowed === undefined) {
        outcome.faults.push({ path, value: local.level ?? "", reason: "政策包未允许地方调整此比例" });
      } else if (!withinPoints(row.ratio, local.ratio, allowed)) {
        outcome.faults.push({ path, value: local.ratio, reason: `超出允许的调整幅度 ±${allowed}` });
      }
    }
    return { ...version, value: { ...version.value, rows: [...adjust, ...rows] } };
  });
}
