import type { OperationNodeSource } from "kysely";
import { sql } from "kysely";

import type { Changes } from "../changes.ts";
import { noSettlement } from "../goods-handlers.ts";
import type { Scope } from "../read-books.ts";
import type { Work } from "./open-database.ts";
import { ofInstitution } from "./first-question.ts";

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
  const statements: readonly Statement[] = [
    ...settlementStatements(
      work,
      answers.map(({ changes }) => changes),
    ),
    ...answers.flatMap(({ scope, changes }) => [
      ...personStatements(work, scope, changes),
      ...traceCodeStatements(work, scope, changes),
      ...clearingStatements(work, scope, changes),
    ]),
    ...stateStatements(work, answers),
    ...answers.flatMap(({ scope: { psnNo }, changes: { onFile } }) =>
      onFile === null ? [] : [work.updateTable("persons").set(onFile).where("psn_no", "=", psnNo)],
    ),
  ];
  if (statements.length === 0) return;
  const parts = statements.map((one, at) => sql`${sql.ref(`part${at}`)} AS (${one})`);
  await sql`WITH ${sql.join(parts)} SELECT 1`.execute(work);
}

function settlementStatements(work: Work, changes: readonly Changes[]): Statement[] {
  const settlements = changes.flatMap((one) => one.settlements);
  if (settlements.length === 0) return [];
  const postings = changes.flatMap((one) => one.postings);
  const accumulators = changes.flatMap((one) => [...one.accumulators.values()]);
  const accountMovements = changes.flatMap((one) => one.accountMovements);
  return [
    work.insertInto("settlements").values(settlements),
    ...(postings.length === 0 ? [] : [work.insertInto("postings").values(postings)]),
    ...(accumulators.length === 0
      ? []
      : [
          work
            .insertInto("accumulators")
            .values(accumulators)
            .onConflict((conflict) =>
              conflict
                .columns(["psn_no", "plan", "period", "accumulator"])
                .doUpdateSet((one) => ({ value: one.ref("excluded.value") })),
            ),
        ]),
    ...(accountMovements.length === 0 ? [] : [work.insertInto("account_movements").values(accountMovements)]),
  ];
}

function personStatements(work: Work, { psnNo }: Scope, { settlements, balances }: Changes): Statement[] {
  if (settlements.length === 0) return [];
  const last = settlements.at(-1)?.number ?? 0;
  return [...new Set([psnNo, ...balances.keys()])].map((holder) => {
    const balance = balances.get(holder);
    return work
      .updateTable("persons")
      .set({
        ...(balance === undefined ? {} : { balance_fen: balance }),
        ...(holder === psnNo ? { last_number: last } : {}),
      })
      .where("psn_no", "=", holder);
  });
}

function traceCodeStatements(
  work: Work,
  { psnNo }: Scope,
  { traceCodes, freed, freedCodes }: Changes,
): Statement[] {
  const ofPerson = work.deleteFrom("trace_codes").where("psn_no", "=", psnNo);
  return [
    ...(freed.length === 0 ? [] : [ofPerson.where("number", "in", freed)]),
    ...(freedCodes.length === 0
      ? []
      : [ofPerson.where("code", "in", freedCodes).where("number", "=", noSettlement)]),
    ...(traceCodes.length === 0 ? [] : [work.insertInto("trace_codes").values(traceCodes)]),
  ];
}

function stateStatements(work: Work, answers: readonly Left[]): Statement[] {
  const changed = answers.flatMap(({ scope, nowMs, changes }) =>
    [...changes.states.values()].map((one) => ({
      ...one,
      kept_at: nowMs,
      institution: scope.institution,
      about: scope.psnNo,
      psn_no: ofInstitution.has(one.kind) ? "" : scope.psnNo,
    })),
  );
  const kept = changed.flatMap(({ psn_no, institution, kind, id, body, kept_at, owner }) =>
    body === null ? [] : [{ psn_no, institution, kind, id, body, kept_at, owner }],
  );
  const answered = changed.filter(({ kind, body }) => kind === "answer" && body !== null);
  const numbers = answered.map(({ id, institution, about }) => ({ institution, msgid: id, psn_no: about }));
  return [
    ...(kept.length === 0
      ? []
      : [
          work
            .insertInto("flow_state")
            .values(kept)
            .onConflict((conflict) =>
              conflict.columns(["psn_no", "institution", "kind", "id"]).doUpdateSet((one) => ({
                body: one.ref("excluded.body"),
                kept_at: one.ref("excluded.kept_at"),
                owner: one.ref("excluded.owner"),
              })),
            ),
        ]),
    ...changed
      .filter(({ body }) => body === null)
      .map(({ kind, id, psn_no: psnNo, institution }) =>
        work
          .deleteFrom("flow_state")
          .where("psn_no", "=", psnNo)
          .where("institution", "=", institution)
          .where("kind", "=", kind)
          .where("id", "=", id),
      ),
    ...(numbers.length === 0
      ? []
      : [
          work
            .insertInto("message_numbers")
            .values(numbers)
            .onConflict((conflict) => conflict.doNothing()),
        ]),
  ];
}

function clearingStatements(
  work: Work,
  { institution }: Scope,
  { clearings, withdrawn }: Changes,
): Statement[] {
  return [
    ...(clearings.length === 0 ? [] : [work.insertInto("clearings").values(clearings)]),
    ...(withdrawn.length === 0
      ? []
      : [
          work
            .updateTable("clearings")
            .set({ withdrawn: true })
            .where("institution", "=", institution)
            .where("id", "in", withdrawn),
        ]),
  ];
}
