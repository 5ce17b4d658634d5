import type { Provenance, Subject, Table, TableRow } from "./rules-in-force.ts";
import type { Selectors } from "./schema-parts.ts";

type Row = Selectors & {
  readonly status?: Provenance["status"] | undefined;
  readonly clause?: string | undefined;
};
type Test = (subject: Subject) => boolean;

/**
 * Turns the rows of a pack into rows that can be asked; a row's own status and clause win over the table's.
 *
 * @param valueOf  reads the row's values, once
 */
export function compileTable<R extends Row, T>(
  rows: readonly R[],
  source: Provenance,
  valueOf: (row: R) => T,
): Table<T> {
  return rows.map((row) => ({
    fits: compileSelectors(row),
    value: valueOf(row),
    source: { ...source, status: row.status ?? source.status, clause: row.clause ?? source.clause },
  }));
}

/** The first row that fits, or null. */
export function rowFor<T>(table: Table<T>, subject: Subject): TableRow<T> | null {
  for (const row of table) if (row.fits(subject)) return row;
  return null;
}

function compileSelectors(row: Row): Test {
  const tests: Test[] = [];
  const {
    level,
    personStatus,
    population,
    institution,
    place,
    ageFrom,
    ageTo,
    disease,
    operation,
    assistance,
    employer,
  } = row;
  if (level !== undefined) tests.push((subject) => subject.level === level);
  // Residents have no such status: what they carry in that field is ignored.
  if (personStatus !== undefined) {
    tests.push((subject) => subject.population === "employee" && subject.personStatus === personStatus);
  }
  if (population !== undefined) tests.push((subject) => subject.population === population);
  if (institution !== undefined) tests.push((subject) => subject.institution === institution);
  if (place !== undefined) tests.push((subject) => subject.place === place);
  if (ageFrom !== undefined) tests.push((subject) => subject.ageYears >= ageFrom);
  if (ageTo !== undefined) tests.push((subject) => subject.ageYears <= ageTo);
  if (disease !== undefined) tests.push((subject) => subject.disease === disease);
  if (operation !== undefined) tests.push((subject) => subject.operation === operation);
  if (assistance !== undefined) {
    const classes: ReadonlySet<string | null> = new Set(assistance);
    tests.push((subject) => classes.has(subject.assistance));
  }
  if (employer !== undefined) tests.push((subject) => subject.employer === employer);
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (tests.length === 2) return (subject) => first(subject) && second(subject);
  return (subject) => tests.every((test) => test(subject));
}
