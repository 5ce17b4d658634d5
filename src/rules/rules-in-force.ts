import type { CivilDate } from "../base/civil-date.ts";
import type { Fen, Ratio, Rounding } from "../base/money.ts";
import type { Pack, Route, VoucherIssuer } from "./pack.ts";
import type {
  AssistanceClass,
  BenefitId,
  Designation,
  Fund,
  InstitutionType,
  Level,
  Operation,
  Population,
  Status,
  ValueStatus,
} from "./schema-parts.ts";

/** Where a value comes from: how sure it is, its clause, and the supplement that brought it (null: the pack itself). */
export interface Provenance {
  readonly rule: string;
  readonly status: Exclude<ValueStatus, "unknown">;
  readonly clause: string;
  readonly supplement: string | null;
}

/** A rule on one day: its value, or the fact that nobody has told us. */
export type Value<T> =
  | { readonly known: true; readonly value: T; readonly source: Provenance }
  | { readonly known: false; readonly rule: string; readonly clause: string; readonly ask: string };

/** What the rows of a table look at. `level` is the one after the benefit's aliases. */
export interface Subject {
  readonly level: Level;
  readonly personStatus: Status;
  readonly population: Population;
  readonly institution: InstitutionType;
  readonly place: "home" | "offSite";
  readonly ageYears: number;
  readonly disease: string | null;
  readonly operation: Operation | null;
  readonly assistance: AssistanceClass | null;
  readonly employer: string | null;
}

export interface TableRow<T> {
  readonly fits: (subject: Subject) => boolean;
  readonly value: T;
  readonly source: Provenance;
}

export type Table<T> = readonly TableRow<T>[];

export interface DeductibleRow {
  readonly amount: Fen;
  readonly yearLimit: Fen | null;
  readonly later: readonly Fen[];
}

export type DeductibleInForce =
  | { readonly per: "none" }
  | { readonly per: "year"; readonly rows: Table<DeductibleRow> }
  | { readonly per: "visit"; readonly rows: Table<DeductibleRow>; readonly yearLimit: Fen | null }
  | {
      readonly per: "stay";
      readonly rows: Table<DeductibleRow>;
      readonly repeat: { readonly counts: "sameLevel" | "any"; readonly factor: Ratio | null } | null;
      readonly yearLimit: Fen | null;
    };

export interface CapInForce {
  readonly basis: "fundPaid" | "cost" | "costAboveDeductible";
  readonly period: "year" | "quarter" | "month";
  readonly per: "person" | "disease";
  readonly rows: Table<Fen>;
  /** Under our reading nothing counts towards it: what is used of it follows from what the fund has paid. */
  readonly isUncounted: boolean;
}

export type PaysInForce =
  | { readonly by: "ratio" }
  | { readonly by: "limit"; readonly per: "pregnancy" | "operation"; readonly rows: Table<Fen> }
  | { readonly by: "fixed"; readonly per: "pregnancy"; readonly rows: Table<Fen> };

export interface RatiosInForce {
  readonly levelOf: "institution" | "prescriber";
  readonly rows: Table<Ratio>;
}

/** A value that is always there, with its provenance. */
export interface Settled<T> {
  readonly value: T;
  readonly source: Provenance;
}

/** A rule that a plan may not have; null where it has none. */
export type Optional<T> = Settled<T> | null;

export interface BenefitInForce {
  readonly id: BenefitId;
  readonly name: string;
  /** The benefit whose accumulators it fills: itself, or the one it shares with. */
  readonly pot: BenefitId;
  readonly pays: Value<PaysInForce>;
  readonly aliases: Optional<Table<Level>>;
  readonly deductible: Value<DeductibleInForce>;
  readonly ratio: Value<RatiosInForce>;
  readonly caps: Value<readonly CapInForce[]>;
  readonly inBasicCap: Optional<boolean>;
  readonly feedsMajor: Optional<boolean>;
  readonly entitled: Optional<Table<null>>;
  readonly startsNextMonth: Optional<Table<null>>;
  readonly needs: Optional<Designation>;
  readonly excludedDuringStay: Optional<boolean>;
  readonly spouseMayPay: Optional<boolean>;
  readonly diseasesMax: Optional<number>;
  readonly namesDisease: Optional<boolean>;
}

