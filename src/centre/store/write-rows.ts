import type { OperationNodeSource } from "kysely";
import { sql } from "kysely";

import type { Changes } from "../changes.ts";
import { noSettlement } from "../goods-handlers.ts";
import type { Scope } from "../read-books.ts";
import type { Work } from "./open-database.ts";
import { ofInstitution } from "./read-rows.ts";

/** A statement that writes, as a part of a larger one. */
type Statement = OperationNodeSource;

/**
 * Writes what an answer leaves in the books, in the transaction in which it was read, and as one statement: the line to
 * a server costs more than the rows.
 */
export async function writeChanges(
  work: Work,
  { scope, nowMs }: { readonly scope: Scope; readonly nowMs: number },
  changes: Changes,
): Promise<void> {
  const statements: readonly Statement[] = [
    ...settlementStatements(work, scope, changes),
    ...traceCodeStatements(work, scope, changes),
    ...stateStatements(work, { scope, nowMs }, changes),
    ...clearingStatements(work, scope, changes),
    ...(changes.onFile === null
      ? []
      : [work.updateTable("persons").set(changes.onFile).where("psn_no", "=", scope.psnNo)]),
  ];
  if (statements.length === 0) return;
  const parts = statements.map((one, at) => sql`${sql.ref(`part${at}`)} AS (${one})`);
  await sql`WITH ${sql.join(parts)} SELECT 1`.execute(work);
}

function settlementStatements(work: Work, { psnNo }: Scope, changes: Changes): Statement[] {
  const { settlements, postings, accumulators, accountMovements, balances } = changes;
  if (settlements.length === 0) return [];
  const last = settlements.at(-1)?.number ?? 0;
  return [
    work.insertInto("settlements").values(settlements),
    ...(postings.length === 0 ? [] : [work.insertInto("postings").values(postings)]),
    ...(accumulators.size === 0
      ? []
      : [
          work
            .insertInto("accumulators")
            .values([...accumulators.values()])
            .onConflict((conflict) =>
              conflict
                .columns(["psn_no", "plan", "period", "accumulator"])
                .doUpdateSet((one) => ({ value: one.ref("excluded.value") })),
            ),
        ]),
    ...(accountMovements.length === 0 ? [] : [work.insertInto("account_movements").values(accountMovements)]),
    ...[...new Set([psnNo, ...balances.keys()])].map((holder) => {
      const balance = balances.get(holder);
      return work
        .updateTable("persons")
        .set({
          ...(balance === undefined ? {} : { balance_fen: balance }),
          ...(holder === psnNo ? { last_number: last } : {}),
        })
        .where("psn_no", "=", holder);
    }),
  ];
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

function stateStatements(
  work: Work,
  { scope, nowMs }: { readonly scope: Scope; readonly nowMs: number },
  { states }: Changes,
): Statement[] {
  const { institution, psnNo } = scope;
  const personOf = (kind: string): string => (ofInstitution.has(kind) ? "" : psnNo);
  const kept = [...states.values()].flatMap(({ kind, id, body, owner }) =>
    body === null ? [] : [{ psn_no: personOf(kind), institution, kind, id, body, kept_at: nowMs, owner }],
  );
  const answered = kept.filter(({ kind }) => kind === "answer");
  const numbers = answered.map(({ id }) => ({ institution, msgid: id, psn_no: psnNo }));
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
    ...[...states.values()]
      .filter(({ body }) => body === null)
      .map(({ kind, id }) =>
        work
          .deleteFrom("flow_state")
          .where("psn_no", "=", personOf(kind))
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
