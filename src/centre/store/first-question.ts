import type { RawBuilder } from "kysely";
import { sql } from "kysely";

import type { Scope } from "../read-books.ts";
import type { Want } from "../want.ts";
import { kept } from "./kept-plans.ts";

/** One row of what is read first, whatever it is of: a list of unlike things in one question and one answer. */
export interface Mixed {
  /** Which of the messages that are answered together it is for. */
  readonly message: number;
  readonly sort: "relative" | "accumulator" | "state" | "settlement" | "traceCode";
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly n: number;
}

/** A message, and what its answer will most likely ask for. */
export interface Wanting {
  readonly scope: Scope;
  readonly wants: readonly LikelyWant[];
}

/** What can be asked for before an answer has been begun. */
export type LikelyWant =
  | Extract<Want, { readonly kind: "state" | "traceCode" }>
  | (Extract<Want, { readonly kind: "settlement" }> & { readonly by: "id" | "msgid" });

/** Kinds of state that belong to no person. */
export const ofInstitution: ReadonlySet<string> = new Set(["sign-in", "file"]);

/**
 * What several messages ask for, as one question. Its text is the same for one message and for sixteen, with lists for
 * what differs: a server reads and plans five parts instead of seven for each message. Each part looks its rows up by
 * the key of one entry after the other (`OFFSET 0`), whatever is known of how large the tables are.
 */
export function firstQuestion(messages: readonly Wanting[]): RawBuilder<Mixed> {
  const asked = messages.flatMap(({ scope, wants }, at) =>
    wants.map((want) => ({ at, want, institution: scope.institution, psnNo: scope.psnNo })),
  );
  const people = sql`unnest(${messages.map((_one, at) => at)}::int[], ${messages.map(({ scope }) => scope.psnNo)}::text[])
    AS w (message, psn_no)`;
  const states = asked.flatMap(({ want, ...one }) =>
    want.kind === "state" ? [{ ...one, ...want, owner: ownerOfState(one.psnNo, want.state) }] : [],
  );
  const settlements = asked.flatMap(({ want, ...one }) =>
    want.kind === "settlement" ? [{ ...one, ...want }] : [],
  );
  const codes = asked.flatMap(({ want, ...one }) =>
    want.kind === "traceCode" ? [{ ...one, code: want.code }] : [],
  );
  return sql<Mixed>`${kept}SELECT 'relative' AS sort, r.relation AS a, r.relative_no AS b, '' AS c, r.seq::bigint AS n, w.message
    FROM ${people}, LATERAL (SELECT * FROM relatives WHERE psn_no = w.psn_no OFFSET 0) AS r
    UNION ALL SELECT 'accumulator', r.plan, r.period, r.accumulator, r.value, w.message
    FROM ${people}, LATERAL (SELECT * FROM accumulators WHERE psn_no = w.psn_no OFFSET 0) AS r
    UNION ALL SELECT 'state', r.kind, r.id, r.body, 0, w.message
    FROM unnest(${states.map(({ at }) => at)}::int[], ${states.map(({ institution }) => institution)}::text[],
      ${states.map(({ state }) => state)}::text[], ${states.map(({ id }) => id)}::text[],
      ${states.map(({ owner }) => owner)}::text[]) AS w (message, institution, kind, id, owner),
    LATERAL (SELECT * FROM flow_state WHERE psn_no = COALESCE(w.owner,
        (SELECT psn_no FROM message_numbers WHERE institution = w.institution AND msgid = w.id))
      AND institution = w.institution AND kind = w.kind AND id = w.id OFFSET 0) AS r
    UNION ALL SELECT 'settlement', r.settlement_id, '', '', r.number, w.message
    FROM ${namedBy(settlements, "msgid")},
    LATERAL (SELECT * FROM settlements WHERE psn_no = w.psn_no AND institution = w.institution AND msgid = w.value OFFSET 0) AS r
    UNION ALL SELECT 'settlement', r.settlement_id, '', '', r.number, w.message
    FROM ${namedBy(settlements, "id")},
    LATERAL (SELECT * FROM settlements WHERE psn_no = w.psn_no AND settlement_id = w.value OFFSET 0) AS r
    UNION ALL SELECT 'traceCode', r.code, r.psn_no, '', r.number, w.message
    FROM unnest(${codes.map(({ at }) => at)}::int[], ${codes.map(({ code }) => code)}::text[]) AS w (message, code),
    LATERAL (SELECT * FROM trace_codes WHERE code = w.code OFFSET 0) AS r`;
}

/** Under whom a state lies. null: under whoever an answer of that number was given about, so that a number used twice is noticed. */
export function ownerOfState(psnNo: string, state: string): string | null {
  if (ofInstitution.has(state)) return "";
  return state === "answer" ? null : psnNo;
}

interface Named {
  readonly at: number;
  readonly institution: string;
  readonly psnNo: string;
  readonly by: "id" | "msgid";
  readonly value: string;
}

function namedBy(all: readonly Named[], by: Named["by"]): RawBuilder<unknown> {
  const some = all.filter((one) => one.by === by);
  return sql`unnest(${some.map(({ at }) => at)}::int[], ${some.map(({ institution }) => institution)}::text[],
    ${some.map(({ psnNo }) => psnNo)}::text[], ${some.map(({ value }) => value)}::text[])
    AS w (message, institution, psn_no, value)`;
}
