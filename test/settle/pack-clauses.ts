import type { CompiledPack, VersionLike } from "../../src/rules/compile-pack.ts";
import { versionLists } from "../../src/rules/compile-pack.ts";
import { covers } from "../../src/rules/coverage.ts";
import { spanOf } from "../../src/rules/version.ts";
import type { Bill } from "../../src/settle/bill.ts";

/** A clause and the rule that rests on it. */
export interface RuleClause {
  readonly rule: string;
  readonly clause: string;
}

type Row = Readonly<Record<string, unknown>> & { readonly clause?: string };

/** Every clause that a pack names, of versions and of rows, each with its rule. */
export function clausesOf(pack: CompiledPack): RuleClause[] {
  const found: RuleClause[] = [];
  for (const { path: rule, versions } of versionLists(pack.pack)) {
    for (const version of versions) {
      found.push({ rule, clause: version.clause });
      for (const { clause } of rowsOf(version.value)) if (clause !== undefined) found.push({ rule, clause });
    }
  }
  return found;
}

/** The rows of a rule's value, wherever they stand: in a table, in the tables of several caps, or in the routing. */
function rowsOf(value: unknown): readonly Row[] {
  if (value === null || typeof value !== "object") return [];
  if ("rows" in value) return value.rows as readonly Row[];
  if (!Array.isArray(value)) return [];
  return (value as readonly object[]).flatMap((one) => {
    if (typeof one !== "object") return [];
    return "when" in one ? [one] : rowsOf(one);
  });
}

/** What of a pack is in force for a bill, under a path like "benefits.outpatient.levels[1]". */
export interface InForce extends RuleClause {
  /** The rule's value, or the row's; "unknown" when the pack says so. */
  readonly value: unknown;
  /** Whether the rule or the row speaks of this bill at all. */
  readonly concerns: boolean;
}

/** @throws Error when the pack has no such rule or row */
export function ruleInForce(pack: CompiledPack, path: string, bill: Bill): InForce {
  const [, rule = "", row] = /^(.*?)(?:\[(\d+)\])?$/.exec(path) ?? [];
  const version = versionOn(pack, rule, bill);
  if (row === undefined) {
    return {
      rule,
      clause: version.clause,
      value: version.value ?? "unknown",
      concerns: concernsRule(rule, bill),
    };
  }
  const found = rowsOf(version.value)[Number(row)];
  if (found === undefined) throw new Error(`${rule} has no row ${row}`);
  const concerns = concernsRule(rule, bill) && concernsRow(found, bill);
  return { rule, clause: found.clause ?? version.clause, value: found, concerns };
}

function versionOn(pack: CompiledPack, rule: string, bill: Bill): VersionLike {
  const versions = [...versionLists(pack.pack)].find((list) => list.path === rule)?.versions;
  const { serviceDate } = bill.claim;
  const version = versions?.find((one) => covers(spanOf(one, pack), serviceDate));
  if (version === undefined) throw new Error(`${pack.id} has no rule ${rule} on ${serviceDate}`);
  return version;
}

/** A benefit's rule concerns a bill with a line of it; an employer's, the employer's people; the rest, every bill. */
function concernsRule(rule: string, bill: Bill): boolean {
  const [kind, name = "", population] = rule.split(".");
  if (kind === "employers") return bill.employer?.name === name;
  if (kind !== "benefits") return true;
  if (!bill.lines.some((line) => line.benefit === name)) return false;
  return (population !== "employee" && population !== "resident") || bill.population === population;
}

/** A row of the routing concerns the lines it sends; a row for a level, the bills of that level. */
function concernsRow(row: Row, bill: Bill): boolean {
  if ("to" in row) return bill.lines.some((line) => line.benefit === row["to"]);
  const { institution, prescription } = bill.claim;
  return row["level"] === institution.level || row["level"] === prescription?.issuerLevel;
}
