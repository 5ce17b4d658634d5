import type { CentreFact, Found, Known } from "../recon/differences.ts";
import { findDifferences, questionsOf, suspects, visitKey } from "../recon/differences.ts";
import { unexplained } from "../recon/explained.ts";
import type { Amounts, ComparedGroup, GroupName, StatementEntry, TheirRow } from "../recon/statement.ts";
import { groupsOf } from "../recon/statement.ts";
import { clearingType } from "../wire/codes.ts";
import { formatFen } from "../base/money.ts";
import type { Asked, AskingBooks } from "./ask-centre.ts";
import { askDetails, askFact, askTotal } from "./ask-centre.ts";
import type { CentreDoor } from "./centre-door.ts";
import type { Closing } from "./closing.ts";
import { openEntries } from "./open-entries.ts";
import type { ReconBooks } from "./recon-books.ts";
import type { Foreign } from "./statement-entries.ts";

/** How far a reconciliation has come, for whoever waits. */
export interface Progress {
  readonly step: Closing["step"] | "questions";
  readonly done: number;
  readonly of: number;
}

export interface Reconciling {
  readonly books: ReconBooks & AskingBooks;
  /** null: there is no line to a centre. */
  readonly door: CentreDoor | null;
  readonly progress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Rounds until what only the centre has and has taken back there is told as well. */
const roundsMax = 3;
/** Settlements asked for at once, and one after the other in search of one that stands in another total. */
const questionsAtOnce = 8;
const suspectsMax = 500;

/**
 * Holds a day against the centre and keeps what it finds after every step. It changes nothing there: after a crash, or
 * when the line comes back, it is simply done again.
 *
 * @source domain §9
 */
export async function reconcile(about: Reconciling, day: string): Promise<Closing> {
  const before = about.books.closingOf(day);
  if (before?.outcome === "balanced") return before;
  for (let round = 1; ; round += 1) {
    const { closing, isAgain } = await reconcileOnce(about, day);
    if (!isAgain || round >= roundsMax) return closing;
  }
}

interface Round {
  readonly closing: Closing;
  /** The desk has learned something that it has to tell: from the beginning. */
  readonly isAgain: boolean;
}

async function reconcileOnce(about: Reconciling, day: string): Promise<Round> {
  const { books, door } = about;
  const entries = books.statementOf(day);
  const digest = books.digestOf(entries);
  const blank = {
    day,
    count: entries.length,
    digest,
    groups: [],
    differences: [],
    unnamed: [],
    failure: null,
  };
  const stopped = (failure: string): Round => ({
    closing: books.keepClosing({ ...blank, step: "counting", differences: openEntries(entries), failure }),
    isAgain: false,
  });
  books.keepClosing({ ...blank, step: "counting" });
  if (door === null) return stopped("NO_LINE");
  const groups = await compareTotals(about, door, { day, entries });
  if (!groups.ok) return stopped(groups.code);
  books.keepClosing({ ...blank, step: "totals", groups: groups.value });
  const rows = await compareDetails(about, door, { day, entries, groups: groups.value });
  if (!rows.ok) return stopped(rows.code);
  books.keepClosing({ ...blank, step: "details", groups: groups.value });
  const facts = await askFacts(about, door, questionsOf(entries, rows.value));
  if (!facts.ok) return stopped(facts.code);
  const compared = { day, entries, rows: rows.value, groups: groups.value };
  const named = await name(about, door, { compared, facts: facts.value });
  if (!named.ok) return stopped(named.code);
  const { found, left } = named.value;
  const cancelled = foreign(found, facts.value);
  if (cancelled.length > 0) {
    books.acknowledge(day, cancelled);
    return { closing: books.keepClosing({ ...blank, step: "details", groups: groups.value }), isAgain: true };
  }
  const unnamed = unnamedWords(found, left);
  const isBalanced = found.differences.length === 0 && unnamed.length === 0;
  const step = isBalanced ? "balanced" : "differences";
  const { differences } = found;
  const closing = books.keepClosing({ ...blank, step, groups: groups.value, differences, unnamed });
  return { closing, isAgain: false };
}

interface OfDay {
  readonly day: string;
  readonly entries: readonly StatementEntry[];
}

interface Compared extends OfDay {
  readonly rows: readonly TheirRow[];
  readonly groups: readonly ComparedGroup[];
}

async function compareTotals(
  about: Reconciling,
  door: CentreDoor,
  { day, entries }: OfDay,
): Promise<Asked<readonly ComparedGroup[]>> {
  const groups = groupsOf(entries, usualGroups(about.books, entries));
  const compared: ComparedGroup[] = [];
  for (const [at, group] of groups.entries()) {
    report(about, { step: "totals", done: at, of: groups.length });
    const asked = await askTotal(about.books, door, { ...group, from: day, to: day });
    if (!asked.ok) return asked;
    compared.push({ ...group, ...asked.value });
  }
  return { ok: true, value: compared };
}

/** Totals that are asked for on every day: the centre may have something where the desk has nothing. */
function usualGroups({ institution }: AskingBooks, entries: readonly StatementEntry[]): readonly GroupName[] {
  const atPharmacy = institution.type === "pharmacy";
  const sorts = [...new Set(["11", "21"].map((medType) => clearingType(medType, atPharmacy)))];
  const offices = new Set([institution.region, ...entries.map(({ office }) => office)]);
  return [...offices].flatMap((office) =>
    ["310", "390"].flatMap((insutype) => sorts.map((sort) => ({ insutype, clearingType: sort, office }))),
  );
}

async function compareDetails(
  about: Reconciling,
  door: CentreDoor,
  { day, entries, groups }: Omit<Compared, "rows">,
): Promise<Asked<readonly TheirRow[]>> {
  const offices = [...new Set(groups.map(({ office }) => office))];
  const rows: TheirRow[] = [];
  for (const [at, office] of offices.entries()) {
    report(about, { step: "details", done: at, of: offices.length });
    const own = entries.filter((one) => one.office === office);
    const isEmpty =
      own.length === 0 && groups.every((one) => one.office !== office || one.verdict === "equal");
    if (isEmpty) continue;
    const asked = await askDetails(about.books, door, { day, office, entries: own });
    if (!asked.ok) return asked;
    rows.push(...asked.value);
  }
  return { ok: true, value: rows };
}

type Facts = Map<string, CentreFact | null>;

async function askFacts(
  about: Reconciling,
  door: CentreDoor,
  questions: ReturnType<typeof questionsOf>,
): Promise<Asked<Facts>> {
  const facts: Facts = new Map();
  for (let from = 0; from < questions.length; from += questionsAtOnce) {
    report(about, { step: "questions", done: from, of: questions.length });
    const some = questions.slice(from, from + questionsAtOnce);
    const asked = await Promise.all(some.map(async (one) => await askFact(about.books, door, one)));
    for (const [at, one] of asked.entries()) {
      const id = some[at]?.centreSettlementId ?? "";
      if (one.ok) facts.set(id, one.value);
      else if (!one.refused) return one;
    }
  }
  return { ok: true, value: facts };
}

interface Named {
  readonly found: Found;
  readonly left: ReadonlyMap<string, Amounts | null>;
}

/** Names the differences; what totals still hide is looked for among the settlements of those totals. */
async function name(
  about: Reconciling,
  door: CentreDoor,
  { compared, facts }: { readonly compared: Compared; readonly facts: Facts },
): Promise<Asked<Named>> {
  const { entries, rows, groups } = compared;
  const nameNow = (): Named => {
    const found = findDifferences(entries, rows, knownOf(about.books, compared, facts));
    return { found, left: found.cancelled.length > 0 ? new Map() : unexplained(groups, found.differences) };
  };
  let named = nameNow();
  const inQuestion = suspects(entries, named.left).slice(0, suspectsMax);
  for (let from = 0; from < inQuestion.length && named.left.size > 0; from += questionsAtOnce) {
    const questions = inQuestion
      .slice(from, from + questionsAtOnce)
      .flatMap((one) =>
        one.centreSettlementId === null || facts.has(one.centreSettlementId)
          ? []
          : [{ psnNo: one.psnNo, centreSettlementId: one.centreSettlementId }],
      );
    const more = await askFacts(about, door, questions);
    if (!more.ok) return more;
    for (const [id, fact] of more.value) facts.set(id, fact);
    named = nameNow();
  }
  return { ok: true, value: named };
}

/** What these books know of rows that only the centre has. */
function knownOf(books: ReconBooks, { day, rows }: Compared, facts: Facts): Known {
  const alone = rows.filter(({ verdict }) => verdict === "centreMore");
  const byMsgid = new Map<string, StatementEntry>();
  const saleOfVisit = new Map<string, StatementEntry>();
  const undoneVisits = new Set<string>();
  for (const row of alone) {
    const own = row.msgid === "" ? null : books.entryOf("msgid", row.msgid);
    if (own !== null) byMsgid.set(row.msgid, own);
    const sale = row.isRefund && row.visitId !== "" ? books.saleOfVisit(row.visitId, row.psnNo) : null;
    if (sale !== null) saleOfVisit.set(visitKey(row), sale);
    if (row.isRefund && books.isUndoneThere(visitKey(row))) undoneVisits.add(visitKey(row));
  }
  return { day, byMsgid, saleOfVisit, undoneVisits, facts };
}

function foreign({ cancelled }: Found, facts: Facts): readonly Foreign[] {
  return cancelled.flatMap(({ amounts, settlementId, msgid, visitId, psnNo, isRefund }) => {
    const fact = facts.get(settlementId) ?? null;
    if (amounts === null || fact === null) return [];
    const { insutype, clearingType: sort, office } = fact;
    return [
      { settlementId, msgid, visitId, psnNo, isRefund, insutype, clearingType: sort, office, ...amounts },
    ];
  });
}

function unnamedWords({ unnamed, cancelled }: Found, left: Named["left"]): readonly string[] {
  const rows = unnamed.map(({ entry, row }) => `${entry?.settlementId ?? row?.settlementId ?? ""} 无法归因`);
  const totals = [...left].map(([key, more]) => {
    if (more === null) return `${key} 不符，中心未告知差额`;
    return `${key} 中心多 ${formatFen(more.total)}（基金 ${formatFen(more.fundTotal)}，账户 ${formatFen(more.account)}）`;
  });
  const untold = cancelled.map(({ settlementId }) => `${settlementId} 中心已冲平，但未告知险种`);
  return [...rows, ...untold, ...totals];
}

function report({ progress, signal }: Reconciling, now: Progress): void {
  signal?.throwIfAborted();
  progress?.(now);
}
