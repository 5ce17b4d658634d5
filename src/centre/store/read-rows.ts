import { sql } from "kysely";

import { isNamed } from "../bench.ts";
import type { OwnedState, ReadBooks, Scope } from "../read-books.ts";
import { accumulatorKey } from "../read-books.ts";
import type { Want } from "../want.ts";
import { keyOfWant } from "../want.ts";
import { kept } from "./kept-plans.ts";
import type { Work } from "./open-database.ts";
import type { Mixed, Wanting } from "./first-question.ts";
import { firstQuestion, ownerOfState } from "./first-question.ts";
import { entriesOf, totalsOf } from "./read-periods.ts";
import type { PersonRow } from "./tables.ts";

/** Takes these people and their relatives for this transaction, always in the order of their numbers. */
export async function lockPeople(work: Work, psnNos: readonly string[]): Promise<readonly PersonRow[]> {
  if (psnNos.length === 0) return [];
  // As one list, which an index is read by: an OR of two would read everybody.
  const { rows } = await sql<PersonRow>`${kept}SELECT * FROM persons WHERE psn_no = ANY (ARRAY(
      SELECT unnest(${psnNos}::text[]) UNION SELECT relative_no FROM relatives WHERE psn_no = ANY (${psnNos}::text[])))
    ORDER BY psn_no FOR UPDATE`.execute(work);
  return rows;
}

/**
 * Reads, under the lock, what most answers need and what this one likely will, in one question: the line to a server
 * costs more than the rows.
 */
export async function readFirst(
  work: Work,
  messages: readonly Wanting[],
  people: readonly PersonRow[],
): Promise<readonly ReadBooks[]> {
  const { rows } = await firstQuestion(messages).execute(work);
  const byMessage = Map.groupBy(rows, ({ message }) => message);
  const read: ReadBooks[] = [];
  for (const [at, one] of messages.entries())
    read.push(await booksOf(work, one, { people, rows: byMessage.get(at) ?? [] }));
  return read;
}

/** A message's own among what was read for several. */
async function booksOf(
  work: Work,
  { scope, wants }: Wanting,
  { people, rows }: { readonly people: readonly PersonRow[]; readonly rows: readonly Mixed[] },
): Promise<ReadBooks> {
  const { psnNo } = scope;
  const of = (sort: Mixed["sort"]): readonly Mixed[] => rows.filter((row) => row.sort === sort);
  const relatives = of("relative")
    .map(({ a, b, n }) => ({ psn_no: psnNo, seq: n, relation: a, relative_no: b }))
    .toSorted((one, other) => one.seq - other.seq);
  const kin = new Set(relatives.map((one) => one.relative_no));
  const read: ReadBooks = {
    scope,
    people: new Map(
      people.filter((one) => one.psn_no === psnNo || kin.has(one.psn_no)).map((one) => [one.psn_no, one]),
    ),
    relatives,
    accumulators: new Map(of("accumulator").map(({ a, b, c, n }) => [accumulatorKey(a, b, c), n])),
    states: new Map(),
    owned: new Map(),
    settlements: new Map(),
    later: new Map(),
    traceCodes: new Map(),
    totals: new Map(),
    entries: new Map(),
    clearings: new Map(),
  };
  for (const want of wants) noneOf(read, want);
  for (const { a, b, c } of of("state")) read.states.set(keyOfWant({ kind: "state", state: a, id: b }), c);
  for (const { a, b, n } of of("traceCode"))
    read.traceCodes.set(keyOfWant({ kind: "traceCode", code: a }), { psnNo: b, number: n });
  // That there is a settlement is rare enough to ask for it anew.
  if (of("settlement").length > 0) await readSettlements(work, read, wants);
  return read;
}

/** Nothing has been found of a want until it is. */
function noneOf({ states, settlements, traceCodes }: ReadBooks, want: Want): void {
  if (want.kind === "state") states.set(keyOfWant(want), null);
  if (want.kind === "settlement") settlements.set(keyOfWant(want), null);
  if (want.kind === "traceCode") traceCodes.set(keyOfWant(want), null);
}

/** Reads what an answer asked for; what there is not is remembered as such. */
export async function readWants(work: Work, read: ReadBooks, wants: readonly Want[]): Promise<void> {
  await readStates(work, read, wants);
  await readSettlements(work, read, wants);
  await readTraceCodes(work, read, wants);
  for (const want of wants) {
    if (want.kind === "statesOf") read.owned.set(keyOfWant(want), await ownedBy(work, read.scope, want));
    if (want.kind === "later") read.later.set(keyOfWant(want), await laterOf(work, read.scope, want.number));
    if (want.kind === "totals") read.totals.set(keyOfWant(want), await totalsOf(work, read.scope, want));
    if (want.kind === "entries") read.entries.set(keyOfWant(want), await entriesOf(work, read.scope, want));
    if (want.kind === "clearings")
      read.clearings.set(
        keyOfWant(want),
        await work
          .selectFrom("clearings")
          .selectAll()
          .where("institution", "=", read.scope.institution)
          .execute(),
      );
  }
}

