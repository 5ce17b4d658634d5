import { formatDecimal, formatFen } from "../../src/base/money.ts";
import type {
  BenefitInForce,
  CapInForce,
  DeductibleInForce,
  PaysInForce,
  Provenance,
  RulesInForce,
  Settled,
  Subject,
  Table,
  TableRow,
  Value,
} from "../../src/rules/rules-in-force.ts";
import type { BenefitId, Population } from "../../src/rules/schema-parts.ts";
import { assistanceClasses, benefitIds, levels, operations } from "../../src/rules/schema-parts.ts";
import { rowFor } from "../../src/rules/table.ts";

/** What a rule says to somebody, in one line, with how sure it is and by which clause. */
export interface RuleWords {
  readonly value: string;
  readonly status: string;
  readonly clause: string;
}

/** An active employee of 40 at a hospital of level 3 at home, unless words say otherwise: "1 retired 71", "resident", "M01600". */
function subjectOf(words: string): Subject {
  const told = words.split(" ");
  const pick = <T extends string>(list: readonly T[]): T | undefined =>
    list.find((one) => told.includes(one));
  const age = told.find((word) => /^\d\d$/.test(word));
  return {
    level: pick(levels) ?? "3",
    personStatus: pick(["retired"]) ?? "active",
    population: pick(["resident"]) ?? "employee",
    institution: pick(["pharmacy"]) ?? "hospital",
    place: pick(["offSite"]) ?? "home",
    ageYears: Number(age ?? 40),
    disease: told.find((word) => /^M\d{5}$/.test(word)) ?? null,
    operation: pick(operations) ?? null,
    assistance: pick(assistanceClasses) ?? null,
    employer:
      told.find((word) => word.endsWith("公司") || word.endsWith("分部") || word.endsWith("局")) ?? null,
  };
}

/**
 * @param path  outpatient.ratio, birth.resident.pays, majorMedical, offSite.records, employers.<name> …
 * @param who   words of `subjectOf`
 */
export function wordsOf(rules: RulesInForce, path: string, who: string): RuleWords {
  const subject = subjectOf(who);
  const [head = "", name = "", last = name] = path.split(".");
  const id = benefitIds.find((one) => one === head);
  if (id !== undefined) {
    const population: Population = name === "resident" ? "resident" : subject.population;
    return benefitWords(rules.benefit(id, population), last, { ...subject, population });
  }
  if (head === "employers") return settledWords(rules.employers?.get(name)?.layers ?? null, String);
  if (head === "offSite") return settledWords(rules.offSite[name as keyof RulesInForce["offSite"]], show);
  return sharedWords(rules, head, subject);
}

function sharedWords(rules: RulesInForce, name: string, subject: Subject): RuleWords {
  switch (name) {
    case "basicCap":
      return tableWords(rules.basicCap, subject, formatFen);
    case "supplementary":
      return tableWords(rules.supplementary, subject, ({ ratio, line, cap }) =>
        [formatDecimal(ratio), "above", formatFen(line), "to", formatFen(cap)].join(" "),
      );
    case "majorMedical":
      return tableWords(rules.majorMedical, subject, ({ line, bands, cap }) => {
        const shares = bands.map(
          ({ width, ratio }) => (width === null ? "" : `${formatFen(width)}×`) + formatDecimal(ratio),
        );
        return `${formatFen(line)}: ${shares.join(" ")}${cap === null ? "" : ` to ${formatFen(cap)}`}`;
      });
    case "assistance":
      return ruleWords(rules.assistance, (rule) => {
        if (rule.by === "manualClaim") return rule.by;
        const row = rowFor(rule.rows, subject);
        const share = row === null ? "no row" : formatDecimal(row.value);
        return `${share} of ${rule.benefits.join(",")} to ${formatFen(rule.yearCap)}`;
      });
    case "offline":
      return ruleWords(rules.offline, show);
    case "account":
    case "home":
    case "claimWindow":
    case "manualClaim":
    case "prescription":
    case "traceCode":
    case "voucherIssuers":
      return settledWords(rules[name], show);
    default:
      throw new Error(`there is no rule ${name}`);
  }
}

