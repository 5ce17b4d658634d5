import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import {
  assistanceClasses,
  benefitIds,
  designations,
  funds,
  institutionTypes,
  itemKinds,
  levels,
  medTypes,
  medTypesRefused,
  operations,
  populations,
  recordTypes,
  statuses,
  valueStatuses,
} from "../src/rules/schema-parts.ts";
import { refusalOrder } from "../src/settle/refusal.ts";
import type { LineParts, Split } from "../src/settle/settlement.ts";
import { noteOrder, stages } from "../src/settle/settlement.ts";

interface Table {
  readonly heading: string;
  readonly columns: number;
  readonly rows: readonly (readonly string[])[];
}

const tables = readTables(readFileSync(join(import.meta.dirname, "../GLOSSARY.md"), "utf8"));

/** The tables of a text, each with the heading it stands under. */
function readTables(text: string): readonly Table[] {
  const found: Table[] = [];
  let heading = "";
  let lines: string[] = [];
  for (const line of [...text.split("\n"), ""]) {
    if (line.startsWith("#")) heading = line;
    if (line.startsWith("|")) {
      lines.push(line);
    } else if (lines.length > 0) {
      const [head = [], , ...rows] = lines.map(cellsOf);
      found.push({ heading, columns: head.length, rows });
      lines = [];
    }
  }
  return found;
}

function cellsOf(line: string): readonly string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** What stands in backticks in the second column. */
function codesOf(table: Table): readonly string[] {
  return table.rows.flatMap((row) =>
    [...(row[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
  );
}

/** The words of the table whose heading names a type. */
function wordsOf(type: string): readonly string[] {
  const named = tables.filter(({ heading }) => heading.endsWith(`\`${type}\``));
  expect(named).toHaveLength(1);
  return named.flatMap(codesOf);
}

/** The compiler holds both lists to their types: a part that is added there is asked for here. */
const splitParts = {
  total: true,
  ownPay: true,
  overLimit: true,
  selfPayFirst: true,
  inScope: true,
  deductible: true,
  basic: true,
  majorMedical: true,
  supplementary: true,
  civilServant: true,
  assistance: true,
  other: true,
  fundTotal: true,
  personal: true,
  account: true,
  family: true,
  cash: true,
} satisfies Readonly<Record<keyof Split, true>>;
const lineParts = {
  amount: true,
  ownPay: true,
  overLimit: true,
  selfPayFirst: true,
  inScope: true,
} satisfies Readonly<Record<keyof LineParts, true>>;

describe("GLOSSARY.md", () => {
  test.each([
    { type: "BenefitId", words: benefitIds },
    { type: "Level", words: levels },
    { type: "Status", words: statuses },
    { type: "Population", words: populations },
    { type: "InstitutionType", words: institutionTypes },
    { type: "Designation", words: designations },
    { type: "ItemKind", words: itemKinds },
    { type: "AssistanceClass", words: assistanceClasses },
    { type: "RecordType", words: recordTypes },
    { type: "Operation", words: operations },
    { type: "MedType", words: medTypes },
    { type: "medTypesRefused", words: medTypesRefused },
    { type: "Fund", words: funds },
    { type: "ValueStatus", words: valueStatuses },
    { type: "Split", words: Object.keys(splitParts) },
    { type: "LineParts", words: Object.keys(lineParts) },
    { type: "Stage", words: stages },
  ])("has a row for every word of $type, and no other under its heading", ({ type, words }) => {
    expect(wordsOf(type).toSorted()).toEqual([...words].toSorted());
  });

  test.each([
    { type: "RefusalCode", words: refusalOrder },
    { type: "Note", words: noteOrder },
  ])("has a row for every $type, in the order of the code", ({ type, words }) => {
    const known = new Set<string>(words);
    expect(wordsOf(type).filter((word) => known.has(word))).toEqual(words);
  });

  test.each(tables)("fills every cell: $heading", (table) => {
    expect(table.rows.length).toBeGreaterThan(0);
    for (const row of table.rows) {
      expect(row).toHaveLength(table.columns);
      const [chinese = "", code = "", national = ""] = row;
      expect(chinese).toMatch(/\p{Script=Han}/u);
      expect(code, chinese).toMatch(/^`[^`]+`(?:, `[^`]+`)*$/);
      expect(national, chinese).toMatch(/^(?:—|`\w+`(?: [\d−]+)?(?:, `\w+`)*|\d{4}(?:(?:–|, )\d{4})*)$/);
      expect(row.at(-1), chinese).toMatch(/\.$/);
    }
  });

  test.each(tables)("says a word once: $heading", (table) => {
    const codes = codesOf(table);
    expect(codes.filter((code, at) => codes.indexOf(code) < at)).toEqual([]);
  });
});
