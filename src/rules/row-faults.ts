import type { Fault } from "../base/faults.ts";
import { formatPath, shorten } from "../base/faults.ts";

type Row = Readonly<Record<string, unknown>>;
type Implies = (earlier: unknown, later: unknown) => boolean;

const same: Implies = (earlier, later) => earlier === later;

/** For each condition of a row: whether what a later row asks can only be met by who meets what an earlier one asks. */
const implications: Readonly<Record<string, Implies>> = {
  level: same,
  personStatus: same,
  population: same,
  institution: same,
  place: same,
  ageFrom: (earlier, later) => Number(earlier) <= Number(later),
  ageTo: (earlier, later) => Number(earlier) >= Number(later),
  disease: same,
  operation: same,
  assistance: (earlier, later) =>
    Array.isArray(later) && Array.isArray(earlier) && later.every((one) => earlier.includes(one)),
  employer: same,
  record: same,
  otherProvinceOnly: (earlier, later) => earlier === false || later === true,
};

/**
 * Rows that nobody can ever reach, because an earlier row of the table fits everybody whom they fit: a slip of the pen,
 * a general row above a special one.
 *
 * @param value  a pack or a part of one; every list named `rows` inside is looked at
 * @param path   where it stands
 */
export function rowFaults(value: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]: readonly [string, unknown]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return key === "rows" && isRows(inner) ? unreachable(inner, at) : rowFaults(inner, at);
  });
}

function isRows(value: unknown): value is readonly Row[] {
  return Array.isArray(value);
}

function unreachable(rows: readonly Row[], path: readonly PropertyKey[]): Fault[] {
  return rows.flatMap((row, at) => {
    const before = rows.slice(0, at).findIndex((earlier) => coversAll(earlier, row));
    if (before < 0) return [];
    const asked = Object.fromEntries(Object.entries(row).filter(([key]) => key in implications));
    return [
      {
        path: formatPath([...path, at]),
        value: shorten(JSON.stringify(asked)),
        reason: `第 ${before + 1} 行已包含这些条件，永远用不到`,
      },
    ];
  });
}

function coversAll(earlier: Row, later: Row): boolean {
  return Object.entries(implications).every(
    ([key, implied]) =>
      earlier[key] === undefined || (later[key] !== undefined && implied(earlier[key], later[key])),
  );
}