function benefitWords(benefit: BenefitInForce, part: string, asked: Subject): RuleWords {
  const alias = benefit.aliases === null ? null : rowFor(benefit.aliases.value, asked);
  const subject = { ...asked, level: alias?.value ?? asked.level };
  switch (part) {
    case "levels":
      return rowWords(alias, (level) => level);
    case "pays":
      return ruleWords(benefit.pays, (pays) => payWords(pays, subject));
    case "deductible":
      return deductibleWords(benefit.deductible, subject);
    case "ratio":
      if (!benefit.ratio.known) return unknownWords(benefit.ratio);
      return rowWords(rowFor(benefit.ratio.value.rows, subject), (ratio) =>
        benefit.ratio.known && benefit.ratio.value.levelOf === "prescriber"
          ? `${formatDecimal(ratio)} by prescriber`
          : formatDecimal(ratio),
      );
    case "caps":
      return capWords(benefit.caps, subject);
    case "entitled":
    case "startsNextMonth":
      return settledWords(benefit[part], (table) => (rowFor(table, subject) === null ? "no" : "yes"));
    case "inBasicCap":
    case "feedsMajor":
    case "needs":
    case "excludedDuringStay":
    case "spouseMayPay":
    case "diseasesMax":
    case "namesDisease":
      return settledWords(benefit[part], show);
    default:
      throw new Error(`a benefit has no ${part}`);
  }
}

function payWords(pays: PaysInForce, subject: Subject): string {
  if (pays.by === "ratio") return "ratio";
  const row = rowFor(pays.rows, subject);
  return `${pays.by} ${pays.per} ${row === null ? "no row" : formatFen(row.value)}`;
}

function deductibleWords(rule: Value<DeductibleInForce>, subject: Subject): RuleWords {
  if (!rule.known) return unknownWords(rule);
  const { value, source } = rule;
  if (value.per === "none") return { value: "none", ...sourceWords(source) };
  return rowWords(rowFor(value.rows, subject), ({ amount, yearLimit, later }) => {
    const words: string[] = [value.per, formatFen(amount)];
    if (later.length > 0) words.push(`then ${later.map(formatFen).join(",")}`);
    if (yearLimit !== null) words.push(`≤${formatFen(yearLimit)}`);
    if (value.per === "stay" && value.repeat !== null) {
      const { counts, factor } = value.repeat;
      words.push(factor === null ? counts : `${counts}×${formatDecimal(factor)}`);
    }
    if (value.per !== "year" && value.yearLimit !== null) words.push(`all≤${formatFen(value.yearLimit)}`);
    return words.join(" ");
  });
}

function capWords(rule: Value<readonly CapInForce[]>, subject: Subject): RuleWords {
  if (!rule.known) return unknownWords(rule);
  const caps = rule.value.map(({ basis, period, per, rows }) => {
    const row = rowFor(rows, subject);
    return `${basis} ${period} ${per} ${row === null ? "no row" : formatFen(row.value)}`;
  });
  return { value: caps.length === 0 ? "none" : caps.join("; "), ...sourceWords(rule.source) };
}

function tableWords<T>(rule: Value<Table<T>>, subject: Subject, words: (value: T) => string): RuleWords {
  return rule.known ? rowWords(rowFor(rule.value, subject), words) : unknownWords(rule);
}

function ruleWords<T>(rule: Value<T>, words: (value: T) => string): RuleWords {
  return rule.known ? { value: words(rule.value), ...sourceWords(rule.source) } : unknownWords(rule);
}

function settledWords<T>(rule: Settled<T> | null, words: (value: T) => string): RuleWords {
  return rule === null ? nothing : { value: words(rule.value), ...sourceWords(rule.source) };
}

function rowWords<T>(row: TableRow<T> | null, words: (value: T) => string): RuleWords {
  return row === null ? nothing : { value: words(row.value), ...sourceWords(row.source) };
}

const nothing: RuleWords = { value: "no row", status: "none", clause: "none" };

function unknownWords(rule: { readonly clause: string }): RuleWords {
  return { value: "unknown", status: "unknown", clause: rule.clause };
}

function sourceWords({ status, clause }: Provenance): { readonly status: string; readonly clause: string } {
  return { status, clause };
}

/** A plain value in one line: lists with commas, parts as name=value, nothing for what is not there. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return value.map(show).join(",");
  if (value === null || typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, inner]) => inner !== null)
    .map(([name, inner]) => `${name}=${show(inner)}`)
    .join(" ");
}

/** A rule's path in faults and refusals, from the short one of these tables. */
export function pathOf(short: string): string {
  const [head = "", name = ""] = short.split(".");
  if (head === "employers") return `${short}.layers`;
  return benefitIds.some((id: BenefitId) => id === head) && name !== "" ? `benefits.${short}` : short;
}
