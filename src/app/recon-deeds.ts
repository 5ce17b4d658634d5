import { present } from "../base/assert.ts";
import { negateFen, subtractFen, zeroFen } from "../base/money.ts";
import { deedOf } from "../recon/causes.ts";
import type { Difference } from "../recon/differences.ts";
import type { StatementEntry } from "../recon/statement.ts";
import type { Split } from "../settle/settlement.ts";
import type { CentreSplit } from "../upload/compare-split.ts";
import { differencesOf, inOurTerms } from "../upload/compare-split.ts";
import { encodeUndo } from "../wire/centre-request.ts";
import { settlingInfno } from "../wire/outgoing.ts";
import { ask, askFact } from "./ask-centre.ts";
import type { CentreDoor } from "./centre-door.ts";
import type { Delivered, LineBooks } from "./line-books.ts";
import type { LineControl } from "./line-control.ts";
import { deliver } from "./deliver.ts";
import { accept, decline } from "./ground.ts";
import type { ReconBooks } from "./recon-books.ts";
import type { Mark } from "./statement-marks.ts";
import type { Actor, Result, Terminal } from "./terminal.ts";

/** What a deed is done with. */
export interface Doing {
  readonly books: ReconBooks & LineBooks & Terminal;
  readonly door: CentreDoor;
  readonly control: Pick<LineControl, "outcome">;
  /** The day that is being closed. */
  readonly day: string;
  /** Who does it, as approved. */
  readonly actor: Actor;
}

type Done = Result<null>;

/** The longest that a cashier waits for one message. */
const waitMs = 20_000;
/** As many settlements of one person as ever depend on each other. */
const chainMax = 100;

/** Does the one deed that a difference has. @source domain §9 */
export async function doDeed(doing: Doing, difference: Difference): Promise<Done> {
  switch (deedOf[difference.cause]) {
    case "send":
    case "resolve":
      return await bring(doing, ours(difference));
    case "reverseHere":
      return difference.cause === "rejected"
        ? await reverseChain(doing, difference)
        : reverseAsThere(doing, difference);
    case "undoThere":
      return await undoThere(doing, difference);
    case "acceptAmounts":
      return acceptAmounts(doing, difference);
    case "countOnDay":
      return countOnDay(doing, difference);
    case "countInGroup": {
      const { insutype, clearingType } = present(difference.fact, "where the centre has it");
      return mark(doing, difference, { insutype, clearing_type: clearingType });
    }
    case "tellFlag":
      return mark(doing, difference, { as_refund: ours(difference).toldAsRefund ? 0 : 1 });
    case "sendAgain":
      return await sendAgain(doing, difference);
  }
}

function ours({ entry }: Difference): StatementEntry {
  return present(entry, "a settlement of these books");
}

function mark({ books, actor }: Doing, difference: Difference, told: Mark): Done {
  books.mark(ours(difference).settlementId, { cause: difference.cause, actor }, told);
  return accept(null);
}

function away(code: string): Done {
  return decline("CENTRE_AWAY", "中心没有答复，什么都没有改变；请在连接恢复后再办", { code });
}

/** The message goes now, or what became of it is found out; where the centre has it on another day it is told so. */
async function bring(doing: Doing, entry: StatementEntry): Promise<Done> {
  const { books, control } = doing;
  const known = await control.outcome(entry.settlementId, waitMs);
  if (!known.ok) return known;
  const { messageState } = known.value;
  if (messageState !== "confirmed" && messageState !== "rejected") return away(messageState);
  const now = books.entryOf("id", entry.settlementId);
  if (now === null || messageState === "rejected") return accept(null);
  return await tellDay(doing, now, "neverSent");
}

