import type { Insertable, OperationNodeSource, RawBuilder } from "kysely";
import { sql } from "kysely";

import type { Changes } from "../changes.ts";
import { noSettlement } from "../goods-handlers.ts";
import type { Scope } from "../read-books.ts";
import type { Work } from "./open-database.ts";
import { ofInstitution } from "./first-question.ts";
import { kept } from "./kept-plans.ts";
import type { Tables } from "./tables.ts";

/** A statement that writes, as a part of a larger one. */
type Statement = OperationNodeSource;

/** What an answer leaves in the books, and about whom. */
export interface Left {
  readonly scope: Scope;
  readonly nowMs: number;
  readonly changes: Changes;
}

/**
 * Writes what answers about different people leave in the books, in the transaction in which it was read, and as one statement: the line to
 * a server costs more than the rows.
 */
export async function writeChanges(work: Work, answers: readonly Left[]): Promise<void> {
  const always = [
    ...settlementStatements(answers.map(({ changes }) => changes)),
    ...personStatements(answers),
    ...stateStatements(answers),
    ...rowsInto(
      "trace_codes",
      answers.flatMap(({ changes }) => changes.traceCodes),
    ),
    ...rowsInto(
      "clearings",
      answers.flatMap(({ changes }) => changes.clearings),
    ),
  ];
  const rare = answers.flatMap(({ scope, changes }) => [
    ...traceCodeStatements(work, scope, changes),
    ...clearingStatements(work, scope, changes),
    ...droppedStatements(work, scope, changes),
  ]);
  const statements: readonly Statement[] = [...always, ...rare];
  if (statements.length === 0) return;
  const parts = statements.map((one, at) => sql`${sql.ref(`part${at}`)} AS (${one})`);
  // Those that are rare have a text of their own each time.
  await sql`${rare.length === 0 ? kept : sql``}WITH ${sql.join(parts)} SELECT 1`.execute(work);
}

/** Rows as one value: a statement has the same text for one row and for sixty, and no column of theirs is a parameter. */
function rowsInto<Table extends keyof Tables>(
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
  onConflict = sql``,
): RawBuilder<unknown>[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)));
  return [
    sql`INSERT INTO ${sql.table(table)} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::json) ${onConflict}`,
  ];
}

/** Stands in no JSON text, which writes what is below a blank as an escape. */
const unitSeparator = "\u001F";

/**
 * The same for rows most of which is their body. Bodies are JSON texts: as text inside of JSON every quotation mark of
 * theirs would be escaped here and read back there, which cost more than all the rest of the row.
 */
function rowsWithBodyInto<Table extends "settlements" | "flow_state">(
  table: Table,
  rows: readonly (Insertable<Tables[Table]> & { readonly body: string })[],
  onConflict = sql``,
): RawBuilder<unknown>[] {
  const [first] = rows;
  if (first === undefined) return [];
  const bodies = rows.map(({ body }) => body).join(unitSeparator);
  const lean = rows.map((row) => ({ ...row, body: undefined }));
  const names = Object.keys(first).filter((name) => name !== "body");
  const columns = sql.join(names.map((name) => sql.ref(name)));
  return [
    sql`INSERT INTO ${sql.table(table)} (${columns}, body) SELECT ${columns}, w."unnest"
      FROM ROWS FROM (json_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(lean)}::json),
        unnest(string_to_array(${bodies}, chr(31)))) AS w ${onConflict}`,
  ];
}

function settlementStatements(changes: readonly Changes[]): Statement[] {
  return [
    ...rowsWithBodyInto(
      "settlements",
      changes.flatMap(({ settlements }) => settlements),
    ),
    ...rowsInto(
      "postings",
      changes.flatMap(({ postings }) => postings),
    ),
    ...rowsInto(
      "accumulators",
      changes.flatMap(({ accumulators }) => [...accumulators.values()]),
      sql`ON CONFLICT (psn_no, plan, period, accumulator) DO UPDATE SET value = excluded.value`,
    ),
    ...rowsInto(
      "account_movements",
      changes.flatMap(({ accountMovements }) => accountMovements),
    ),
  ];
}

