import type { ExpressionBuilder } from "kysely";

import type { LedgerEntry, PeriodTotal } from "../../app/terminal.ts";
import { fen } from "../../base/money.ts";
import type { OwnedState, ReadBooks, Scope } from "../read-books.ts";
import { isNamed } from "../bench.ts";
import { accumulatorKey } from "../read-books.ts";
import type { Want } from "../want.ts";
import { keyOfWant } from "../want.ts";
import type { Work } from "./open-database.ts";
import type { Tables } from "./tables.ts";

/** Takes the person and the relatives for this transaction, always in the order of their numbers, and reads them. */
export async function lockPeople(work: Work, scope: Scope): Promise<ReadBooks> {
  const { psnNo } = scope;
  const people =
    psnNo === ""
      ? []
      : await work
          .selectFrom("persons")
          .selectAll()
          .where((one) =>
            one.or([
              one("psn_no", "=", psnNo),
              one(
                "psn_no",
                "in",
                one.selectFrom("relatives").select("relative_no").where("relatives.psn_no", "=", psnNo),
              ),
            ]),
          )
          .orderBy("psn_no")
          .forUpdate()
          .execute();
  const relatives =
    people.length < 2
      ? []
      : await work.selectFrom("relatives").selectAll().where("psn_no", "=", psnNo).orderBy("seq").execute();
  const accumulators =
    people.length === 0
      ? []
      : await work
          .selectFrom("accumulators")
          .select(["plan", "period", "accumulator", "value"])
          .where("psn_no", "=", psnNo)
          .execute();
  return {
    scope,
    people: new Map(people.map((one) => [one.psn_no, one])),
    relatives,
    accumulators: new Map(
      accumulators.map((one) => [accumulatorKey(one.plan, one.period, one.accumulator), one.value]),
    ),
    states: new Map(),
    owned: new Map(),
    settlements: new Map(),
    later: new Map(),
    traceCodes: new Map(),
    totals: new Map(),
    entries: new Map(),
    clearings: new Map(),
  };
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

/** An answer is looked for under whoever it was given about: a number used twice is noticed. */
async function readStates(work: Work, { states, scope }: ReadBooks, wants: readonly Want[]): Promise<void> {
  const wanted = wants.filter((want) => want.kind === "state");
  if (wanted.length === 0) return;
  const rows = await work
    .selectFrom("flow_state")
    .select(["kind", "id", "body"])
    .where("institution", "=", scope.institution)
    .where((one) => one.or(wanted.map((want) => isState(one, scope, want))))
    .execute();
  for (const want of wanted) states.set(keyOfWant(want), null);
  for (const { kind, id, body } of rows) states.set(keyOfWant({ kind: "state", state: kind, id }), body);
}

function isState(
  one: ExpressionBuilder<Tables, "flow_state">,
  { institution, psnNo }: Scope,
  { state, id }: Extract<Want, { kind: "state" }>,
) {
  const named = [one("kind", "=", state), one("id", "=", id)];
  if (ofInstitution.has(state)) return one.and([...named, one("psn_no", "=", "")]);
  if (state !== "answer") return one.and([...named, one("psn_no", "=", psnNo)]);
  const owner = one
    .selectFrom("message_numbers")
    .select("message_numbers.psn_no")
    .where("message_numbers.institution", "=", institution)
    .where("msgid", "=", id);
  return one.and([...named, one("psn_no", "=", owner)]);
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

/** Kinds of state that belong to no person. */
export const ofInstitution: ReadonlySet<string> = new Set(["sign-in", "file"]);

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

interface Days {
  readonly from: string;
  readonly to: string;
}

/** Sums of an institution's settlements of some days. */
async function totalsOf(work: Work, { institution }: Scope, { from, to }: Days): Promise<PeriodTotal[]> {
  const rows = await work
    .selectFrom("settlements")
    .select((one) => [
      "insutype",
      "plan",
      "medical_type",
      "kind",
      one.fn.countAll<number>().as("count"),
      ...sumColumns.map((column) => one.cast<number>(one.fn.sum(column), "bigint").as(column)),
    ])
    .where("institution", "=", institution)
    .where("committed_day", ">=", from)
    .where("committed_day", "<=", to)
    .groupBy(["insutype", "plan", "medical_type", "kind"])
    .execute();
  return rows.map((row) => ({
    insutype: row.insutype,
    plan: row.plan,
    medType: row.medical_type,
    kind: row.kind,
    count: row.count,
    total: fen(row.total_fen),
    inScope: fen(row.in_scope_fen),
    fundTotal: fen(row.fund_total_fen),
    account: fen(row.account_fen),
    family: fen(row.family_fen),
    cash: fen(row.cash_fen),
  }));
}

/** Those settlements one by one. */
async function entriesOf(work: Work, { institution }: Scope, { from, to }: Days): Promise<LedgerEntry[]> {
  const rows = await work
    .selectFrom("settlements as one")
    .leftJoin("settlements as original", (join) =>
      join.onRef("original.psn_no", "=", "one.psn_no").onRef("original.number", "=", "one.reverses"),
    )
    .select(entryColumns)
    .where("one.institution", "=", institution)
    .where("one.committed_day", ">=", from)
    .where("one.committed_day", "<=", to)
    .orderBy("one.committed_at")
    .orderBy("one.psn_no")
    .orderBy("one.number")
    .execute();
  return rows.map((row) => ({
    settlementId: row.settlement_id,
    msgid: row.msgid,
    psnNo: row.psn_no,
    visitId: row.visit_id,
    insutype: row.insutype,
    plan: row.plan,
    medType: row.medical_type,
    kind: row.kind,
    reverses: row.reverses,
    total: fen(row.total_fen),
    fundTotal: fen(row.fund_total_fen),
    account: fen(row.account_fen),
  }));
}

const entryColumns = [
  "one.settlement_id",
  "one.msgid",
  "one.psn_no",
  "one.visit_id",
  "one.insutype",
  "one.plan",
  "one.medical_type",
  "one.kind",
  "one.total_fen",
  "one.fund_total_fen",
  "one.account_fen",
  "original.settlement_id as reverses",
] as const;

const sumColumns = [
  "total_fen",
  "in_scope_fen",
  "fund_total_fen",
  "account_fen",
  "family_fen",
  "cash_fen",
] as const;

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