/** What the centre has booked on another day is told on that day. */
async function tellDay(
  { books, door, actor, day }: Doing,
  entry: StatementEntry,
  cause: Difference["cause"],
): Promise<Done> {
  const { psnNo, centreSettlementId } = entry;
  if (books.today() === day || centreSettlementId === null) return accept(null);
  const fact = await askFact(books, door, { psnNo, centreSettlementId });
  if (!fact.ok) return away(fact.code);
  const there = fact.value?.day ?? entry.day;
  if (there !== entry.day) books.mark(entry.settlementId, { cause, actor }, { day: there });
  return accept(null);
}

/** What the centre has rejected and what rests on it, from the last one back. */
async function reverseChain(doing: Doing, difference: Difference): Promise<Done> {
  const { books, actor, control } = doing;
  const { settlementId } = ours(difference);
  const waiting = [settlementId];
  for (let step = 0; step < chainMax; step += 1) {
    const id = waiting.at(-1);
    if (id === undefined) return accept(null);
    const told = amountsTold(doing, id);
    const reversed = books.reverse({
      settlementId: id,
      idempotencyKey: `rejected ${id}`,
      msgid: null,
      actor,
    });
    if (reversed.ok || reversed.refusal.code === "ALREADY_REVERSED") {
      waiting.pop();
      // What the centre has of it is taken back there too; it never had what it rejected.
      if (reversed.ok) await control.outcome(reversed.value.settlementId, waitMs);
      // Where the difference was known before the day was closed, taking it back has told it already.
      if (reversed.ok && amountsTold(doing, id) === told)
        tellAsThere(doing, difference, { id, reversal: reversed.value.settlementId });
      continue;
    }
    const { code, details } = reversed.refusal;
    const later = details["settlements"];
    if (code !== "LATER_SETTLEMENTS_DEPEND" || !Array.isArray(later)) return reversed;
    waiting.push(...later.filter((one): one is string => typeof one === "string" && !waiting.includes(one)));
  }
  return decline("LATER_SETTLEMENTS_DEPEND", "依赖的结算过多，请逐笔冲正", { settlementId });
}

function amountsTold({ books }: Doing, settlementId: string): string {
  const { total, fundTotal, account } = present(
    books.entryOf("id", settlementId),
    "a settlement of these books",
  );
  return JSON.stringify([total, fundTotal, account]);
}

/** What came out otherwise there is told as there, and so is what takes it back: together they come to nothing. */
function tellAsThere(
  { books, actor }: Doing,
  { cause, consequences }: Difference,
  { id, reversal }: { readonly id: string; readonly reversal: string },
): void {
  const found = consequences.find((one) => one.settlementId === id);
  if (found === undefined) return;
  const { total, fundTotal, account } = found.delta;
  const cash = subtractFen(subtractFen(total, fundTotal), account);
  const delta = { total, fundTotal, account, family: zeroFen, cash };
  const back = {
    total: negateFen(total),
    fundTotal: negateFen(fundTotal),
    account: negateFen(account),
    family: zeroFen,
    cash: negateFen(cash),
  };
  books.mark(id, { cause, actor }, { delta });
  books.mark(reversal, { cause, actor }, { delta: back });
}

function reverseAsThere({ books, actor, day }: Doing, difference: Difference): Done {
  const row = present(difference.row, "the centre's refund");
  const there = { centreSettlementId: row.settlementId, centreVisitId: row.visitId, day };
  const reversed = books.reverseAsThere(ours(difference).settlementId, there, actor);
  return reversed.ok ? accept(null) : reversed;
}

