import { CORE_SCHEMA, load } from "js-yaml";

import type { RulesInForce } from "../../src/rules/rules-in-force.ts";
import { benefitIds, populations } from "../../src/rules/schema-parts.ts";

/** A version as a file has it, nothing checked and nothing filled in but its days. */
export interface PlainVersion {
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly clause: string;
  readonly value: unknown;
}

export interface PlainPack {
  readonly plan: string;
  readonly from: string;
  /** "9999-12-31" when it has no end. */
  readonly to: string;
  /** Every rule by its path. */
  readonly rules: ReadonlyMap<string, readonly PlainVersion[]>;
}

type Parts = Readonly<Record<string, unknown>>;

interface File extends Parts {
  readonly plan: string;
  readonly from: string;
  readonly to: string | null;
  readonly offSite: Parts;
  readonly benefits: readonly (Parts & { readonly id: string; readonly population?: string })[];
  readonly employers?: readonly (Parts & { readonly name: string })[];
}

interface FileVersion {
  readonly from?: string;
  readonly to?: string | null;
  readonly status: string;
  readonly clause: string;
  readonly value?: unknown;
}

const noEnd = "9999-12-31";

/** Reads a pack in the most naive way: what has a clause is a version of a rule. */
export function readPlainly(text: string): PlainPack {
  const file = load(text, { schema: CORE_SCHEMA }) as File;
  const span = { from: file.from, to: file.to ?? noEnd };
  const rules = new Map<string, readonly PlainVersion[]>();
  const add = (holder: Parts, path: string): void => {
    for (const [name, versions] of Object.entries(holder)) {
      if (isRule(versions))
        rules.set(
          `${path}${name}`,
          versions.map((version) => dated(version, span)),
        );
    }
  };
  add(file, "");
  add(file.offSite, "offSite.");
  for (const benefit of file.benefits) {
    const { id, population } = benefit;
    add(benefit, `benefits.${population === undefined ? id : `${id}.${population}`}.`);
  }
  for (const employer of file.employers ?? []) add(employer, `employers.${employer.name}.`);
  return { plan: file.plan, ...span, rules };
}

function isRule(versions: unknown): versions is readonly FileVersion[] {
  if (!Array.isArray(versions)) return false;
  const first: unknown = versions[0];
  return typeof first === "object" && first !== null && "clause" in first;
}

function dated(version: FileVersion, span: { readonly from: string; readonly to: string }): PlainVersion {
  const { from = span.from, to, status, clause, value } = version;
  return { from, to: to ?? span.to, status, clause, value };
}

/** The versions of a rule that a day falls in: looks at each. */
export function versionsOn(versions: readonly PlainVersion[], date: string): PlainVersion[] {
  return versions.filter(({ from, to }) => from <= date && date <= to);
}

/** What the compiled rules of a day say of themselves, by path: "status clause". */
export function readCompiled(rules: RulesInForce): Map<string, string> {
  const found = new Map<string, string>();
  const { benefit, employers, offSite, ...shared } = rules;
  const holders: readonly object[] = [shared, offSite];
  for (const holder of holders) for (const rule of Object.values(holder)) note(rule, found);
  for (const { layers } of employers?.values() ?? []) note(layers, found);
  for (const id of benefitIds) {
    for (const population of populations)
      for (const rule of Object.values(benefit(id, population))) note(rule, found);
  }
  return found;
}

interface Sourced {
  readonly known?: boolean;
  readonly rule?: string;
  readonly clause?: string;
  readonly source?: { readonly rule: string; readonly status: string; readonly clause: string };
}

function note(rule: unknown, found: Map<string, string>): void {
  if (rule === null || typeof rule !== "object") return;
  const { known, rule: path, clause, source } = rule as Sourced;
  if (known === false) found.set(String(path), `unknown ${String(clause)}`);
  else if (source !== undefined) found.set(source.rule, `${source.status} ${source.clause}`);
}
