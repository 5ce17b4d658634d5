import type { Json } from "../base/canonical-json.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import { addFen, zeroFen } from "../base/money.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import type { Split } from "../settle/settlement.ts";
import { splitOf } from "../settle/settlement.ts";
import type { DayCloseRow } from "../store/day-closes.ts";
import type { TotalsRow } from "../store/totals.ts";
import { actorOf, approve, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiDay, shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { columnOf } from "./split-columns.ts";
import { perTender } from "./shifts.ts";
import type { Approval, DayGroup, DaySums, DayTotals, Supervised, Unfinished } from "./supervision.ts";
import type { Finding, Result } from "./terminal.ts";

/** The end of a day on this side: its sums, what it leaves open, the seal. */
export function dayVerbs(ground: Ground): Pick<Supervised, "dayTotals" | "closeDay"> {
  return {
    dayTotals: (day) => ({
      day,
      closedAt: ground.store.dayCloses.byDay(day)?.closed_at ?? null,
      ...sumsOf(ground, day),
      unfinished: unfinishedNow(ground),
    }),
    closeDay: (day, approval) => {
      const approved = approve(ground, approval, isSupervising);
      return approved.ok ? ground.store.write(() => closeInside(ground, day, approval)) : approved;
    },
  };
}

/**
 * Totals of every day closed up to the last one meant, added up again from the ledger.
 *
 * @param digests  what the audit chain says of each close
 */
export function* verifyDays(
  ground: Ground,
  { digests, lastDay }: { readonly digests: ReadonlyMap<string, Uint8Array>; readonly lastDay: string },
): Generator<Finding> {
  for (const { day, totals } of ground.store.dayCloses.all()) {
    if (day > lastDay) return;
    // What closed before totals were kept has none to compare.
    const text = totals ?? day;
    const digest = digests.get(day);
    if (digest === undefined || !ground.vault.digest(text).equals(digest))
      yield { what: "day", id: day, reason: "日结与审计链中的摘要不符" };
    if (!isAsClosed(ground, { day, totals }))
      yield { what: "day", id: day, reason: "日结汇总与账本重算不符" };
  }
}

/** Whether the ledger still adds up to what was kept of a day when it was closed. */
export function isAsClosed(ground: Ground, { day, totals }: Pick<DayCloseRow, "day" | "totals">): boolean {
  return totals === null || totals === textOf(sumsOf(ground, day));
}

function closeInside(ground: Ground, day: string, approval: Approval): Result<DayTotals> {
  const { store, clock } = ground;
  const now = clock.nowMs();
  const today = shanghaiDay(now);
  if (parseCivilDate(day) === null)
    return { ok: false, refusal: claimInvalid([{ path: "day", value: day, reason: "日期不存在" }]) };
  if (day > today) return decline("DAY_IN_FUTURE", `今天是 ${today}，不能提前日结`, { day, today });
  const last = store.dayCloses.last() ?? "";
  if (day <= last) return decline("DAY_CLOSED", `${last} 及以前已日结`, { day, last });
  const earlier = store.totals.dayBetween(last, day);
  if (earlier !== undefined)
    return decline("EARLIER_DAY_OPEN", `${earlier} 尚未日结，请先办理`, { day, earlier });
  const sums = sumsOf(ground, day);
  const totals = textOf(sums);
  const at = shanghaiTime(now);
  appendAudit(ground, { at, action: "closeDay", subject: day, actor: actorOf(approval), content: totals });
  const sealed = store.audit.last()?.hash ?? Buffer.alloc(32);
  store.dayCloses.add({ day, closed_at: at, operator: approval.operator, audit_hash: sealed, totals });
  return accept({ day, closedAt: at, ...sums, unfinished: unfinishedNow(ground) });
}

function sumsOf({ store }: Ground, day: string): DaySums {
  const groups = store.totals.ofDay(day).map(groupOf);
  const addUp = (valueOf: (group: DayGroup) => number): number =>
    groups.reduce((sum, group) => sum + valueOf(group), 0);
  return {
    sales: addUp((group) => group.sales),
    reversals: addUp((group) => group.reversals),
    groups,
    split: splitOf((name) => groups.reduce((sum, group) => addFen(sum, group.split[name]), zeroFen)),
    tenders: perTender(store.totals.paidOnDay(day)),
  };
}

function groupOf(row: TotalsRow): DayGroup {
  const { plan, medical_type: medType, mode, sales, reversals } = row;
  const split: Split = splitOf((name) => row[columnOf[name]]);
  return { plan, medType, mode, sales, reversals, split };
}

function unfinishedNow({ store }: Ground): Unfinished {
  return {
    unsent: store.totals.unsent(),
    openBills: store.openBills.countByDesk(),
    openShifts: store.shifts
      .allOpen()
      .map(({ operator, desk, opened_at: openedAt }) => ({ operator, desk, openedAt })),
  };
}

/** What is kept of a day; from these words alone the same day can be told again. */
function textOf(sums: DaySums): string {
  const kept: Json = {
    sales: sums.sales,
    reversals: sums.reversals,
    groups: sums.groups.map((group) => ({ ...group, split: { ...group.split } })),
    split: { ...sums.split },
    tenders: { ...sums.tenders },
  };
  return canonicalJson(kept);
}