async function readStates(work: Work, { states, scope }: ReadBooks, wants: readonly Want[]): Promise<void> {
  const wanted = wants.filter((want) => want.kind === "state");
  if (wanted.length === 0) return;
  const parts = wanted.map(
    ({ state, id }) => sql`SELECT kind, id, body FROM flow_state WHERE institution = ${scope.institution}
      AND kind = ${state} AND id = ${id} AND psn_no = ${ownerOf(scope, { state, id })}`,
  );
  const { rows } = await sql<OwnedState>`${sql.join(parts, sql` UNION ALL `)}`.execute(work);
  for (const want of wanted) states.set(keyOfWant(want), null);
  for (const { kind, id, body } of rows) states.set(keyOfWant({ kind: "state", state: kind, id }), body);
}

/** An answer is looked for under whoever it was given about: a number used twice is noticed. */
function ownerOf(
  { institution, psnNo }: Scope,
  { state, id }: Pick<Extract<Want, { kind: "state" }>, "state" | "id">,
): unknown {
  const owner = ownerOfState(psnNo, state);
  return (
    owner ?? sql`(SELECT psn_no FROM message_numbers WHERE institution = ${institution} AND msgid = ${id})`
  );
}

/** The newest of an owner's states, in the order in which they were first kept. */
async function ownedBy(
  work: Work,
  { institution, psnNo }: Scope,
  { owner, limit }: Extract<Want, { kind: "statesOf" }>,
): Promise<readonly OwnedState[]> {
  const rows = await work
    .selectFrom("flow_state")
    .select(["kind", "id", "body"])
    .where("psn_no", "=", psnNo)
    .where("institution", "=", institution)
    .where("owner", "=", owner)
    .orderBy("first_kept", "desc")
    .limit(limit)
    .execute();
  return rows.toReversed();
}

async function readSettlements(
  work: Work,
  { settlements, scope }: ReadBooks,
  wants: readonly Want[],
): Promise<void> {
  const wanted = wants.filter((want) => want.kind === "settlement");
  if (wanted.length === 0) return;
  const rows = await work
    .selectFrom("settlements as s")
    .selectAll("s")
    .select((one) => [
      one
        .selectFrom("settlements as r")
        .select("r.settlement_id")
        .whereRef("r.psn_no", "=", "s.psn_no")
        .whereRef("r.reverses", "=", "s.number")
        .as("reversed_by"),
      one
        .selectFrom("settlements as o")
        .select("o.settlement_id")
        .whereRef("o.psn_no", "=", "s.psn_no")
        .whereRef("o.number", "=", "s.reverses")
        .as("reverses_id"),
    ])
    .where("psn_no", "=", scope.psnNo)
    .where((one) =>
      one.or(
        wanted.map(({ by, value }) => {
          if (by === "id") return one("settlement_id", "=", value);
          if (by === "msgid")
            return one.and([one("institution", "=", scope.institution), one("msgid", "=", value)]);
          return one(by, "=", Number(value));
        }),
      ),
    )
    .execute();
  for (const want of wanted)
    settlements.set(keyOfWant(want), rows.find((row) => isNamed(row, want.by, want.value)) ?? null);
}

async function readTraceCodes(work: Work, { traceCodes }: ReadBooks, wants: readonly Want[]): Promise<void> {
  const codes = wants.filter((want) => want.kind === "traceCode").map(({ code }) => code);
  if (codes.length === 0) return;
  const rows = await work.selectFrom("trace_codes").selectAll().where("code", "in", codes).execute();
  const held = new Map(rows.map((row) => [row.code, { psnNo: row.psn_no, number: row.number }]));
  for (const code of codes) traceCodes.set(keyOfWant({ kind: "traceCode", code }), held.get(code) ?? null);
}

async function laterOf(work: Work, { psnNo }: Scope, number: number) {
  const settlements = await work
    .selectFrom("settlements")
    .selectAll()
    .where("psn_no", "=", psnNo)
    .where("number", ">", number)
    .orderBy("number")
    .execute();
  const postings = await work
    .selectFrom("postings")
    .selectAll()
    .where("psn_no", "=", psnNo)
    .where("number", ">", number)
    .orderBy("number")
    .orderBy("seq")
    .execute();
  return { settlements, postings };
}

/** Whose credential it is; an empty number when nobody's. */
export async function holderOf(
  work: Work,
  { type, number }: { readonly type: string; readonly number: string },
): Promise<string> {
  const row = await work
    .selectFrom("credentials")
    .select("psn_no")
    .where("kind", "=", type)
    .where("number", "=", number)
    .executeTakeFirst();
  return row?.psn_no ?? "";
}
