import { sql } from "kysely";

import type { LedgerEntry, PeriodTotal } from "../../app/terminal.ts";
import { fen } from "../../base/money.ts";
import type { Scope } from "../read-books.ts";
import type { Work } from "./open-database.ts";

interface Days {
  readonly from: string;
  readonly to: string;
}

/** Sums of an institution's settlements of some days. */
export async function totalsOf(
  work: Work,
  { institution }: Scope,
  { from, to }: Days,
): Promise<PeriodTotal[]> {
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
    .where(isBetween("settlements", { institution, from, to }))
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
export async function entriesOf(
  work: Work,
  { institution }: Scope,
  { from, to }: Days,
): Promise<LedgerEntry[]> {
  const rows = await work
    .selectFrom("settlements as one")
    .leftJoin("settlements as original", (join) =>
      join.onRef("original.psn_no", "=", "one.psn_no").onRef("original.number", "=", "one.reverses"),
    )
    .select(entryColumns)
    .where("one.institution", "=", institution)
    .where(isBetween("one", { institution, from, to }))
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
    ...(row.listed_as_refund === null ? {} : { listedAsRefund: row.listed_as_refund }),
    reverses: row.reverses,
    total: fen(row.total_fen),
    fundTotal: fen(row.fund_total_fen),
    account: fen(row.account_fen),
  }));
}

/** As the index of days has it. */
export function isBetween(table: string, { institution, from, to }: Days & { readonly institution: string }) {
  const day = sql`(${sql.ref(`${table}.institution`)} || ' ' || ${sql.ref(`${table}.committed_day`)}) COLLATE "C"`;
  return sql<boolean>`${day} BETWEEN ${`${institution} ${from}`} AND ${`${institution} ${to}`}`;
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
  "one.listed_as_refund",
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
