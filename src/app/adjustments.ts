import { addDays, civilDate } from "../base/civil-date.ts";
import type { Fen } from "../base/money.ts";
import { addFen, maxFen, minFen, negateFen, subtractFen, zeroFen } from "../base/money.ts";
import type { AccountDraw, Split } from "../settle/settlement.ts";
import { splitOf } from "../settle/settlement.ts";
import type { Adjustment } from "../store/adjustments.ts";
import type { SettlementRecord } from "../store/records.ts";
import { recordOf } from "../store/records.ts";
import type { AmountColumn, SettlementRow } from "../store/settlements.ts";
import { lessSplit, sumSplits } from "../upload/accepted-split.ts";
import { appendAudit } from "./audit-chain.ts";
import { dayOf, shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept } from "./ground.ts";
import { amountsOf, columnOf } from "./split-columns.ts";
import type { PaidCash } from "./tenders.ts";
import { addUp, backOf } from "./tenders.ts";
import type { Actor, Result, Tender } from "./terminal.ts";

/** What was paid of a settlement: as it was written and as it was adjusted since. */
export interface Paid extends PaidCash {
  readonly split: Split;
  readonly draws: readonly AccountDraw[];
  readonly isAdjusted: boolean;
}

/** What was really paid of a settlement. */
export function paidOf({ store }: Pick<Ground, "store">, record: SettlementRecord): Paid {
  const { row } = record;
  const adjusted = store.adjustments.of(row.number);
  const split = paidSplit(row, adjusted);
  const told = record.tenders.map(({ kind, amount_fen: amount }) => ({ kind, amount }));
  const since = adjusted.flatMap(({ tenders }) =>
    tenders.map(({ kind, amount_fen: amount }) => ({ kind, amount })),
  );
  return {
    split,
    cash: split.cash,
    // Where nobody told how, the difference was cash as well.
    tenders: told.length === 0 || since.length === 0 ? told : addUp([...told, ...since]),
    draws: paidDraws(record, adjusted),
    isAdjusted: adjusted.length > 0,
  };
}

/** The amounts of a settlement as they were paid, for whoever has its row. */
export function splitPaid({ store }: Pick<Ground, "store">, row: SettlementRow): Split {
  return paidSplit(row, store.adjustments.of(row.number));
}

/** The amounts that a settlement was written with and what was adjusted of it, together. */
function paidSplit(row: Pick<SettlementRow, AmountColumn>, adjusted: readonly Adjustment[]): Split {
  const written = splitOf((name) => row[columnOf[name]]);
  if (adjusted.length === 0) return written;
  return sumSplits([written, ...adjusted.map((one) => splitOf((name) => one.row[columnOf[name]]))]);
}

function paidDraws({ accountMovements }: SettlementRecord, adjusted: readonly Adjustment[]): AccountDraw[] {
  const draws = new Map<number | null, AccountDraw>();
  for (const { member, relation, amount_fen: amount } of [
    ...accountMovements,
    ...adjusted.flatMap(({ accounts }) => accounts),
  ]) {
    const before = draws.get(member)?.amount ?? zeroFen;
    draws.set(member, { member, relation, amount: addFen(before, amount) });
  }
  return [...draws.values()].filter(({ amount }) => amount !== 0);
}

/**
 * Writes that a settlement is paid with other amounts than it was written with. Call inside `store.write`.
 *
 * @param there  all of them as they are paid from now on; their parts make the whole
 * @source domain §7
 */
export function adjust(
  ground: Ground,
  row: SettlementRow,
  { there, actor }: { readonly there: Split; readonly actor: Actor },
): Result<null> {
  const now = ground.clock.forCommit();
  if (!now.ok) return now;
  const record = recordOf(ground.store, row);
  const paid = paidOf(ground, record);
  const delta = lessSplit(there, paid.split);
  const at = shanghaiTime(now.value);
  const accounts = [...ownAccount(row, delta.account), ...familyAccounts(record, paid.draws, delta.family)];
  const tenders = tendersBetween(paid, there.cash, row.kind === "reversal");
  write(ground, { row, delta, accounts, tenders }, { actor, at, day: openDay(ground, dayOf(at)) });
  return accept(null);
}

