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
}

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
 * @param convert   brings the value to its compiled form
 */
export function readRule<V, T>(
  reader: Reader,
  path: string,
  versions: readonly Version<V>[] | undefined,
  convert: (value: V, source: Provenance) => T,
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
  const source: Provenance = {
    rule: path,
    status: version.status,
    clause: version.clause,
    supplement: reader.originOf(path),
  };
  return { known: true, value: convert(present(version.value, path), source), source };
}

/** Reads a rule that is never unknown. */
export function readSettled<V, T>(
  reader: Reader,
  path: string,
  versions: readonly SettledVersion<V>[],
  convert: (value: V, source: Provenance) => T,
): Settled<T> {
  const version = present(
    versions.find((one) => covers(spanOf(one, reader.pack), reader.date)),
    path,
  );
  const source: Provenance = {
    rule: path,
    status: version.status,
    clause: version.clause,
    supplement: reader.originOf(path),
  };
  return { value: convert(version.value, source), source };
}

/** Reads a rule that a pack may not have at all. */
export function readOptional<V, T>(
  reader: Reader,
  path: string,
  versions: readonly SettledVersion<V>[] | undefined,
  convert: (value: V, source: Provenance) => T,
): Optional<T> {
  return versions === undefined ? null : readSettled(reader, path, versions, convert);
}