async function undoThere(doing: Doing, difference: Difference): Promise<Done> {
  const { books, day, actor, door } = doing;
  const { entry, row, fact } = difference;
  const original = entry?.reverses === null || entry === null ? null : books.entryOf("id", entry.reverses);
  const isOwnRefund = row === null || row.verdict !== "centreMore";
  const target = isOwnRefund ? original : row;
  if (target === null) return decline("SETTLEMENT_NOT_FOUND", "本机没有被冲正的原结算", {});
  const atPharmacy = books.institution.type === "pharmacy";
  const clearing = original?.clearingType ?? fact?.clearingType;
  const oinfno = settlingInfno("sale", atPharmacy ? "pharmacy" : "hospital", clearing === "21" ? "21" : "11");
  const { psnNo, msgid: omsgid } = target;
  const undo = encodeUndo(psnNo, { infno: oinfno, msgid: omsgid });
  const undone = await ask(books, door, undo, () => true);
  if (!undone.ok) return away(undone.code);
  if (isOwnRefund && entry !== null && original !== null) {
    const today = books.today();
    const told = original.centreSettlementId ?? original.told;
    books.mark(
      entry.settlementId,
      { cause: difference.cause, actor },
      { told, ...(today === day ? {} : { day: today }) },
    );
    return accept(null);
  }
  if (row?.amounts && fact !== null) {
    const { settlementId, visitId, isRefund, amounts } = row;
    const { insutype, clearingType, office } = fact;
    books.acknowledge(day, [
      { settlementId, msgid: omsgid, visitId, psnNo, isRefund, insutype, clearingType, office, ...amounts },
    ]);
  }
  return accept(null);
}

/** The settlement is paid as the centre has it; where it has been taken back since, it is only told as it is there. */
function acceptAmounts(doing: Doing, difference: Difference): Done {
  const { books, door, actor } = doing;
  const { cause, fact, row } = difference;
  const { settlementId } = ours(difference);
  const here = books.splitOfSettlement(settlementId);
  const there: CentreSplit = fact === null ? (row?.amounts ?? {}) : inOurTerms(fact.split, here, door.habits);
  const differences = differencesOf(here, there);
  const settled = books.settlement(settlementId);
  if (!settled.ok) return settled;
  if (settled.value.reversedBy === null)
    return books.acceptThere(settlementId, { cause, actor, differences });
  const by = (name: keyof Split) => subtractFen(there[name] ?? here[name], here[name]);
  const delta = { ...difference.delta, family: by("family"), cash: by("cash") };
  books.mark(settlementId, { cause, actor }, { delta, funds: JSON.stringify(differences) });
  return accept(null);
}

function countOnDay(doing: Doing, difference: Difference): Done {
  const isThere = difference.row?.verdict === "centreMore";
  const day = isThere ? doing.day : present(difference.fact, "where the centre has it").day;
  return mark(doing, difference, { day });
}

/** The same message once more: a centre that lost it takes it in, one that has it says the same again. */
async function sendAgain(doing: Doing, difference: Difference): Promise<Done> {
  const { books, door, actor } = doing;
  const entry = ours(difference);
  const unsent = books.messageAgain(entry.settlementId);
  const heard: { delivered: Delivered | null } = { delivered: null };
  const ignore = (): void => undefined;
  const carrier = {
    habits: door.habits,
    session: door.session,
    write: async <T>(work: () => T): Promise<T> => await Promise.resolve(work()),
    books: {
      ...books,
      newMsgid: books.newMsgid,
      splitOf: books.splitOf,
      markSent: ignore,
      markAnswered: ignore,
      recall: ignore,
      keepProgress: ignore,
      drop: ignore,
      progressOf: () => ({ msgids: unsent.message.before.map(books.newMsgid), done: 0, centreVisitId: null }),
      deliver: (_unsent: typeof unsent, delivered: Delivered) => {
        heard.delivered = delivered;
      },
    },
  };
  const tried = await deliver(carrier, unsent);
  const { delivered } = heard;
  if (delivered === null) return away(tried.code);
  if (delivered.state === "rejected")
    return decline("NOT_SUPPORTED", `中心拒绝重送：${delivered.message}`, { code: delivered.code });
  const told = delivered.centreSettlementId;
  books.mark(entry.settlementId, { cause: difference.cause, actor }, { told });
  const now = books.entryOf("id", entry.settlementId);
  return now === null ? accept(null) : await tellDay(doing, now, difference.cause);
}