/** What was adjusted of a settlement goes back with it. Call inside the same `store.write`. */
export function mirrorAdjustments(ground: Ground, original: number, reversal: SettlementRow): void {
  const { operator, pharmacist, desk, committed_at: at, committed_day: day } = reversal;
  for (const { row, accounts, tenders } of ground.store.adjustments.of(original)) {
    const mirrored = {
      row: reversal,
      delta: splitOf((name) => negateFen(row[columnOf[name]])),
      accounts: accounts.map((one) => ({ ...one, amount_fen: negateFen(one.amount_fen) })),
      tenders: tenders.map(({ kind, amount_fen: amount }) => ({ kind, amount: negateFen(amount) })),
    };
    write(ground, mirrored, { actor: { operator, pharmacist, desk }, at, day });
  }
}

interface Decided {
  readonly row: SettlementRow;
  readonly delta: Split;
  readonly accounts: Adjustment["accounts"];
  readonly tenders: readonly Tender[];
}

function write(
  ground: Ground,
  { row, delta, accounts, tenders }: Decided,
  { actor, at, day }: { readonly actor: Actor; readonly at: string; readonly day: string },
): void {
  const { operator, desk } = actor;
  const adjusted = { number: row.number, ...amountsOf(delta), operator, desk };
  const adjustment = {
    row: { ...adjusted, adjusted_at: at, adjusted_day: day },
    accounts,
    tenders: tenders
      .map(({ kind, amount }) => ({ kind, amount_fen: amount }))
      .toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
  };
  const id = ground.store.adjustments.add(adjustment);
  const content = adjustmentText({ id, ...adjustment });
  appendAudit(ground, { at, action: "adjust", subject: row.id, actor, content });
}

/** Everything of an adjustment that must not change, as text. */
export function adjustmentText({ id, row, accounts, tenders }: Adjustment): string {
  const { number, operator, desk, adjusted_at, adjusted_day } = row;
  // Lists in a fixed order: the same bytes for the same adjustment.
  return JSON.stringify([
    [id, number, operator, desk, adjusted_at, adjusted_day],
    Object.values(columnOf).map((column) => row[column]),
    accounts.map((one) => [
      one.person_key?.toString("hex") ?? null,
      one.member,
      one.relation,
      one.amount_fen,
    ]),
    tenders.map((one) => [one.kind, one.amount_fen]),
  ]);
}

/** A sealed day stays as it is: what comes after it is an entry of the next (domain §9). */
function openDay({ store }: Ground, today: string): string {
  const last = store.dayCloses.last() ?? "";
  return last < today ? today : addDays(civilDate(last), 1);
}

function ownAccount(row: SettlementRow, amount_fen: Fen): Adjustment["accounts"] {
  return amount_fen === 0 ? [] : [{ person_key: row.person_key, member: null, relation: null, amount_fen }];
}

/**
 * Relatives are drawn on in their order: the last of them pays less first, or more. A centre does not say whose account
 * it was; where none was drawn on before, these books cannot know whose it is.
 */
function familyAccounts(
  { accountMovements }: SettlementRecord,
  draws: readonly AccountDraw[],
  amount: Fen,
): Adjustment["accounts"] {
  const relatives = draws.filter(({ member }) => member !== null).toReversed();
  const adjusted: Adjustment["accounts"][number][] = [];
  let left = amount;
  for (const [at, { member, relation, amount: drawn }] of relatives.entries()) {
    // Towards nothing, and no further; the first of them takes what is left.
    const most = drawn > 0 ? maxFen(left, negateFen(drawn)) : minFen(left, negateFen(drawn));
    const part = at === relatives.length - 1 ? left : most;
    const holder = accountMovements.find((one) => one.member === member)?.person_key ?? null;
    if (part !== 0) adjusted.push({ person_key: holder, member, relation, amount_fen: part });
    left = subtractFen(left, part);
  }
  return adjusted;
}

/** What was paid more, by the way it was paid, to come from some cash to other cash; below zero it was handed back. */
function tendersBetween(paid: Paid, cash: Fen, isReversal: boolean): readonly Tender[] {
  const turned = ({ kind, amount }: Tender): Tender => ({ kind, amount: negateFen(amount) });
  // What a reversal pays is what it hands back.
  if (isReversal)
    return backOf({ cash: negateFen(paid.cash), tenders: paid.tenders.map(turned) }, negateFen(cash));
  return backOf(paid, cash).map(turned);
}
