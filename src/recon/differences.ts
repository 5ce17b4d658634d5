import type { CentreSplit } from "../upload/compare-split.ts";
import type { Cause } from "./causes.ts";
import type { Amounts, GroupName, StatementEntry, TheirRow } from "./statement.ts";
import { groupKey, isMirror, isSame, minus, nothing, plus } from "./statement.ts";

/** What the centre tells of one settlement when it is asked for it (5203). */
export interface CentreFact extends GroupName {
  readonly day: string;
  readonly split: CentreSplit;
}

/** What is known beside the statement. */
export interface Known {
  readonly day: string;
  /** Of these books, of any day: by the msgid of a row that only the centre has. */
  readonly byMsgid: ReadonlyMap<string, StatementEntry>;
  /** A sale of these books, of any day, by visit and person: for a refund that only the centre has. */
  readonly saleOfVisit: ReadonlyMap<string, StatementEntry>;
  /** Visits of sales that only the centre had and that were taken back there. */
  readonly undoneVisits: ReadonlySet<string>;
  /** By the centre's number; null: it says that there is none. */
  readonly facts: ReadonlyMap<string, CentreFact | null>;
}

/** One difference between desk and centre, with its cause. */
export interface Difference {
  /** The same as long as it is the same difference. */
  readonly id: string;
  readonly cause: Cause;
  readonly entry: StatementEntry | null;
  readonly row: TheirRow | null;
  readonly fact: CentreFact | null;
  /** What it makes of the day's sums, with what follows from it: the centre's less ours. */
  readonly delta: Amounts;
  /** Later sales of the person that come out otherwise there because of it. */
  readonly consequences: readonly Consequence[];
}

export interface Consequence {
  readonly settlementId: string;
  readonly delta: Amounts;
}

/** A desk's row beside the centre's; one of them may be missing. */
interface Pair {
  readonly entry: StatementEntry | null;
  readonly row: TheirRow | null;
}

export interface Found {
  readonly differences: readonly Difference[];
  /** Pairs that have no cause: with one of these no day is closed. */
  readonly unnamed: readonly Pair[];
  /** Sale and refund that only the centre has and that come to nothing. */
  readonly cancelled: readonly TheirRow[];
}

/** By what a refund that only the centre has finds its sale. */
export function visitKey({ visitId, psnNo }: Pick<TheirRow, "visitId" | "psnNo">): string {
  return `${psnNo} ${visitId}`;
}

/**
 * Names every difference of a day.
 *
 * @param rows  the centre's answers to the details of the day
 * @source domain §9
 */
export function findDifferences(
  entries: readonly StatementEntry[],
  rows: readonly TheirRow[],
  known: Known,
): Found {
  const pairs = pairUp(entries, rows);
  const alone = pairs.flatMap(({ entry, row }) => (entry === null && row !== null ? [row] : []));
  const cancelled = cancelledRows(alone, known.undoneVisits);
  const differences: Difference[] = [];
  const unnamed: Pair[] = [];
  const taken = new Set<string>();
  for (const pair of pairs) {
    if (pair.row !== null && cancelled.has(pair.row)) continue;
    const named = nameOf(pair, { known, entries, taken });
    if (named === "none") continue;
    if (named === null) unnamed.push(pair);
    else differences.push(named);
  }
  return { differences: withConsequences(differences), unnamed, cancelled: [...cancelled] };
}

/** Who was rejected has later sales that rest on it: that those differ is the same difference. */
function withConsequences(differences: readonly Difference[]): readonly Difference[] {
  const covered = new Set<Difference>();
  const merged = differences.map((one): Difference => {
    const { cause, entry } = one;
    if (cause !== "rejected" || entry === null) return one;
    const later = differences.filter(
      (other) =>
        !covered.has(other) &&
        (other.cause === "amount" || other.cause === "rounding") &&
        other.entry !== null &&
        other.entry.psnNo === entry.psnNo &&
        other.entry.settlementId > entry.settlementId &&
        groupKey(other.entry) === groupKey(entry),
    );
    for (const other of later) covered.add(other);
    const consequences = later.map(({ entry: own, delta }) => ({
      settlementId: own?.settlementId ?? "",
      delta,
    }));
    return {
      ...one,
      consequences,
      delta: consequences.reduce((sum, { delta }) => plus(sum, delta), one.delta),
    };
  });
  return merged.filter((_one, at) => {
    const before = differences[at];
    return before === undefined || !covered.has(before);
  });
}