export interface MajorRow {
  readonly line: Fen;
  readonly bands: readonly { readonly width: Fen | null; readonly ratio: Ratio }[];
  readonly cap: Fen | null;
}

export interface SupplementaryRow {
  readonly ratio: Ratio;
  readonly line: Fen;
  readonly cap: Fen;
}

export type AssistanceInForce =
  | { readonly by: "manualClaim" }
  | {
      readonly by: "ratio";
      readonly benefits: readonly BenefitId[];
      readonly rows: Table<Ratio>;
      readonly yearCap: Fen;
    };

export interface AccountInForce {
  readonly family: readonly string[];
  readonly pays: Readonly<Record<InstitutionType, readonly string[]>>;
}

export interface HomePlace {
  readonly regions: readonly string[];
  readonly levels: readonly Level[] | null;
  readonly institutions: readonly string[] | null;
}

type RuleValue<Rule extends readonly { value?: unknown }[]> = NonNullable<Rule[number]["value"]>;
type OffSite = Pack["offSite"];

export interface OffSiteCut {
  readonly record: string;
  readonly otherProvinceOnly: boolean;
  readonly points: Ratio;
}

export interface OffSiteInForce {
  readonly records: Settled<RuleValue<OffSite["records"]>>;
  readonly lateInpatient: Settled<boolean>;
  readonly emergency: Settled<boolean>;
  readonly direct: Optional<RuleValue<NonNullable<OffSite["direct"]>>>;
  readonly otherProvinceDiseases: Optional<readonly string[]>;
  readonly cuts: Optional<readonly OffSiteCut[]>;
}

export type Layers = RuleValue<NonNullable<Pack["employers"]>[number]["layers"]>;

export interface EmployerInForce {
  readonly name: string;
  readonly layers: Settled<Layers>;
}

export interface RouteInForce {
  readonly when: Route["when"];
  readonly to: BenefitId;
  readonly source: Provenance;
}

/** Rules of which some can be read in more than one way. */
export interface OpenReadings {
  /** How many readings each of these rules has; the first is ours. */
  readonly counts: readonly number[];
  /** The rules with each of them in one of its readings. */
  readonly as: (chosen: readonly number[]) => RulesInForce;
}

/** All rules of one plan on one day, looked up once: nothing below is walked by date again. */
export interface RulesInForce {
  /** plan@first day of the pack */
  readonly id: string;
  readonly plan: string;
  readonly name: string;
  readonly region: string;
  readonly sha256: string;
  /** The supplement merged in, whether a bill uses it or not. */
  readonly supplement: { readonly id: string; readonly label: string; readonly official: boolean } | null;
  /** How open points are read: in our way, or so that the funds pay least. */
  readonly reading: "ours" | "lowest";
  /** What is tried to find the lowest; null: there is nothing to choose. */
  readonly open: OpenReadings | null;
  /** The same rules as an outage reads them (domain §7 B); null: no rule has another reading. */
  readonly lowest: RulesInForce | null;
  readonly populations: readonly Population[];
  readonly trialTo: CivilDate | null;
  readonly rounding: Rounding;
  readonly fundOrder: readonly Fund[];
  readonly home: Settled<readonly HomePlace[]>;
  /** By name and alias; null where the plan has no layers by employer. */
  readonly employers: ReadonlyMap<string, EmployerInForce> | null;
  readonly routing: readonly RouteInForce[];
  readonly benefit: (id: BenefitId, population: Population) => BenefitInForce;
  readonly basicCap: Value<Table<Fen>>;
  readonly majorMedical: Value<Table<MajorRow>>;
  readonly supplementary: Value<Table<SupplementaryRow>>;
  readonly assistance: Value<AssistanceInForce>;
  readonly account: Settled<AccountInForce>;
  readonly offSite: OffSiteInForce;
  readonly claimWindow: Optional<RuleValue<NonNullable<Pack["claimWindow"]>>>;
  readonly prescription: Settled<RuleValue<Pack["prescription"]>>;
  readonly traceCode: Settled<RuleValue<Pack["traceCode"]>>;
  readonly offline: Value<RuleValue<Pack["offline"]>>;
  /** Whose vouchers are believed about people of this plan. */
  readonly voucherIssuers: Optional<readonly VoucherIssuer[]>;
  readonly manualClaim: Optional<RuleValue<NonNullable<Pack["manualClaim"]>>>;
}
