import type { CivilDate } from "../base/civil-date.ts";
import { addDays, civilDate } from "../base/civil-date.ts";
import { benefitPath } from "./compile-benefit.ts";
import type { CompiledPack, VersionLike } from "./compile-pack.ts";
import { versionLists } from "./compile-pack.ts";
import { covers } from "./coverage.ts";
import type { ValueStatus } from "./schema-parts.ts";
import { spanOf } from "./version.ts";

/** What a rule would say under another reading of its clause. */
interface OtherReading {
  readonly clause: string;
  readonly value: unknown;
}

/** One version of a rule as people read it. */
export interface RuleValue {
  readonly plan: string;
  /** plan@first day */
  readonly pack: string;
  /** By which refusals, supplements and comparisons name it. */
  readonly path: string;
  /** Of the benefit that it belongs to; null: of the whole plan. */
  readonly benefit: { readonly id: string; readonly name: string; readonly population: string | null } | null;
  readonly from: CivilDate;
  readonly to: CivilDate | null;
  readonly status: ValueStatus;
  readonly clause: string;
  /** Of an unknown one: whom to ask; null where the pack does not say. */
  readonly ask: string | null;
  /** null: unknown. */
  readonly value: unknown;
  /** Other ways in which an open point can be read; none where ours is the only one. */
  readonly readings: OtherReading[];
  /** Whether the supplement brought it. */
  readonly isSupplied: boolean;
}

/** Every version of every rule of a pack, its supplement merged in. */
export function ruleValues(compiled: CompiledPack): readonly RuleValue[] {
  const { pack, plan, id } = compiled;
  return [...versionLists(pack)].flatMap(({ path, versions }) =>
    versions.map((version: VersionLike): RuleValue => {
      const span = spanOf(version, compiled);
      return {
        plan,
        pack: id,
        path,
        benefit: benefitOf(compiled, path),
        from: span.from,
        to: span.to,
        status: version.status,
        clause: version.clause,
        ask: version.ask ?? null,
        value: version.value ?? null,
        readings: [...(version.readings ?? [])],
        isSupplied: compiled.supplied.has(path),
      };
    }),
  );
}

/** The values of a pack on a day. */
export function valuesOn(compiled: CompiledPack, day: CivilDate): readonly RuleValue[] {
  return ruleValues(compiled).filter((value) => covers(value, day));
}

function benefitOf({ pack }: CompiledPack, path: string): RuleValue["benefit"] {
  const benefit = pack.benefits.find((one) => path.startsWith(`${benefitPath(one)}.`));
  return benefit === undefined
    ? null
    : { id: benefit.id, name: benefit.name, population: benefit.population ?? null };
}

/** Something about the rules that changes on a day. */
export interface RulesChange {
  readonly day: CivilDate;
  readonly plan: string;
  readonly pack: string;
  readonly kind: "begins" | "ends" | "trialEnds" | "changes";
  /** Rules with a version that begins on that day. */
  readonly paths: readonly string[];
}

/** What changes when, within days, both counted, in order. An end stands on the first day without. */
export function rulesCalendar(
  packs: readonly CompiledPack[],
  { from, to }: { readonly from: CivilDate; readonly to: CivilDate },
): readonly RulesChange[] {
  const changes = packs.flatMap((compiled): RulesChange[] => {
    const { plan, id, pack } = compiled;
    const about = { plan, pack: id, paths: [] };
    const values = ruleValues(compiled);
    const within = compiled.changes.filter((day) => day > compiled.from);
    return [
      { ...about, day: compiled.from, kind: "begins" },
      ...within.map((day): RulesChange => ({
        ...about,
        day,
        kind: "changes",
        paths: values.flatMap((value) => (value.from === day ? [value.path] : [])),
      })),
      ...(pack.trialTo === undefined ? [] : [endAfter(pack.trialTo, about, "trialEnds")]),
      ...(compiled.to === null ? [] : [endAfter(compiled.to, about, "ends")]),
    ];
  });
  return changes
    .filter(({ day }) => from <= day && day <= to)
    .toSorted((one, other) => (one.day < other.day ? -1 : 1));
}

function endAfter(
  last: string,
  about: Pick<RulesChange, "plan" | "pack" | "paths">,
  kind: "ends" | "trialEnds",
): RulesChange {
  return { ...about, day: addDays(civilDate(last), 1), kind };
}
