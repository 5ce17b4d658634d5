import { present } from "../base/assert.ts";
import type { Fen } from "../base/money.ts";
import { addFen } from "../base/money.ts";
import { recordOf } from "../store/records.ts";
import type { EntryRow, SumRow } from "../store/statements.ts";
import type { Ground } from "./ground.ts";
import { factsIn, psnNoOf } from "./people.ts";
import { readStored } from "./read-settlement.ts";
import type { LedgerEntry, PeriodTotal, Terminal } from "./terminal.ts";

type Period = Parameters<Terminal["totals"]>[0];
type About = Pick<SumRow, "facts_id" | "plan" | "number">;

const amountColumns = {
  total: "total_fen",
  inScope: "in_scope_fen",
  fundTotal: "fund_total_fen",
  account: "account_fen",
  family: "family_fen",
  cash: "cash_fen",
} as const;

/** The ledger's sums of a period, by insurance, plan, sort of visit, and whether they were sales or reversals. */
export function totals(ground: Ground, { from, to }: Period): readonly PeriodTotal[] {
  const insutypeOf = insutypes(ground);
  const sums = new Map<string, PeriodTotal>();
  for (const row of ground.store.statements.sums(from, to)) {
    const { plan, medical_type: medType, kind, count } = row;
    const insutype = insutypeOf(row);
    const key = [insutype, plan, medType, kind].join("\n");
    const before = sums.get(key);
    const sumOf = (name: keyof typeof amountColumns): Fen => {
      const amount = row[amountColumns[name]];
      return before === undefined ? amount : addFen(before[name], amount);
    };
    const amounts = {
      total: sumOf("total"),
      inScope: sumOf("inScope"),
      fundTotal: sumOf("fundTotal"),
      account: sumOf("account"),
      family: sumOf("family"),
      cash: sumOf("cash"),
    };
    sums.set(key, { insutype, plan, medType, kind, count: (before?.count ?? 0) + count, ...amounts });
  }
  return [...sums.values()];
}

/** Every settlement of a period, in the order of the ledger. */
export function entries(ground: Ground, { from, to }: Period): readonly LedgerEntry[] {
  const insutypeOf = insutypes(ground);
  const numbers = new Map<string, string>();
  const psnOf = (row: EntryRow): string => {
    const key = row.person_key.toString("hex");
    const known = numbers.get(key) ?? psnNoOf(ground, row.person_key) ?? claimOf(ground, row.number).psnNo;
    numbers.set(key, known);
    return known;
  };
  // Read to the end first: no statement may stay open while others run.
  return [...ground.store.statements.entries(from, to)].map((row) => ({
    settlementId: row.id,
    msgid: row.msgid,
    psnNo: psnOf(row),
    insutype: insutypeOf(row),
    plan: row.plan,
    medType: row.medical_type,
    kind: row.kind,
    reverses:
      row.reverses === null ? null : present(ground.store.settlements.byNumber(row.reverses), "original").id,
    total: row.total_fen,
    fundTotal: row.fund_total_fen,
    account: row.account_fen,
    cash: row.cash_fen,
  }));
}

/** The insurance of a settlement: by the facts it was made on; without any, by the claim's population. */
function insutypes(ground: Ground): (row: About) => string {
  const byFacts = new Map<number, ReturnType<typeof factsIn>>();
  return ({ facts_id: id, plan, number }) => {
    if (id !== null) {
      const facts = byFacts.get(id) ?? factsIn(ground, present(ground.store.persons.factsById(id), "facts"));
      byFacts.set(id, facts);
      if (facts.plan === plan) return facts.insutype;
    }
    return claimOf(ground, number).population === "resident" ? "390" : "310";
  };
}

function claimOf(ground: Ground, number: number) {
  const { store } = ground;
  const row = present(store.settlements.byNumber(number), "settlement");
  return readStored(ground, recordOf(store, row)).claim.person;
}
