import { z } from "zod";

import { addFen, fen, zeroFen } from "../base/money.ts";
import { visitKey } from "../recon/differences.ts";
import type { StatementEntry } from "../recon/statement.ts";
import type { MarkRow, StandingRow } from "../store/closings.ts";
import { clearingType, regionOfPlan } from "../wire/codes.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { lineVerbsOf } from "./line-state.ts";
import { entries } from "./statements.ts";
import type { LedgerEntry } from "./terminal.ts";

/** What only the centre has and what took it back there. */
export type Foreign = Pick<
  StatementEntry,
  | "settlementId"
  | "msgid"
  | "visitId"
  | "psnNo"
  | "isRefund"
  | "total"
  | "fundTotal"
  | "account"
  | "insutype"
  | "clearingType"
  | "office"
>;

const amount = z.int().transform((value) => fen(value));
const foreignShape = z.array(
  z.object({
    settlementId: z.string(),
    msgid: z.string(),
    visitId: z.string(),
    psnNo: z.string(),
    isRefund: z.boolean(),
    total: amount,
    fundTotal: amount,
    account: amount,
    insutype: z.string(),
    clearingType: z.string(),
    office: z.string(),
  }),
);

/** Settlements of the centre alone that are known to come to nothing, of a day. */
export function foreignOf(ground: Ground, day: string): readonly Foreign[] {
  return foreignShape.parse(doorStateOf(ground).readState("acknowledged", day) ?? []);
}

/** Adds some to them. Call inside `store.write`. */
export function keepForeign(ground: Ground, day: string, more: readonly Foreign[]): void {
  const all = new Map([...foreignOf(ground, day), ...more].map((one) => [one.settlementId, one]));
  const states = doorStateOf(ground);
  states.keepState("acknowledged", day, [...all.values()]);
  for (const one of more) states.keepState("undone there", visitKey(one), true);
}

export function isUndoneThere(ground: Ground, key: string): boolean {
  return doorStateOf(ground).readState("undone there", key) === true;
}

/** What a desk tells the centre of a day: its ledger, where it is told otherwise as it is told. */
export function statementEntries(ground: Ground, day: string): readonly StatementEntry[] {
  const marks = Map.groupBy(ground.store.closings.marksOf(day), ({ number }) => number);
  const own = entriesOfDay(ground, day, marks).filter(({ entry }) => entry.day === day);
  const others = [...marks.keys()].flatMap((number) => {
    const standing = ground.store.closings.standingOf(number);
    if (standing === undefined || standing.committed_day === day) return [];
    const ofThen = entriesOfDay(ground, standing.committed_day, marks);
    return ofThen.filter(({ entry }) => entry.settlementId === standing.id && entry.day === day);
  });
  const told = [...own, ...others].filter(({ isLocal }) => !isLocal).map(({ entry }) => entry);
  return [...told, ...foreignOf(ground, day).map((one) => foreignEntry(one, day))];
}

/** One settlement as it is told, whichever day it is of, also where nobody is told of it. */
export function statementEntryOf(ground: Ground, number: number): StatementEntry | null {
  const standing = ground.store.closings.standingOf(number);
  if (standing === undefined) return null;
  const day = standing.committed_day;
  const marks = Map.groupBy(ground.store.closings.marksOf(day), (one) => one.number);
  const found = entriesOfDay(ground, day, marks).find(({ entry }) => entry.settlementId === standing.id);
  return found?.entry ?? null;
}

interface OfDay {
  readonly entry: StatementEntry;
  /** The centre has rejected it and it was taken back: nothing of it is anywhere. */
  readonly isLocal: boolean;
}

function entriesOfDay(
  ground: Ground,
  day: string,
  marks: ReadonlyMap<number, readonly MarkRow[]>,
): readonly OfDay[] {
  const standings = new Map(ground.store.closings.standings(day, day).map((row) => [row.id, row]));
  const provisional = new Set(
    lineVerbsOf(ground)
      .provisionals()
      .map(({ msgid }) => msgid),
  );
  return entries(ground, { from: day, to: day }).flatMap((one) => {
    const standing = standings.get(one.settlementId);
    if (standing === undefined) return [];
    const isProvisional = provisional.has(one.msgid);
    const plain = plainEntry(ground, one, { standing, isProvisional });
    const entry = (marks.get(standing.number) ?? []).reduce(marked, plain);
    return [{ entry, isLocal: isNowhere(standing) }];
  });
}

function isNowhere({ state, reversed_by: reversedBy, original_state: original }: StandingRow): boolean {
  return (state === "rejected" && reversedBy !== null) || original === "rejected";
}

function plainEntry(
  { institution }: Ground,
  one: LedgerEntry,
  { standing, isProvisional }: { readonly standing: StandingRow; readonly isProvisional: boolean },
): StatementEntry {
  const { state, centre_settlement: own, original_settlement: original } = standing;
  const isRefund = one.kind === "reversal";
  const byOriginal = isRefund && state === "confirmed" ? original : null;
  return {
    settlementId: one.settlementId,
    isForeign: false,
    told: own ?? byOriginal ?? one.msgid,
    msgid: one.msgid,
    visitId: standing.centre_visit ?? standing.original_visit ?? "",
    psnNo: one.psnNo,
    insutype: one.insutype,
    clearingType: clearingType(one.medType, institution.type === "pharmacy"),
    office: regionOfPlan(one.plan) ?? institution.region,
    isRefund,
    toldAsRefund: isRefund,
    reverses: one.reverses,
    day: standing.committed_day,
    state,
    centreSettlementId: own,
    isProvisional,
    total: one.total,
    fundTotal: one.fundTotal,
    account: one.account,
    cash: one.cash ?? zeroFen,
  };
}

function marked(entry: StatementEntry, mark: MarkRow): StatementEntry {
  return {
    ...entry,
    told: mark.told ?? entry.told,
    centreSettlementId: mark.told ?? entry.centreSettlementId,
    day: mark.day ?? entry.day,
    insutype: mark.insutype ?? entry.insutype,
    clearingType: mark.clearing_type ?? entry.clearingType,
    toldAsRefund: mark.as_refund === null ? entry.toldAsRefund : mark.as_refund === 1,
    total: addFen(entry.total, mark.total_fen),
    fundTotal: addFen(entry.fundTotal, mark.fund_total_fen),
    account: addFen(entry.account, mark.account_fen),
    cash: addFen(entry.cash, mark.cash_fen),
  };
}

function foreignEntry(one: Foreign, day: string): StatementEntry {
  return {
    ...one,
    cash: zeroFen,
    isForeign: true,
    told: one.settlementId,
    toldAsRefund: one.isRefund,
    reverses: null,
    day,
    state: "confirmed",
    centreSettlementId: one.settlementId,
    isProvisional: false,
  };
}