/** Puts each row beside the entry that it answers. */
function pairUp(entries: readonly StatementEntry[], rows: readonly TheirRow[]): readonly Pair[] {
  const keyOf = (told: string, isRefund: boolean): string => `${told} ${isRefund ? "1" : "0"}`;
  const byName = new Map(entries.map((entry) => [keyOf(entry.told, entry.toldAsRefund), entry]));
  const seen = new Set<StatementEntry>();
  const flagged = flaggedOtherwise(entries, rows);
  const pairs = rows.flatMap((row): readonly Pair[] => {
    const other = flagged.get(row);
    if (other === "its own") return [];
    if (other !== undefined) seen.add(other);
    if (other !== undefined) return [{ entry: other, row: { ...row, verdict: "different" } }];
    if (row.verdict === "centreMore") return [{ entry: null, row }];
    const entry = byName.get(keyOf(row.settlementId, row.isRefund)) ?? null;
    if (entry !== null) seen.add(entry);
    return [{ entry, row }];
  });
  // A row that the centre says nothing of is as good as missing there.
  return [...pairs, ...entries.filter((one) => !seen.has(one)).map((entry) => ({ entry, row: null }))];
}

/** Two rows of one settlement, because one side calls it a refund: the centre's, and ours that it then does not find. */
function flaggedOtherwise(
  entries: readonly StatementEntry[],
  rows: readonly TheirRow[],
): ReadonlyMap<TheirRow, StatementEntry | "its own"> {
  const missing = new Map(
    rows.filter(({ amounts }) => amounts === null).map((row) => [row.settlementId, row]),
  );
  const byTold = new Map(entries.map((entry) => [entry.told, entry]));
  const flagged = new Map<TheirRow, StatementEntry | "its own">();
  for (const row of rows) {
    if (row.verdict !== "centreMore" || row.amounts === null) continue;
    const entry = byTold.get(row.settlementId);
    const own = missing.get(row.settlementId);
    if (entry === undefined || own === undefined || row.isRefund === entry.toldAsRefund) continue;
    if (!isSame(row.amounts, entry)) continue;
    flagged.set(row, entry);
    flagged.set(own, "its own");
  }
  return flagged;
}

/** Rows that only the centre has, two and two, a sale and what took it back; the sale may be of a day before. */
function cancelledRows(alone: readonly TheirRow[], undoneVisits: ReadonlySet<string>): ReadonlySet<TheirRow> {
  const sales = Map.groupBy(
    alone.filter(({ isRefund }) => !isRefund),
    visitKey,
  );
  const cancelled = new Set<TheirRow>();
  for (const refund of alone) {
    if (!refund.isRefund || refund.amounts === null) continue;
    const { amounts } = refund;
    if (undoneVisits.has(visitKey(refund))) {
      cancelled.add(refund);
      continue;
    }
    const sale = sales
      .get(visitKey(refund))
      ?.find((one) => !cancelled.has(one) && one.amounts !== null && isMirror(one.amounts, amounts));
    if (sale === undefined) continue;
    cancelled.add(sale);
    cancelled.add(refund);
  }
  return cancelled;
}

interface Looking {
  readonly known: Known;
  readonly entries: readonly StatementEntry[];
  /** Sales of ours that a refund of the centre's has been found for. */
  readonly taken: Set<string>;
}

function nameOf(pair: Pair, looking: Looking): Difference | "none" | null {
  const { entry, row } = pair;
  if (entry === null) return row === null ? "none" : ofTheirs(row, looking);
  if (row === null || row.amounts === null) return ofOurs(entry, row, looking.known);
  return ofBoth(entry, { ...row, amounts: row.amounts }, looking.known);
}

function factOf({ facts }: Known, id: string | null): CentreFact | null | undefined {
  return id === null ? undefined : facts.get(id);
}

/** The centre has it not, or not on this day, or not in this total. */
function ofOurs(entry: StatementEntry, row: TheirRow | null, known: Known): Difference | null {
  const fact = factOf(known, entry.centreSettlementId);
  const cause = causeOfOurs(entry, fact, known.day);
  if (cause === null) return null;
  const delta = cause === "otherGroup" ? nothing : minus(nothing, entry);
  return {
    id: `${cause} ${entry.settlementId}`,
    cause,
    entry,
    row,
    fact: fact ?? null,
    delta,
    consequences: [],
  };
}

