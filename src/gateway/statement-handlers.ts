import type { LedgerEntry, PeriodTotal } from "../app/terminal.ts";
import type { Fen } from "../base/money.ts";
import { addFen, formatFen, zeroFen } from "../base/money.ts";
import type { Comparison, Sums } from "../recon/compare-sums.ts";
import { compareSums } from "../recon/compare-sums.ts";
import type { Difference, MatchedRow, OurEntry } from "../recon/match-entries.ts";
import { matchEntries } from "../recon/match-entries.ts";
import { compactTime, timeText } from "../wire/clock-text.ts";
import { clearingType } from "../wire/codes.ts";
import { faultText } from "../wire/envelope.ts";
import { encodeFile } from "../wire/files.ts";
import type { ResultRow, StatementFile } from "../wire/statement-file.ts";
import { parseStatement, writeResult } from "../wire/statement-file.ts";
import {
  clearingInput,
  detailStatementInput,
  encodeClearing,
  encodeSums,
  encodeTotalStatement,
  totalStatementInput,
  cancelClearingInput,
} from "../wire/statement.ts";
import { keepFile, readFile } from "./files.ts";
import { readContext } from "./flow-state.ts";
import { reading } from "./opening.ts";
import type { Attempt, Door, Turn } from "./turn.ts";
import { actorOf, clearingOfficeOf, done, idOf, no } from "./turn.ts";
import { unzipText, zipText } from "../line/zip.ts";

/** The longest period that one statement covers: a year, and its last day in the next. */
const daysMax = 366;
const dayMs = 86_400_000;

interface Period {
  readonly from: string;
  readonly to: string;
}

function wrongPeriod({ from, to }: Period) {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  return days < 1 || days > daysMax ? no("CLAIM_INVALID", `对账期间应为 1 至 ${daysMax} 天`) : null;
}

/** What belongs to a group of a statement; null asks for all. */
interface Group {
  readonly clearingType: string | null;
  readonly office: string | null;
  readonly insutype: string | null;
  readonly withRefunds: boolean;
}

function belongs({ terminal }: Door, group: Group) {
  const atPharmacy = terminal.institution.type === "pharmacy";
  return (one: Pick<PeriodTotal, "plan" | "medType" | "insutype" | "kind">): boolean =>
    (group.clearingType === null || group.clearingType === clearingType(one.medType, atPharmacy)) &&
    (group.office === null || group.office === clearingOfficeOf(terminal, one.plan)) &&
    (group.insutype === null || group.insutype === one.insutype) &&
    (group.withRefunds || one.kind === "sale");
}

const sumNames: Readonly<Record<keyof Sums, string>> = {
  count: "fixmedins_setl_cnt",
  total: "medfee_sumamt",
  fundTotal: "fund_pay_sumamt",
  account: "acct_pay",
};

/** 3201 */
export const totalStatement = totalStatementWith(() => ({}));

/** The same with our own sums, for whoever wants to know where they differ. */
export const totalStatementWithSums = totalStatementWith((sums) => ({ exp_content: encodeSums(sums) }));

/** A refund is a settlement of its own, with amounts below zero, on the day it was made. */
function totalStatementWith(more: (sums: Sums) => Readonly<Record<string, unknown>>) {
  return reading(totalStatementInput, (turn, input) => {
    const wrong = wrongPeriod(input);
    if (wrong !== null) return wrong;
    const ours = turn.door.terminal.totals(input).filter(belongs(turn.door, input));
    const sumOf = (name: "total" | "fundTotal" | "account"): Fen =>
      ours.reduce((sum, one) => addFen(sum, one[name]), zeroFen);
    const centre: Sums = {
      count: ours.reduce((sum, one) => sum + one.count, 0),
      total: sumOf("total"),
      fundTotal: sumOf("fundTotal"),
      account: sumOf("account"),
    };
    const { verdict, differing } = compareSums(centre, input.sums);
    const description = differing.length === 0 ? "对账平" : `不符：${differingText(centre, differing)}`;
    const { stmtinfo } = encodeTotalStatement({ office: input.office, verdict, description });
    return done({ stmtinfo: { ...stmtinfo, ...more(centre) } }, null);
  });
}

function differingText(centre: Sums, differing: Comparison["differing"]): string {
  return differing
    .map((name) => `${sumNames[name]} 本机 ${name === "count" ? centre.count : formatFen(centre[name])}`)
    .join("；");
}

/** 3202: the institution's file against the ledger, settlement by settlement. */
export const detailStatement = reading(detailStatementInput, (turn, input) => {
  const { door } = turn;
  const wrong = wrongPeriod(input);
  if (wrong !== null) return wrong;
  const statement = readStatement(door, input.fileNo);
  if (!statement.ok) return statement;
  const { rows, extended } = statement.value;
  const stated = statedOtherwise(rows, input.sums);
  if (stated !== null) return stated;
  const ours = door.terminal.entries(input).filter(belongs(door, { ...input, insutype: null }));
  const result = matchEntries(ourEntries(door, ours), rows).map(resultRow);
  const nowMs = door.now();
  const bytes = zipText("result.txt", writeResult(result, extended), nowMs);
  const file = keepFile(turn, { filename: `${compactTime(nowMs)}.txt.zip`, bytes });
  return done({ fileinfo: encodeFile(file) }, null);
});