/**
 * What is left on accounts, up to where a person's entries go, and what is on file: of what several did, the last. One
 * statement, as a row is changed by one part of a statement only, and whoever draws on an account may not be its holder.
 */
function personStatements(answers: readonly Left[]): Statement[] {
  const balances = new Map(answers.flatMap(({ changes }) => [...changes.balances]));
  const numbers = new Map(
    answers.map(({ scope, changes }) => [scope.psnNo, changes.settlements.at(-1)?.number ?? null]),
  );
  const files = new Map(answers.map(({ scope, changes }) => [scope.psnNo, changes.onFile]));
  const changed = [...new Set([...balances.keys(), ...numbers.keys()])]
    .map((holder) => ({
      psn_no: holder,
      balance_fen: balances.get(holder) ?? null,
      last_number: numbers.get(holder) ?? null,
      facts: files.get(holder)?.facts ?? null,
      filings: files.get(holder)?.filings ?? null,
    }))
    .filter((one) => one.balance_fen !== null || one.last_number !== null || one.filings !== null);
  if (changed.length === 0) return [];
  return [
    sql`UPDATE persons SET balance_fen = COALESCE(w.balance_fen, persons.balance_fen),
        last_number = COALESCE(w.last_number, persons.last_number),
        facts = COALESCE(w.facts, persons.facts), filings = COALESCE(w.filings, persons.filings)
      FROM json_to_recordset(${JSON.stringify(changed)}::json)
        AS w (psn_no text, balance_fen bigint, last_number bigint, facts text, filings text)
      WHERE persons.psn_no = w.psn_no`,
  ];
}

function stateStatements(answers: readonly Left[]): Statement[] {
  const left = answers.flatMap(({ scope, nowMs, changes }) =>
    [...changes.states.values()].flatMap(({ value, kind, id, owner }) =>
      value === undefined
        ? []
        : [
            {
              ...keyOf(scope, kind),
              kind,
              id,
              body: JSON.stringify(value),
              kept_at: nowMs,
              owner,
              about: scope.psnNo,
            },
          ],
    ),
  );
  const numbers = left
    .filter(({ kind }) => kind === "answer")
    .map(({ institution, id, about }) => ({ institution, msgid: id, psn_no: about }));
  return [
    ...rowsWithBodyInto(
      "flow_state",
      left.map(({ about: _whose, ...row }) => row),
      sql`ON CONFLICT (psn_no, institution, kind, id)
        DO UPDATE SET body = excluded.body, kept_at = excluded.kept_at, owner = excluded.owner`,
    ),
    ...rowsInto("message_numbers", numbers, sql`ON CONFLICT DO NOTHING`),
  ];
}

/** Where a state lies: under its person, unless it is of a kind that belongs to none. */
function keyOf({ psnNo, institution }: Scope, kind: string) {
  return { psn_no: ofInstitution.has(kind) ? "" : psnNo, institution };
}

function droppedStatements(work: Work, scope: Scope, { states }: Changes): Statement[] {
  return [...states.values()]
    .filter(({ value }) => value === undefined)
    .map(({ kind, id }) => {
      const { psn_no: psnNo, institution } = keyOf(scope, kind);
      return work
        .deleteFrom("flow_state")
        .where("psn_no", "=", psnNo)
        .where("institution", "=", institution)
        .where("kind", "=", kind)
        .where("id", "=", id);
    });
}

function traceCodeStatements(work: Work, { psnNo }: Scope, { freed, freedCodes }: Changes): Statement[] {
  const ofPerson = work.deleteFrom("trace_codes").where("psn_no", "=", psnNo);
  return [
    ...(freed.length === 0 ? [] : [ofPerson.where("number", "in", freed)]),
    ...(freedCodes.length === 0
      ? []
      : [ofPerson.where("code", "in", freedCodes).where("number", "=", noSettlement)]),
  ];
}

function clearingStatements(work: Work, { institution }: Scope, { withdrawn }: Changes): Statement[] {
  if (withdrawn.length === 0) return [];
  return [
    work
      .updateTable("clearings")
      .set({ withdrawn: true })
      .where("institution", "=", institution)
      .where("id", "in", withdrawn),
  ];
}