function causeOfOurs(entry: StatementEntry, fact: CentreFact | null | undefined, day: string): Cause | null {
  switch (entry.state) {
    case "pending":
      return entry.isProvisional ? "provisional" : "neverSent";
    case "sent":
    case "unknown":
      return "answerLost";
    case "rejected":
      return entry.isRefund ? "reversedHere" : "rejected";
    case "confirmed":
      break;
  }
  if (fact === undefined) return entry.isRefund && entry.centreSettlementId === null ? "reversedHere" : null;
  if (fact === null) return entry.isRefund ? "reversedHere" : "missingThere";
  if (fact.day !== day) return "otherDay";
  return isOtherGroup(entry, fact) ? "otherGroup" : null;
}

function isOtherGroup(entry: StatementEntry, fact: CentreFact): boolean {
  return entry.insutype !== fact.insutype || entry.clearingType !== fact.clearingType;
}

/** Both have it. */
function ofBoth(
  entry: StatementEntry,
  row: TheirRow & { readonly amounts: Amounts },
  known: Known,
): Difference | "none" | null {
  const fact = factOf(known, entry.centreSettlementId) ?? null;
  const delta = minus(row.amounts, entry);
  const difference = (cause: Cause): Difference => ({
    id: `${cause} ${entry.settlementId}`,
    cause,
    entry,
    row,
    fact,
    delta,
    consequences: [],
  });
  if (entry.state === "sent" || entry.state === "unknown" || entry.state === "pending")
    return difference("answerLost");
  if (!isSame(row.amounts, entry)) return difference(isRounding(delta) ? "rounding" : "amount");
  if (row.verdict === "different") return fact === null ? null : difference("refundFlag");
  if (fact !== null && isOtherGroup(entry, fact)) return difference("otherGroup");
  return "none";
}

/** The bill is the same, and a fen fell to another side. */
function isRounding({ total, fundTotal, account }: Amounts): boolean {
  return total === 0 && Math.abs(fundTotal) <= 1 && Math.abs(account) <= 1;
}

/** Only the centre has it. */
function ofTheirs(row: TheirRow, looking: Looking): Difference | null {
  if (row.amounts === null) return null;
  const { known, entries, taken } = looking;
  const fact = known.facts.get(row.settlementId) ?? null;
  const { amounts } = row;
  const difference = (cause: Cause, entry: StatementEntry | null): Difference => ({
    id: `${cause} ${row.settlementId}`,
    cause,
    entry,
    row,
    fact,
    delta: amounts,
    consequences: [],
  });
  const own = known.byMsgid.get(row.msgid);
  if (own !== undefined) {
    if (own.state === "rejected") return difference("reversedHere", own);
    return own.day === known.day ? null : difference("otherDay", own);
  }
  if (row.isRefund) {
    const sale = known.saleOfVisit.get(visitKey(row));
    const isOurs = sale !== undefined && !taken.has(sale.settlementId) && isMirror(sale, amounts);
    if (!isOurs) return null;
    taken.add(sale.settlementId);
    return difference("reversedThere", sale);
  }
  const twin = entries.find(
    (one) => !one.isRefund && !one.isForeign && one.psnNo === row.psnNo && one.total === amounts.total,
  );
  return difference(twin === undefined ? "orphan" : "duplicate", twin ?? null);
}

/** What the centre has to be asked before the differences can be named, each with the person it is about. */
export function questionsOf(
  entries: readonly StatementEntry[],
  rows: readonly TheirRow[],
): readonly { readonly psnNo: string; readonly centreSettlementId: string }[] {
  return pairUp(entries, rows).flatMap(({ entry, row }) => {
    if (entry === null)
      return row === null ? [] : [{ psnNo: row.psnNo, centreSettlementId: row.settlementId }];
    const isAgreed = row !== null && row.verdict === "equal";
    if (isAgreed || entry.centreSettlementId === null) return [];
    return [{ psnNo: entry.psnNo, centreSettlementId: entry.centreSettlementId }];
  });
}

/** Entries of totals that no row explains, the likeliest first: one of them stands in another total there. */
export function suspects(
  entries: readonly StatementEntry[],
  unequal: ReadonlyMap<string, Amounts | null>,
): readonly StatementEntry[] {
  const inQuestion = entries.filter((one) => unequal.has(groupKey(one)) && one.state === "confirmed");
  const isLikely = (one: StatementEntry): boolean => {
    const missing = unequal.get(groupKey(one)) ?? null;
    return missing !== null && isMirror(missing, one);
  };
  return [...inQuestion.filter(isLikely), ...inQuestion.filter((one) => !isLikely(one))];
}
