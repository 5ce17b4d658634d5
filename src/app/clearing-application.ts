import { z } from "zod";

import type { Fen } from "../base/money.ts";
import { addFen, zeroFen } from "../base/money.ts";
import { engineHead } from "../wire/centre-request.ts";
import { encodeClearingApplication, readClearing } from "../wire/outgoing-statement.ts";
import type { CentreDoor } from "./centre-door.ts";
import type { CloserBooks } from "./day-closer.ts";
import { accept, decline } from "./ground.ts";
import type { Approval } from "./supervision.ts";
import type { Result } from "./terminal.ts";

/** What the institution may apply for: a month of one sort of clearing, as it was told day by day. */
export interface ClearingTotals {
  readonly from: string;
  readonly to: string;
  /** Sales less refunds. */
  readonly visits: number;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly cash: Fen;
  readonly openDays: readonly string[];
}

const dayMs = 86_400_000;

/** Days of a month up to today. @param month  yyyyMM */
function daysOf(month: string, today: string): readonly string[] {
  const first = Date.parse(`${month.slice(0, 4)}-${month.slice(4)}-01T00:00:00Z`);
  const days: string[] = [];
  for (let at = first; ; at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day.replaceAll("-", "").slice(0, 6) !== month || day > today) return days;
    days.push(day);
  }
}

/** @param month  yyyyMM; one that has not begun has nothing in it */
export function clearingTotals(
  books: CloserBooks,
  { month, clearingType }: { readonly month: string; readonly clearingType: string },
): Result<ClearingTotals> {
  const days = /^\d{4}(0[1-9]|1[0-2])$/.test(month) ? daysOf(month, books.today()) : [];
  const [from] = days;
  const to = days.at(-1);
  if (from === undefined || to === undefined)
    return decline("DAY_IN_FUTURE", "清算年月有误或尚未到来", { month });
  const told = days.map((day) => ({ day, entries: books.statementOf(day) }));
  const meant = told.flatMap(({ entries }) => entries.filter((one) => one.clearingType === clearingType));
  const sumOf = (valueOf: (one: (typeof meant)[number]) => Fen): Fen =>
    meant.reduce((sum, one) => addFen(sum, valueOf(one)), zeroFen);
  const openDays = told.flatMap(({ day, entries }) =>
    entries.length > 0 && books.closingOf(day)?.outcome !== "balanced" ? [day] : [],
  );
  return accept({
    from,
    to,
    visits: meant.reduce((sum, { isRefund }) => sum + (isRefund ? -1 : 1), 0),
    total: sumOf(({ total }) => total),
    fund: sumOf(({ fundTotal }) => fundTotal),
    account: sumOf(({ account }) => account),
    cash: sumOf(({ cash }) => cash),
    openDays,
  });
}

export interface ClearingQuestion {
  readonly month: string;
  readonly clearingType: string;
  readonly clearingWay: string | null;
  readonly recognised: Fen;
}

const keptShape = z.object({ msgid: z.string(), text: z.string() });

/** 3203, at most once: its number is in the books before it leaves, and it goes again under that. */
export async function applyClearing(
  books: CloserBooks,
  door: CentreDoor | null,
  asked: ClearingQuestion & { readonly approval: Approval },
): Promise<Result<string>> {
  if (door === null) return decline("CENTRE_AWAY", "没有到医保中心的连接", { code: "NO_LINE" });
  const { approval, month, clearingType, clearingWay, recognised } = asked;
  const actor = { operator: approval.operator, pharmacist: null, desk: approval.desk };
  const allowed = books.mayDo("acceptAmounts", actor, approval);
  if (!allowed.ok) return allowed;
  const totals = clearingTotals(books, { month, clearingType });
  if (!totals.ok) return totals;
  if (totals.value.openDays.length > 0)
    return decline("NOT_BALANCED", "当月还有未对平的日子，请先日结", { days: totals.value.openDays });
  const { from, to, visits, total, fund, account, cash } = totals.value;
  const told = { from, to, visits, total, fund, account, cash, clearingType, clearingWay, month, recognised };
  const transaction = encodeClearingApplication(told);
  const text = JSON.stringify(transaction.input);
  const key = `${month} ${clearingType}`;
  const kept = keptShape.safeParse(books.readState("clearing", key));
  // Another application than the one whose fate is open is another message.
  const msgid = kept.success && kept.data.text === text ? kept.data.msgid : books.newMsgid();
  if (kept.success && kept.data.msgid !== msgid)
    return decline("OUTCOME_PENDING", "上一次清算申请中心尚无结果，请以原来的金额重办", {
      msgid: kept.data.msgid,
    });
  books.keepState("clearing", key, { msgid, text });
  const reply = await door.session.ask(transaction, { msgid, head: engineHead(books.institution) });
  if (reply.kind === "refused") {
    books.dropState("clearing", key);
    return decline("NOT_SUPPORTED", `中心不受理：${reply.message}`, { code: reply.code });
  }
  if (reply.kind !== "done")
    return decline("CENTRE_AWAY", "中心没有答复，请重办：以原报文标识，不会申请两次", { code: reply.code });
  const id = readClearing(reply.output);
  if (id === null) return decline("CENTRE_AWAY", "中心的答复读不出来，请重办", { code: "ANSWER_UNREADABLE" });
  const applied = books.requestClearing({ ...told, id, actor: allowed.value });
  if (applied.ok) books.dropState("clearing", key);
  return applied;
}
