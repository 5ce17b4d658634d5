import { present } from "../base/assert.ts";
import type { CivilDate } from "../base/civil-date.ts";
import { civilDate } from "../base/civil-date.ts";
import { parseFen, parseRatio } from "../base/money.ts";
import { absentBenefit, benefitPath, compileBenefit, fenOrZero } from "./compile-benefit.ts";
import type { Span } from "./coverage.ts";
import { covers } from "./coverage.ts";
import { nationalClause, nationalRouting } from "./national-routing.ts";
import type { Pack } from "./pack.ts";
import type {
  AssistanceInForce,
  BenefitInForce,
  EmployerInForce,
  OffSiteInForce,
  OpenReadings,
  Provenance,
  RouteInForce,
  RulesInForce,
} from "./rules-in-force.ts";
import type { BenefitId, InstitutionType, Population, ValueStatus } from "./schema-parts.ts";
import { benefitIds } from "./schema-parts.ts";
import { compileTable } from "./table.ts";
import type { Reader } from "./version.ts";
import { readOptional, readRule, readSettled, spanOf } from "./version.ts";

/** A pack whose rules can be asked for any day it covers. */
export interface CompiledPack extends Span {
  readonly plan: string;
  readonly id: string;
  readonly pack: Pack;
  readonly sha256: string;
  /** Paths of rules that the supplement brought. */
  readonly supplied: ReadonlySet<string>;
  /** The first day of every stretch within which no rule changes, ascending. */
  readonly changes: readonly CivilDate[];
  /** Rules on a day the pack covers; a search in `changes`, then a stretch compiled once. */
  readonly on: (date: CivilDate) => RulesInForce;
}

export interface PackOrigin {
  readonly sha256: string;
  readonly supplement: RulesInForce["supplement"];
  /** Paths of rules that the supplement brought. */
  readonly supplied: ReadonlySet<string>;
}

const same = <T>(value: T): T => value;

/** @param pack  parsed and found without fault */
export function compilePack(pack: Pack, origin: PackOrigin): CompiledPack {
  const span: Span = { from: civilDate(pack.from), to: pack.to === null ? null : civilDate(pack.to) };
  const changes = changeDays(pack, span);
  const open = [...versionLists(pack)].filter(({ versions }) =>
    versions.some(({ readings }) => readings !== undefined),
  );
  const stretches = changes.map((date) => compileStretch(pack, origin, { date, span, open }));
  return {
    ...span,
    plan: pack.plan,
    id: `${pack.plan}@${pack.from}`,
    pack,
    sha256: origin.sha256,
    supplied: origin.supplied,
    changes,
    on: (date) => present(stretches[stretchAt(changes, date)], `rules of ${pack.plan} on ${date}`),
  };
}

/** Every list of versions in a pack, with its path; what the checks and the compiler walk. */
export function* versionLists(value: unknown, path = ""): Generator<VersionList> {
  if (value === null || typeof value !== "object") return;
  if (isVersionList(value)) {
    yield { path, versions: value };
    return;
  }
  const keys = Array.isArray(value) ? value.map(pathKey) : Object.keys(value);
  const inner: readonly unknown[] = Object.values(value);
  for (const [at, key] of keys.entries())
    yield* versionLists(inner[at], path === "" ? key : `${path}.${key}`);
}

interface VersionList {
  readonly path: string;
  readonly versions: readonly VersionLike[];
}

export interface VersionLike {
  readonly from?: string;
  readonly to?: string | null;
  readonly status: ValueStatus;
  readonly clause: string;
  /** Whom to ask for an unknown one. */
  readonly ask?: string;
  readonly value?: unknown;
  /** Other readings of an open point. */
  readonly readings?: readonly { readonly clause: string; readonly value: unknown }[];
}

/** No rule has an empty list of versions (the schema), but other lists may be empty. */
function isVersionList(value: object): value is readonly VersionLike[] {
  return Array.isArray(value) && value.length > 0 && value.every(isVersion);
}

function isVersion(value: unknown): boolean {
  return value !== null && typeof value === "object" && "clause" in value && "status" in value;
}