function readStatement(door: Door, fileNo: string): Attempt<StatementFile> {
  const file = readFile(door, fileNo);
  if (!file.ok) return file;
  const text = unzipText(file.value.bytes);
  if (text === null) return no("CLAIM_INVALID", "对账文件应为只含一个 UTF-8 文本的 zip");
  const parsed = parseStatement(text);
  return parsed.ok ? parsed : no("CLAIM_INVALID", `对账文件 ${faultText(parsed.faults)}`);
}

/** A file that is not what its message says is not compared: part of it may be missing. */
function statedOtherwise(rows: StatementFile["rows"], sums: Omit<Sums, "account">) {
  const found = {
    count: rows.length,
    total: rows.reduce((sum, row) => addFen(sum, row.total), zeroFen),
    fundTotal: rows.reduce((sum, row) => addFen(sum, row.fundTotal), zeroFen),
  };
  for (const name of ["count", "total", "fundTotal"] as const) {
    if (found[name] === sums[name]) continue;
    const value = name === "count" ? found.count : formatFen(found[name]);
    return no("CLAIM_INVALID", `${sumNames[name]} 与对账文件不一致，文件合计为 ${value}`);
  }
  return null;
}

/** Ledger entries with the visit that the door gave each out under. */
function ourEntries({ terminal }: Door, entries: readonly LedgerEntry[]): OurEntry[] {
  const msgids = new Map(entries.map(({ settlementId, msgid }) => [settlementId, msgid]));
  const originalMsgid = (id: string): string => {
    const known = msgids.get(id);
    if (known !== undefined) return known;
    const found = terminal.settlement(id);
    return found.ok ? found.value.msgid : "";
  };
  return entries.map((entry) => {
    const { settlementId, reverses } = entry;
    const isRefund = entry.listedAsRefund ?? entry.kind === "reversal";
    if (entry.visitId !== undefined) return { ...entry, visitId: entry.visitId, isRefund };
    const context = readContext(terminal, reverses === null ? entry.msgid : originalMsgid(reverses));
    const visitId = context?.visitId ?? settlementId;
    return { ...entry, visitId, isRefund };
  });
}

const memos: Readonly<Record<Difference, string>> = {
  amounts: "金额不一致",
  person: "人员编号不一致",
  refundFlag: "退费标志不一致",
  unknown: "本机在该期间没有这笔结算",
  twice: "同一结算重复上传",
  missing: "机构文件中没有这笔结算",
};

function resultRow({ theirs, ours, verdict, difference }: MatchedRow): ResultRow {
  return {
    psnNo: theirs?.psnNo ?? ours?.psnNo ?? "",
    visitId: theirs?.visitId ?? ours?.visitId ?? "",
    settlementId: theirs?.settlementId ?? ours?.settlementId ?? "",
    msgid: ours?.msgid ?? "",
    verdict,
    isRefund: theirs?.isRefund ?? ours?.isRefund ?? false,
    memo: difference === null ? "" : memos[difference],
    centre: ours,
  };
}

/** 3203: what is applied for must be what the ledger holds. */
export const requestClearing = reading(clearingInput, (turn, input) => {
  const { terminal, now } = turn.door;
  const wrong = wrongPeriod(input) ?? wrongMonth(input, timeText(now()).slice(0, 10));
  if (wrong !== null) return wrong;
  const group = { clearingType: input.clearingType, office: null, insutype: null, withRefunds: true };
  const ours = terminal.totals(input).filter(belongs(turn.door, group));
  const sumOf = (name: "total" | "fundTotal" | "account" | "cash"): Fen =>
    ours.reduce((sum, one) => addFen(sum, one[name]), zeroFen);
  const visits = ours.reduce((sum, { kind, count }) => sum + (kind === "sale" ? count : -count), 0);
  const total = sumOf("total");
  const checked = [
    ["psntime", String(input.visits), String(visits)],
    ["medfee_sumamt", formatFen(input.total), formatFen(total)],
    ["fund_appy_sum", formatFen(input.fund), formatFen(sumOf("fundTotal"))],
    ["acct_pay", formatFen(input.account), formatFen(sumOf("account"))],
    ["cash_payamt", formatFen(input.cash), formatFen(sumOf("cash"))],
  ] as const;
  const differing = checked.filter(([, told, held]) => told !== held);
  if (differing.length > 0) {
    const text = differing.map(([name, , held]) => `${name} 应为 ${held}`).join("；");
    return no("CLAIM_INVALID", `清算申请与账本不符：${text}`);
  }
  if (input.recognised > total) return no("CLAIM_INVALID", "med_sumfee 不得大于 medfee_sumamt");
  const applied = terminal.requestClearing({ ...input, id: idOf(turn, "clearing"), actor: actorOf(turn) });
  return applied.ok ? done(encodeClearing(applied.value), null) : applied;
});

function wrongMonth({ from, to, month }: Period & { readonly month: string }, today: string) {
  const isWithin = [from, to].every((day) => day.slice(0, 7).replace("-", "") === month);
  if (!isWithin) return no("CLAIM_INVALID", "begndate 和 enddate 须在清算年月 setlym 之内");
  return to > today ? no("CLAIM_INVALID", "enddate 尚未到来") : null;
}

/** 3204 */
export const cancelClearing = reading(cancelClearingInput, (turn: Turn, { id }) => {
  const withdrawn = turn.door.terminal.cancelClearing(id, actorOf(turn));
  return withdrawn.ok ? done({}, null) : withdrawn;
});
