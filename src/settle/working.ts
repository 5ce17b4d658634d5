import type { Fen } from "../base/money.ts";
import type { BenefitInForce, Provenance, Subject, Table, TableRow, Value } from "../rules/rules-in-force.ts";
import type { Level } from "../rules/schema-parts.ts";
import { rowFor } from "../rules/table.ts";
import type { Bill } from "./bill.ts";
import { subjectOf } from "./bill.ts";
import type { Trace } from "./explain.ts";
import { useValue } from "./explain.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";
import type { Tally } from "./tally.ts";

/** What every part of the waterfall works with: the bill, its accumulators so far, and what is written down. */
export interface Working {
  readonly bill: Bill;
  readonly tally: Tally;
  readonly trace: Trace;
}

/** One benefit at work on its lines of the bill. */
export interface BenefitWork extends Working {
  readonly benefit: BenefitInForce;
  readonly subject: Subject;
  readonly total: Fen;
  readonly inScope: Fen;
}

/** The subject of a benefit: the institution's level or the prescriber's, brought through the benefit's aliases. */
export function benefitSubject(working: Working, benefit: BenefitInForce): Subject {
  const { claim } = working.bill;
  const byPrescriber = benefit.ratio.known && benefit.ratio.value.levelOf === "prescriber";
  const level = byPrescriber
    ? (claim.prescription?.issuerLevel ?? claim.institution.level)
    : claim.institution.level;
  return subjectOf(working.bill, aliasOf(working, benefit, level));
}

function aliasOf(working: Working, benefit: BenefitInForce, level: Level): Level {
  if (benefit.aliases === null) return level;
  const row = rowFor(benefit.aliases.value, subjectOf(working.bill, level));
  if (row === null) return level;
  note(working, row.source);
  return row.value;
}

/** Remembers that a value was used: the bill says how sure it is. */
export function note(working: Working, source: Provenance): void {
  useValue(working.trace, source, working.bill.rules.supplement?.official === true);
}

/** Tells a refusal from any other result of a step. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

/** The refusal for a value that a bill needs and nobody has told us. */
export function unknownValue(
  bill: Bill,
  rule: string,
  about: { clause: string; ask: string; subject?: Subject },
): Refusal {
  const { rules } = bill;
  const { subject } = about;
  return refuse("PACK_VALUE_UNKNOWN", `${rules.name}尚缺“${about.ask}”，请向医保经办机构核实后录入补充参数`, {
    plan: rules.plan,
    region: rules.region,
    rule,
    level: subject?.level ?? bill.claim.institution.level,
    population: subject?.population ?? bill.claim.person.population,
    clause: about.clause,
    ask: about.ask,
  });
}

/** The row of a table for this subject, or the refusal when the rule or the row is not known. */
export function knownRow<T>(work: Working, value: Value<Table<T>>, subject: Subject): TableRow<T> | Refusal {
  if (!value.known) return unknownValue(work.bill, value.rule, { ...value, subject });
  return rowIn(work, value.value, { source: value.source, subject });
}

/** The row of a known table, or the refusal when none fits. */
export function rowIn<T>(
  work: Working,
  table: Table<T>,
  about: { readonly source: Provenance; readonly subject: Subject },
): TableRow<T> | Refusal {
  const row = rowFor(table, about.subject);
  if (row === null) {
    const ask = "该级别、人员或病种对应的数值";
    return unknownValue(work.bill, about.source.rule, {
      clause: about.source.clause,
      ask,
      subject: about.subject,
    });
  }
  note(work, row.source);
  return row;
}
