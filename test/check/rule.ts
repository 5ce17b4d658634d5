import type { Node } from "oxc-parser";

import type { Finding, Source } from "./source.ts";
import { makeSource, walk } from "./source.ts";

/** A fault at an offset of the file that a rule looks at. */
export type Fault = { readonly offset: number; readonly reason: string };

/** Looks at one file at a time. */
export type FileRule = {
  readonly name: string;
  readonly check: (source: Source) => Iterable<Fault>;
};

/** Looks at all files together, for what only their sum can break. */
export type TreeRule = {
  readonly name: string;
  readonly checkTree: (sources: readonly Source[]) => Iterable<Fault & { readonly path: string }>;
};

export type Rule = FileRule | TreeRule;

/** Runs the rules over the files and sorts what they find by place. */
export function applyRules(rules: readonly Rule[], sources: readonly Source[]): readonly Finding[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const findings = rules.flatMap((rule) => {
    const faults = "check" in rule ? faultsByFile(rule, sources) : [...rule.checkTree(sources)];
    return faults.map(({ path, offset, reason }): Finding => {
      const line = byPath.get(path)?.lineAt(offset) ?? 1;
      return { path, line, rule: rule.name, reason };
    });
  });
  return findings.toSorted(byPlace);
}

/** Runs rules over one text, as if it lay at `path`. */
export function applyRulesToText(rules: readonly Rule[], path: string, text: string): readonly Finding[] {
  return applyRules(rules, [makeSource(path, text)]);
}

/** One fault for each node of the syntax tree for which `reasonOf` gives a reason. */
export function faultsOfNodes(
  source: Source,
  reasonOf: (node: Node, parents: readonly Node[]) => string | null,
): readonly Fault[] {
  if (source.code === null) return [];
  const faults: Fault[] = [];
  walk(source.code.program, (node, parents) => {
    const reason = reasonOf(node, parents);
    if (reason !== null) faults.push({ offset: node.start, reason });
  });
  return faults;
}

/** Every match of a pattern in the text of a file, as faults. */
export function* faultsOfPattern(
  source: Source,
  pattern: RegExp,
  reasonOf: (match: string) => string | null,
): Generator<Fault> {
  for (const match of source.text.matchAll(pattern)) {
    const reason = reasonOf(match[0]);
    if (reason !== null) yield { offset: match.index, reason };
  }
}

function faultsByFile(
  rule: FileRule,
  sources: readonly Source[],
): readonly (Fault & { readonly path: string })[] {
  return sources.flatMap((source) =>
    Array.from(rule.check(source), (fault) => ({ ...fault, path: source.path })),
  );
}

function byPlace(a: Finding, b: Finding): number {
  if (a.path !== b.path) return compareText(a.path, b.path);
  return a.line === b.line ? compareText(a.rule, b.rule) : a.line - b.line;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
