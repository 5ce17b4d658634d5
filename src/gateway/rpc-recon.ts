import type { z } from "zod";

import { applyClearing, clearingTotals } from "../app/clearing-application.ts";
import type { Closing } from "../app/closing.ts";
import type { DayCloser } from "../app/day-closer.ts";
import { openDayCloser } from "../app/day-closer.ts";
import type { LineControl } from "../app/line-control.ts";
import type { Fen } from "../base/money.ts";
import { formatFen, parseFen, zeroFen } from "../base/money.ts";
import type { Difference } from "../recon/differences.ts";
import type { Sums } from "../recon/compare-sums.ts";
import type { Effect } from "../recon/preview.ts";
import { previewOf } from "../recon/preview.ts";
import type { Amounts } from "../recon/statement.ts";
import { nothing, plus } from "../recon/statement.ts";
import type { Split } from "../settle/settlement.ts";
import { splitNames } from "../settle/settlement.ts";
import type { CentreSplit } from "../upload/compare-split.ts";
import { reconContract } from "./contract-recon.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import type { Call } from "./rpc-verb.ts";
import { map, ok, verb } from "./rpc-verb.ts";

type ClosingJson = z.output<typeof reconContract.continueClose.output>;
type DifferenceJson = ClosingJson["differences"][number];

/** The close of a day with the centre for the screens. @param control  null: there is no line to one */
export function reconVerbs(control: LineControl | null): Readonly<Record<keyof typeof reconContract, Call>> {
  const closers = new WeakMap<FullTerminal, DayCloser>();
  const closerOf = (terminal: FullTerminal): DayCloser => {
    const closer = closers.get(terminal) ?? openDayCloser(terminal, control);
    closers.set(terminal, closer);
    return closer;
  };
  return {
    closingState: verb(reconContract.closingState, (terminal, { day }) => {
      const closing = terminal.closingOf(day);
      return ok({
        closing: closing === null ? null : closingJson(terminal, closing),
        isCurrent: closing !== null && isCurrent(terminal, closing),
        progress: closerOf(terminal).progress(),
        carried: terminal.carriedInto(day).map((one) => ({
          day: one.day,
          count: one.differences.length,
          delta: amountsJson(sumOf(one.differences)),
          differences: one.differences.map((each) => differenceJson(terminal, each)),
        })),
      });
    }),
    continueClose: verb(reconContract.continueClose, async (terminal, { day }) =>
      map(await closerOf(terminal).continueClose(day), (closing) => closingJson(terminal, closing)),
    ),
    cancelClose: verb(reconContract.cancelClose, (terminal) => {
      closerOf(terminal).cancel();
      return ok({});
    }),
    repairDifferences: verb(reconContract.repairDifferences, async (terminal, asked) =>
      map(await closerOf(terminal).repair(asked), ({ closing, undone }) => ({
        closing: closingJson(terminal, closing),
        undone: undone.map(({ id, refusal: { code, message } }) => ({ id, code, message })),
      })),
    ),
    sealDay: verb(reconContract.sealDay, (terminal, { day, provisional, approval }) =>
      map(terminal.sealDay(day, approval, provisional), (closing) => closingJson(terminal, closing)),
    ),
    closedDays: verb(reconContract.closedDays, (terminal, { limit }) => ok([...terminal.listedDays(limit)])),
    clearingTotals: verb(reconContract.clearingTotals, (terminal, asked) =>
      map(clearingTotals(terminal, asked), ({ total, fund, account, cash, openDays, ...rest }) => ({
        ...rest,
        total: formatFen(total),
        fund: formatFen(fund),
        account: formatFen(account),
        cash: formatFen(cash),
        openDays: [...openDays],
      })),
    ),
    applyClearing: verb(reconContract.applyClearing, async (terminal, { recognised, ...asked }) =>
      map(
        await applyClearing(terminal, control?.centre ?? null, {
          ...asked,
          recognised: parseFen(recognised),
        }),
        (id) => ({ id }),
      ),
    ),
  };
}

/** What is sealed changes no more; anything else is looked at once more, as the desk may have sold since. */
function isCurrent(terminal: FullTerminal, { day, outcome, digest }: Closing): boolean {
  if (outcome !== "open") return true;
  return terminal.digestNow(day) === digest;
}

/** A closing as screens and the command line show it. */
export function closingJson(terminal: FullTerminal, closing: Closing): ClosingJson {
  const { day, step, outcome, startedAt, changedAt, count, groups, differences, unnamed, failure } = closing;
  return {
    day,
    step,
    outcome,
    startedAt,
    changedAt,
    sealedAt: terminal.dayTotals(day).closedAt,
    count,
    groups: groups.map(({ sums, theirs, ...group }) => ({
      ...group,
      sums: sumsJson(sums),
      theirs: theirs === null ? null : sumsJson(theirs),
    })),
    differences: differences.map((one) => differenceJson(terminal, one)),
    unnamed: [...unnamed],
    failure,
    open: amountsJson(sumOf(differences)),
  };
}

function sumOf(differences: readonly Difference[]): Amounts {
  return differences.map(({ delta }) => delta).reduce(plus, nothing);
}

function differenceJson(terminal: FullTerminal, difference: Difference): DifferenceJson {
  const { id, cause, entry, row, fact, delta } = difference;
  const here = entry === null || entry.isForeign ? null : terminal.splitOfSettlement(entry.settlementId);
  const { deed, effects, needsApproval, safeBecause } = previewOf(difference, here);
  return {
    id,
    cause,
    settlementId: entry?.settlementId ?? null,
    centreSettlementId: entry?.centreSettlementId ?? row?.settlementId ?? null,
    msgid: row === null || row.msgid === "" ? (entry?.msgid ?? "") : row.msgid,
    psnNo: entry?.psnNo ?? row?.psnNo ?? "",
    isRefund: entry?.isRefund ?? row?.isRefund ?? false,
    delta: amountsJson(delta),
    here: entry === null ? null : { day: entry.day, ...groupOf(entry), state: entry.state },
    there: fact === null ? null : { day: fact.day, ...groupOf(fact) },
    amounts: bothSides(difference, here),
    deed,
    effects: effects.map(({ where, name, before, after }) => ({
      where,
      name,
      before: valueText(before),
      after: valueText(after),
    })),
    needsApproval,
    safeBecause,
  };
}

/** What each side has of it. A row that only the centre has stands against nothing, whatever of ours it is like. */
function bothSides({ cause, row, fact }: Difference, own: Split | null): DifferenceJson["amounts"] {
  const here = row?.verdict === "centreMore" && cause !== "otherDay" ? null : own;
  const there: CentreSplit | null = fact?.split ?? row?.amounts ?? null;
  return splitNames.flatMap((name) => {
    const ours = here?.[name] ?? zeroFen;
    const theirs = there?.[name];
    if (ours === zeroFen && (theirs ?? zeroFen) === zeroFen) return [];
    return [
      {
        name,
        here: here === null ? null : formatFen(ours),
        there: theirs === undefined ? null : formatFen(theirs),
      },
    ];
  });
}

function groupOf({ insutype, clearingType }: { readonly insutype: string; readonly clearingType: string }) {
  return { insutype, clearingType };
}

function valueText(value: Effect["before"]): string {
  return typeof value === "string" ? value : formatFen(value);
}

function amountsJson({ total, fundTotal, account }: Amounts) {
  const text = (amount: Fen): string => formatFen(amount);
  return { total: text(total), fundTotal: text(fundTotal), account: text(account) };
}

function sumsJson({ count, ...amounts }: Sums) {
  return { count, ...amountsJson(amounts) };
}
