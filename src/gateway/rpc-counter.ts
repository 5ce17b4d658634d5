import type { ClosedShift, PerTender, Shift } from "../app/supervision.ts";
import type { Correction, Resettled, Tender } from "../app/terminal.ts";
import { formatFen, parseFen } from "../base/money.ts";
import { resultJson } from "../settle/result.ts";
import type { Split } from "../settle/settlement.ts";
import { splitOf } from "../settle/settlement.ts";
import { counterContract } from "./contract-counter.ts";
import type { Call } from "./rpc-verb.ts";
import { committedJson, map, ok, verb } from "./rpc-verb.ts";

/** Cash sales, open bills and shifts for the screens. */
export const counterVerbs: Readonly<Record<keyof typeof counterContract, Call>> = {
  commitCash: verb(counterContract.commitCash, (terminal, { billId, ...input }) => {
    const tenders = input.tenders.map(({ kind, amount }) => ({ kind, amount: parseFen(amount) }));
    const bill = billId === undefined ? {} : { billId };
    return map(terminal.commitCash({ ...input, ...bill, tenders }), committedJson);
  }),
  resettlePreview: verb(counterContract.resettlePreview, (terminal, { code, correction }) =>
    map(
      terminal.resettlePreview({ code, correction: correctionOf(correction) }),
      ({ settlement, previewHash, cashSale, net, back }) => ({
        settlement: { ...resultJson(settlement) },
        previewHash,
        cashSale: committedJson(cashSale),
        net: splitJson(net),
        back: back.map(tenderJson),
      }),
    ),
  ),
  resettle: verb(counterContract.resettle, (terminal, input) =>
    map(
      terminal.resettle({ ...input, correction: correctionOf(input.correction), msgid: null }),
      resettledJson,
    ),
  ),
  keepBill: verb(counterContract.keepBill, (terminal, { desk, id, content }) => {
    terminal.keepBill({ desk, id, content });
    return ok({});
  }),
  openBills: verb(counterContract.openBills, (terminal, { desk }) => ok([...terminal.openBills(desk)])),
  dropBill: verb(counterContract.dropBill, (terminal, bill) => {
    terminal.dropBill(bill);
    return ok({});
  }),
  openShift: verb(counterContract.openShift, (terminal, input) =>
    map(terminal.openShift({ ...input, float: parseFen(input.float) }), shiftJson),
  ),
  currentShift: verb(counterContract.currentShift, (terminal, of) => {
    const shift = terminal.currentShift(of);
    return ok({ shift: shift === null ? null : shiftJson(shift) });
  }),
  closeShift: verb(counterContract.closeShift, (terminal, { operator, desk, counted: given, countedBy }) => {
    const counted = {
      cash: parseFen(given.cash),
      bankCard: parseFen(given.bankCard),
      wechat: parseFen(given.wechat),
      alipay: parseFen(given.alipay),
    };
    const by = countedBy === undefined ? {} : { countedBy };
    return map(terminal.closeShift({ operator, desk, counted, ...by }), closedJson);
  }),
};

/** Keys that are left out stay out: what they stand for is as the cash sale told it. */
function correctionOf(
  given: { readonly [Key in keyof Correction]: Correction[Key] | undefined } | null,
): Correction | null {
  if (given === null) return null;
  const { plan, person, account } = given;
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(person === undefined ? {} : { person }),
    ...(account === undefined ? {} : { account }),
  };
}

function resettledJson({ reversal, settled, net, back }: Resettled) {
  return {
    reversal: committedJson(reversal),
    settled: committedJson(settled),
    net: splitJson(net),
    back: back.map(tenderJson),
  };
}

function tenderJson({ kind, amount }: Tender) {
  return { kind, amount: formatFen(amount) };
}

export function shiftJson({ operator, desk, openedAt, float, expected }: Shift) {
  return { operator, desk, openedAt, float: formatFen(float), expected: perTenderJson(expected) };
}

function closedJson(shift: ClosedShift) {
  return {
    ...shiftJson(shift),
    closedAt: shift.closedAt,
    counted: perTenderJson(shift.counted),
    difference: perTenderJson(shift.difference),
  };
}

export function splitJson(split: Split): Record<keyof Split, string> {
  return splitOf((name) => formatFen(split[name]));
}

export function perTenderJson({ cash, bankCard, wechat, alipay }: PerTender) {
  return {
    cash: formatFen(cash),
    bankCard: formatFen(bankCard),
    wechat: formatFen(wechat),
    alipay: formatFen(alipay),
  };
}
