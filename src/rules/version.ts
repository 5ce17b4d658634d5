import type { CivilDate } from "../base/civil-date.ts";
import { civilDate } from "../base/civil-date.ts";
import { present } from "../base/assert.ts";
import type { Span } from "./coverage.ts";
import { covers } from "./coverage.ts";
import type { Optional, Provenance, Settled, Value } from "./rules-in-force.ts";
import type { ValueStatus } from "./schema-parts.ts";

/** A version of a rule as a pack writes it. */
export interface Version<V> {
  readonly from?: string | undefined;
  readonly to?: string | null | undefined;
  readonly status: ValueStatus;
  readonly clause: string;
  readonly ask?: string | undefined;
  readonly value?: V | undefined;
  readonly readings?: readonly Reading<V>[] | undefined;
}

/** Another way in which an open point can be read. */
interface Reading<V> {
  readonly clause: string;
  readonly value: V;
}

/** A version of a rule that cannot be unknown. */
export interface SettledVersion<V> extends Version<V> {
  readonly status: Exclude<ValueStatus, "unknown">;
  readonly value: V;
}

/** Whose rules are read, for which day, and what came from a supplement. */
export interface Reader {
  readonly date: CivilDate;
  readonly pack: Span;
  /** The supplement that brought a rule, by path; null for the pack's own. */
  readonly originOf: (path: string) => string | null;
  /** Which of its readings a rule is read in: 0 is ours. */
  readonly readingOf: (path: string) => number;
}

type Convert<V, T> = (value: V, source: Provenance, isOther: boolean) => T;

/** The days of a version; what it leaves out is the pack's own. */
export function spanOf(version: Pick<Version<unknown>, "from" | "to">, pack: Span): Span {
  return {
    from: version.from === undefined ? pack.from : civilDate(version.from),
    to: version.to === undefined || version.to === null ? pack.to : civilDate(version.to),
  };
}

/**
 * Reads a rule on the reader's day.
 *
 * @param versions  cover the pack without gap or overlap (checked when the pack was parsed); undefined: the pack is silent
 * @param convert   brings the value to its compiled form; told whether it is another reading than ours
 */
export function readRule<V, T>(
  reader: Reader,
  path: string,
  versions: readonly Version<V>[] | undefined,
  convert: Convert<V, T>,
): Value<T> {
  const version = versions?.find((one) => covers(spanOf(one, reader.pack), reader.date));
  if (version === undefined || version.status === "unknown") {
    return {
      known: false,
      rule: path,
      clause: version?.clause ?? "政策包未载",
      ask: version?.ask ?? "请向参保地医保经办机构核实",
    };
  }
  const { status } = version;
  return {
    known: true,
    ...read(reader, path, { ...version, status, value: present(version.value, path) }, convert),
  };
}

/** Reads a rule that is never unknown. */
export function readSettled<V, T>(
  reader: Reader,
  path: string,
  versions: readonly SettledVersion<V>[],
  convert: Convert<V, T>,
): Settled<T> {
  const version = present(
    versions.find((one) => covers(spanOf(one, reader.pack), reader.date)),
    path,
  );
  return read(reader, path, version, convert);
}

function read<V, T>(
  reader: Reader,
  path: string,
  version: SettledVersion<V>,
  convert: Convert<V, T>,
): Settled<T> {
  const other = version.readings?.[reader.readingOf(path) - 1];
  const { value, clause } = other ?? version;
  const source: Provenance = {
    rule: path,
    status: version.status,
    clause,
    supplement: reader.originOf(path),
  };
  return { value: convert(value, source, other !== undefined), source };
}

/** Reads a rule that a pack may not have at all. */
export function readOptional<V, T>(
  reader: Reader,
  path: string,
  versions: readonly SettledVersion<V>[] | undefined,
  convert: Convert<V, T>,
): Optional<T> {
  return versions === undefined ? null : readSettled(reader, path, versions, convert);
}
