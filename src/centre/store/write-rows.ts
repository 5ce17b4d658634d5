import type { Changes } from "../changes.ts";
import type { Scope } from "../read-books.ts";
import type { Work } from "./open-database.ts";
import { ofInstitution } from "./read-rows.ts";

/** Writes what an answer leaves in the books, in the transaction in which it was read. */
export async function writeChanges(
  work: Work,
  { scope, nowMs }: { readonly scope: Scope; readonly nowMs: number },
  changes: Changes,
): Promise<void> {
  await writeSettlements(work, scope, changes);
  await writeStates(work, { scope, nowMs }, changes);
  const { clearings, withdrawn } = changes;
  if (clearings.length > 0) await work.insertInto("clearings").values(clearings).execute();
  if (withdrawn.length > 0)
    await work
      .updateTable("clearings")
      .set({ withdrawn: true })
      .where("institution", "=", scope.institution)
      .where("id", "in", withdrawn)
      .execute();
}

async function writeSettlements(work: Work, { psnNo }: Scope, changes: Changes): Promise<void> {
  const { settlements, postings, accumulators, accountMovements, balances, traceCodes, freed } = changes;
  if (settlements.length === 0) return;
  await work.insertInto("settlements").values(settlements).execute();
  if (postings.length > 0) await work.insertInto("postings").values(postings).execute();
  if (accumulators.size > 0)
    await work
      .insertInto("accumulators")
      .values([...accumulators.values()])
      .onConflict((conflict) =>
        conflict
          .columns(["psn_no", "plan", "period", "accumulator"])
          .doUpdateSet(({ ref }) => ({ value: ref("excluded.value") })),
      )
      .execute();
  if (accountMovements.length > 0)
    await work.insertInto("account_movements").values(accountMovements).execute();
  if (freed.length > 0)
    await work.deleteFrom("trace_codes").where("psn_no", "=", psnNo).where("number", "in", freed).execute();
  if (traceCodes.length > 0) await work.insertInto("trace_codes").values(traceCodes).execute();
  const last = settlements.at(-1)?.number ?? 0;
  for (const holder of new Set([psnNo, ...balances.keys()])) {
    const balance = balances.get(holder);
    await work
      .updateTable("persons")
      .set({
        ...(balance === undefined ? {} : { balance_fen: balance }),
        ...(holder === psnNo ? { last_number: last } : {}),
      })
      .where("psn_no", "=", holder)
      .execute();
  }
}

async function writeStates(
  work: Work,
  { scope, nowMs }: { readonly scope: Scope; readonly nowMs: number },
  { states }: Changes,
): Promise<void> {
  const { institution } = scope;
  const personOf = (kind: string): string => (ofInstitution.has(kind) ? "" : scope.psnNo);
  const kept = [...states.values()].flatMap(({ kind, id, body, owner }) =>
    body === null ? [] : [{ psn_no: personOf(kind), institution, kind, id, body, kept_at: nowMs, owner }],
  );
  if (kept.length > 0)
    await work
      .insertInto("flow_state")
      .values(kept)
      .onConflict((conflict) =>
        conflict.columns(["psn_no", "institution", "kind", "id"]).doUpdateSet(({ ref }) => ({
          body: ref("excluded.body"),
          kept_at: ref("excluded.kept_at"),
          owner: ref("excluded.owner"),
        })),
      )
      .execute();
  for (const { kind, id, body } of states.values())
    if (body === null)
      await work
        .deleteFrom("flow_state")
        .where("psn_no", "=", personOf(kind))
        .where("institution", "=", institution)
        .where("kind", "=", kind)
        .where("id", "=", id)
        .execute();
  const answered = kept.filter(({ kind }) => kind === "answer");
  if (answered.length > 0)
    await work
      .insertInto("message_numbers")
      .values(answered.map(({ id }) => ({ institution, msgid: id, psn_no: scope.psnNo })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
