import { parseFen, parseRatio, zeroFen } from "../base/money.ts";
import type { BenefitRules, Cap, Deductible, Pays } from "./pack.ts";
import type {
  BenefitInForce,
  CapInForce,
  DeductibleInForce,
  DeductibleRow,
  PaysInForce,
  Provenance,
  Table,
} from "./rules-in-force.ts";
import type { BenefitId } from "./schema-parts.ts";
import { compileTable } from "./table.ts";
import type { Reader } from "./version.ts";
import { readOptional, readRule } from "./version.ts";

const same = <T>(value: T): T => value;

/** The rules of a benefit on the reader's day. @param path  "benefits.outpatient" or "benefits.birth.resident" */
export function compileBenefit(rules: BenefitRules, path: string, reader: Reader): BenefitInForce {
  return {
    id: rules.id,
    name: rules.name,
    pot: rules.sharesWith ?? rules.id,
    pays: readRule(reader, `${path}.pays`, rules.pays, compilePays),
    aliases: readOptional(reader, `${path}.levels`, rules.levels, (value, source) =>
      compileTable(value.rows, source, (row) => row.as),
    ),
    deductible: readRule(reader, `${path}.deductible`, rules.deductible, compileDeductible),
    ratio: readRule(reader, `${path}.ratio`, rules.ratio, (value, source) => ({
      levelOf: value.levelOf ?? "institution",
      rows: compileTable(value.rows, source, (row) => parseRatio(row.ratio)),
    })),
    caps: readRule(reader, `${path}.caps`, rules.caps, (value, source, isOther) =>
      value.map((cap) => compileCap(cap, source, isOther)),
    ),
    inBasicCap: readOptional(reader, `${path}.inBasicCap`, rules.inBasicCap, same),
    feedsMajor: readOptional(reader, `${path}.feedsMajor`, rules.feedsMajor, same),
    entitled: readOptional(reader, `${path}.entitled`, rules.entitled, compileWho),
    startsNextMonth: readOptional(reader, `${path}.startsNextMonth`, rules.startsNextMonth, compileWho),
    needs: readOptional(reader, `${path}.needs`, rules.needs, same),
    excludedDuringStay: readOptional(reader, `${path}.excludedDuringStay`, rules.excludedDuringStay, same),
    spouseMayPay: readOptional(reader, `${path}.spouseMayPay`, rules.spouseMayPay, same),
    diseasesMax: readOptional(reader, `${path}.diseasesMax`, rules.diseasesMax, same),
    namesDisease: readOptional(reader, `${path}.namesDisease`, rules.namesDisease, same),
  };
}

/** A benefit that the pack does not have: every value of it is unknown. */
export function absentBenefit(id: BenefitId): BenefitInForce {
  const unknown = (rule: string) =>
    ({
      known: false,
      rule: `benefits.${id}.${rule}`,
      clause: "政策包未载",
      ask: "请向参保地医保经办机构核实",
    }) as const;
  return {
    id,
    name: id,
    pot: id,
    pays: unknown("pays"),
    deductible: unknown("deductible"),
    ratio: unknown("ratio"),
    caps: unknown("caps"),
    aliases: null,
    inBasicCap: null,
    feedsMajor: null,
    entitled: null,
    startsNextMonth: null,
    needs: null,
    excludedDuringStay: null,
    spouseMayPay: null,
    diseasesMax: null,
    namesDisease: null,
  };
}

function compilePays(value: Pays, source: Provenance): PaysInForce {
  if (value.by === "ratio") return value;
  const rows = compileTable(value.rows, source, (row) => parseFen(row.amount));
  return value.by === "fixed" ? { by: "fixed", per: value.per, rows } : { by: "limit", per: value.per, rows };
}

function compileDeductible(value: Deductible, source: Provenance): DeductibleInForce {
  switch (value.per) {
    case "none":
      return value;
    case "year":
      return { per: "year", rows: compileTable(value.rows, source, deductibleRow) };
    case "visit":
      return {
        per: "visit",
        rows: compileTable(value.rows, source, deductibleRow),
        yearLimit: fenOrNull(value.yearLimit),
      };
    case "stay":
      return {
        per: "stay",
        rows: compileTable(value.rows, source, deductibleRow),
        repeat:
          value.repeat === undefined
            ? null
            : {
                counts: value.repeat.counts,
                factor: value.repeat.factor === undefined ? null : parseRatio(value.repeat.factor),
              },
        yearLimit: fenOrNull(value.yearLimit),
      };
  }
}

function deductibleRow(row: {
  amount: string;
  yearLimit?: string | undefined;
  later?: readonly string[] | undefined;
}): DeductibleRow {
  return {
    amount: parseFen(row.amount),
    yearLimit: fenOrNull(row.yearLimit),
    later: (row.later ?? []).map(parseFen),
  };
}

function compileCap(cap: Cap, source: Provenance, isOther: boolean): CapInForce {
  return {
    basis: cap.basis,
    period: cap.period,
    per: cap.per,
    rows: compileTable(cap.rows, source, (row) => parseFen(row.amount)),
    // What a fund has paid of a benefit in a year is counted whatever limits it.
    isUncounted: isOther && cap.basis !== "fundPaid",
  };
}

function compileWho(value: { rows: readonly object[] }, source: Provenance): Table<null> {
  return compileTable(value.rows, source, () => null);
}

function fenOrNull(text: string | undefined) {
  return text === undefined ? null : parseFen(text);
}

/** A supplementary plan without a line of its own pays from the first fen. */
export function fenOrZero(text: string | undefined) {
  return text === undefined ? zeroFen : parseFen(text);
}

/** The path of a benefit's rules, as faults and refusals name it: benefits.birth.resident. */
export function benefitPath(rules: {
  readonly id: string;
  readonly population?: string | undefined;
}): string {
  return `benefits.${rules.id}${rules.population === undefined ? "" : `.${rules.population}`}`;
}