/** A benefit is known by its id (and population), an employer by its name; what else stands in a list by its place. */
function pathKey(entry: unknown, at: number): string {
  if (entry === null || typeof entry !== "object") return String(at);
  const { id, name, population } = entry as { id?: unknown; name?: unknown; population?: unknown };
  if (typeof id === "string") return typeof population === "string" ? `${id}.${population}` : id;
  return typeof name === "string" ? name : String(at);
}

/** Versions follow each other without a gap, so a rule changes only where one begins. */
function changeDays(pack: Pack, span: Span): CivilDate[] {
  const days = new Set<CivilDate>([span.from]);
  for (const { versions } of versionLists(pack)) {
    for (const version of versions) days.add(spanOf(version, span).from);
  }
  return [...days].toSorted();
}

/** The last change on or before a day, by halving. */
function stretchAt(changes: readonly CivilDate[], date: CivilDate): number {
  let low = 0;
  let high = changes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (present(changes[middle], "a change") <= date) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Stretch {
  readonly date: CivilDate;
  readonly span: Span;
  /** Rules with an open point that can be read in more than one way, on this day or another. */
  readonly open: readonly VersionList[];
}

function compileStretch(pack: Pack, origin: PackOrigin, at: Stretch): RulesInForce {
  const ours = compileRules(pack, origin, { ...at, readingOf: () => 0 });
  const points = openPoints(at);
  if (points.length === 0) return ours;
  const known = new Map<string, RulesInForce>();
  const as = (chosen: readonly number[]): RulesInForce => {
    const key = chosen.join(" ");
    const readingOf = (path: string): number =>
      present(chosen[points.findIndex((one) => one.path === path)], path);
    const rules = known.get(key) ?? {
      ...compileRules(pack, origin, { ...at, readingOf }),
      reading: "lowest" as const,
    };
    known.set(key, rules);
    return rules;
  };
  const open: OpenReadings = { counts: points.map(({ count }) => count), as };
  return { ...ours, lowest: { ...ours, reading: "lowest", open } };
}

/** Rules that can be read in more than one way on a day. */
function openPoints({
  date,
  span,
  open,
}: Stretch): readonly { readonly path: string; readonly count: number }[] {
  return open.flatMap(({ path, versions }) => {
    const { readings } = present(
      versions.find((one) => covers(spanOf(one, span), date)),
      path,
    );
    return readings === undefined ? [] : [{ path, count: readings.length + 1 }];
  });
}

function compileRules(pack: Pack, origin: PackOrigin, at: Stretch & Pick<Reader, "readingOf">): RulesInForce {
  const reader: Reader = {
    date: at.date,
    pack: at.span,
    readingOf: at.readingOf,
    originOf: (path) => (origin.supplied.has(path) ? present(origin.supplement, "supplement").id : null),
  };
  return {
    id: `${pack.plan}@${pack.from}`,
    plan: pack.plan,
    name: pack.name,
    region: pack.region,
    sha256: origin.sha256,
    supplement: origin.supplement,
    reading: "ours",
    open: null,
    lowest: null,
    populations: pack.populations,
    trialTo: pack.trialTo === undefined ? null : civilDate(pack.trialTo),
    rounding: readSettled(reader, "rounding", pack.rounding, same).value,
    fundOrder: readSettled(reader, "fundOrder", pack.fundOrder, same).value,
    home: readSettled(reader, "home", pack.home, (places) =>
      places.map((place) => ({
        regions: place.regions,
        levels: place.levels ?? null,
        institutions: place.institutions ?? null,
      })),
    ),
    employers: pack.employers === undefined ? null : compileEmployers(pack.employers, reader),
    routing: compileRouting(pack, reader),
    benefit: compileBenefits(pack, reader),
    offSite: compileOffSite(pack.offSite, reader),
    ...compileShared(pack, reader),
  };
}

function compileShared(pack: Pack, reader: Reader) {
  return {
    basicCap: readRule(reader, "basicCap", pack.basicCap, (value, source) =>
      compileTable(value.rows, source, (row) => parseFen(row.amount)),
    ),
    majorMedical: readRule(reader, "majorMedical", pack.majorMedical, (value, source) =>
      compileTable(value.rows, source, (row) => ({
        line: parseFen(row.line),
        bands: row.bands.map((band) => ({
          width: band.width === undefined ? null : parseFen(band.width),
          ratio: parseRatio(band.ratio),
        })),
        cap: row.cap === null ? null : parseFen(row.cap),
      })),
    ),
    supplementary: readRule(reader, "supplementary", pack.supplementary, (value, source) =>
      compileTable(value.rows, source, (row) => ({
        ratio: parseRatio(row.ratio),
        line: fenOrZero(row.line),
        cap: parseFen(row.cap),
      })),
    ),
    assistance: readRule(reader, "assistance", pack.assistance, (value, source): AssistanceInForce => {
      if (value.by === "manualClaim") return value;
      const rows = compileTable(value.rows, source, (row) => parseRatio(row.ratio));
      return { by: "ratio", benefits: value.benefits, rows, yearCap: parseFen(value.yearCap) };
    }),
    account: readSettled(reader, "account", pack.account, ({ family, kinds }) => {
      const paysAt = (institution: InstitutionType) =>
        present(
          kinds.find((one) => one.institution === institution),
          `account at a ${institution}`,
        ).pays;
      return { family, pays: { hospital: paysAt("hospital"), pharmacy: paysAt("pharmacy") } };
    }),
    claimWindow: readOptional(reader, "claimWindow", pack.claimWindow, same),
    prescription: readSettled(reader, "prescription", pack.prescription, same),
    traceCode: readSettled(reader, "traceCode", pack.traceCode, same),
    offline: readRule(reader, "offline", pack.offline, same),
    voucherIssuers: readOptional(reader, "voucherIssuers", pack.voucherIssuers, same),
    manualClaim: readOptional(reader, "manualClaim", pack.manualClaim, same),
  };
}

function compileEmployers(
  employers: NonNullable<Pack["employers"]>,
  reader: Reader,
): ReadonlyMap<string, EmployerInForce> {
  const byName = new Map<string, EmployerInForce>();
  for (const employer of employers) {
    const layers = readSettled(reader, `employers.${employer.name}.layers`, employer.layers, same);
    for (const name of [employer.name, ...(employer.aliases ?? [])])
      byName.set(name, { name: employer.name, layers });
  }
  return byName;
}

function compileRouting(pack: Pack, reader: Reader): readonly RouteInForce[] {
  const own = readOptional(reader, "routing", pack.routing, (routes, source) =>
    routes.map((route) => ({
      when: route.when,
      to: route.to,
      source: { ...source, status: route.status ?? source.status, clause: route.clause ?? source.clause },
    })),
  );
  const source: Provenance = { rule: "routing", status: "public", clause: nationalClause, supplement: null };
  return [...(own?.value ?? []), ...nationalRouting.map((route) => ({ ...route, source }))];
}

function compileBenefits(pack: Pack, reader: Reader): RulesInForce["benefit"] {
  const byPopulation = { employee: absentBenefits(), resident: absentBenefits() };
  const populations: readonly Population[] = ["employee", "resident"];
  for (const rules of pack.benefits) {
    const path = benefitPath(rules);
    const compiled = compileBenefit(rules, path, reader);
    for (const population of rules.population === undefined ? populations : [rules.population]) {
      byPopulation[population].set(rules.id, compiled);
    }
  }
  const find = (id: BenefitId, population: Population): BenefitInForce =>
    present(byPopulation[population].get(id), `benefit ${id}`);
  return find;
}

function absentBenefits(): Map<BenefitId, BenefitInForce> {
  return new Map(benefitIds.map((id) => [id, absentBenefit(id)]));
}

function compileOffSite(offSite: Pack["offSite"], reader: Reader): OffSiteInForce {
  return {
    records: readSettled(reader, "offSite.records", offSite.records, same),
    lateInpatient: readSettled(reader, "offSite.lateInpatient", offSite.lateInpatient, same),
    emergency: readSettled(reader, "offSite.emergency", offSite.emergency, same),
    direct: readOptional(reader, "offSite.direct", offSite.direct, same),
    otherProvinceDiseases: readOptional(
      reader,
      "offSite.otherProvinceDiseases",
      offSite.otherProvinceDiseases,
      same,
    ),
    cuts: readOptional(reader, "offSite.cuts", offSite.cuts, (value) =>
      value.rows.map((row) => ({
        record: row.record,
        otherProvinceOnly: row.otherProvinceOnly,
        points: parseRatio(row.points),
      })),
    ),
  };
}
