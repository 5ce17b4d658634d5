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
import type { LineParts } from "../src/settle/settlement.ts";
import { noteOrder, splitNames, stages } from "../src/settle/settlement.ts";

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

/** The words of the table whose heading ends with a name. */
function wordsOf(name: string): readonly string[] {
  return tables.filter(({ heading }) => heading.endsWith(`· \`${name}\``)).flatMap(codesOf);
}

/** The compiler holds this list to its type: a part that is added there is asked for here. */
const lineParts = {
  amount: true,
  ownPay: true,
  overLimit: true,
  selfPayFirst: true,
  inScope: true,
} satisfies Readonly<Record<keyof LineParts, true>>;

const closedLists = {
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
  splitNames,
  stages,
  LineParts: Object.keys(lineParts),
};

/** Codes of domain §11 and of the contract that later parts bring stand in the glossary before the code has them. */
const growingLists = { refusalOrder, noteOrder };

/** Chinese first, then the code, then a field, code or transaction of the national interface or a dash. */
function isWhole(row: readonly string[], columns: number): boolean {
  const [chinese = "", code = "", national = ""] = row;
  return (
    row.length === columns &&
    row.every((cell) => cell !== "") &&
    /\p{Script=Han}/u.test(chinese) &&
    /^`[^`]+`(?:, `[^`]+`)*$/.test(code) &&
    /^(?:—|`\w+`(?: −?\d+)?(?:, `\w+`)*|\d{4}(?:(?:–|, )\d{4})*)$/.test(national) &&
    (row.at(-1) ?? "").endsWith(".")
  );
}

describe("GLOSSARY.md", () => {
  test.each(Object.entries(closedLists))(
    "has a row for every word of %s, and for no other",
    (name, words) => {
      expect(wordsOf(name).toSorted()).toEqual([...words].toSorted());
    },
  );

  test.each(Object.entries(growingLists))("has a row for every word of %s, in its order", (name, words) => {
    const known = new Set<string>(words);
    expect(wordsOf(name).filter((word) => known.has(word))).toEqual(words);
  });

  test.each(tables)("fills every row: $heading", ({ columns, rows }) => {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !isWhole(row, columns))).toEqual([]);
  });

  test.each(tables)("says a word once: $heading", (table) => {
    const codes = codesOf(table);
    expect(codes.filter((code, at) => codes.indexOf(code) < at)).toEqual([]);
  });
});
