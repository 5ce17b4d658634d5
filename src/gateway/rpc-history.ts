import type { FoundSettlement } from "../app/history.ts";
import { formatFen, parseFen } from "../base/money.ts";
import { historyContract } from "./contract-history.ts";
import { perTenderJson, splitJson } from "./rpc-counter.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import type { Call } from "./rpc-verb.ts";
import { committedJson, map, ok, verb } from "./rpc-verb.ts";

/** The history for the screens. */
export const historyVerbs: Readonly<Record<keyof typeof historyContract, Call>> = {
  findSettlements: verb(historyContract.findSettlements, (terminal, { amount, ...query }) =>
    map(terminal.findSettlements({ ...query, amount: amount === null ? null : parseFen(amount) }), (found) =>
      found.map(foundJson),
    ),
  ),
  settlementDetail: verb(historyContract.settlementDetail, (terminal, { settlementId }) =>
    detailOf(terminal, settlementId),
  ),
  refundPreview: verb(historyContract.refundPreview, (terminal, request) =>
    map(terminal.refundPreview(request), ({ remainder, net, back, previewHash }) => ({
      remainder: remainder === null ? null : splitJson(remainder),
      net: splitJson(net),
      back: back.map(({ kind, amount }) => ({ kind, amount: formatFen(amount) })),
      previewHash,
    })),
  ),
  refund: verb(historyContract.refund, (terminal, { approval, ...request }) =>
    map(terminal.approvedRefund({ ...request, msgid: null }, approval), ({ reversal, remainder, net }) => ({
      reversal: committedJson(reversal),
      remainder: remainder === null ? null : committedJson(remainder),
      net: splitJson(net),
    })),
  ),
};

/** One row of a list. */
export function foundJson({ total, fundTotal, accounts, cash, ...one }: FoundSettlement) {
  return {
    ...one,
    total: formatFen(total),
    fundTotal: formatFen(fundTotal),
    accounts: formatFen(accounts),
    cash: formatFen(cash),
  };
}

/** The settlement and what its slip says of it: one truth for the screen and for the paper. */
function detailOf(terminal: FullTerminal, settlementId: string) {
  const settlement = terminal.settlement(settlementId);
  if (!settlement.ok) return settlement;
  const shown = terminal.slip(settlementId);
  if (!shown.ok) return shown;
  const { slip } = shown.value;
  const successor = terminal.successorOf(settlementId);
  return ok({
    settlement: committedJson(settlement.value),
    person: { name: slip.person.name, certNo: slip.person.certNo },
    plan: { ...slip.plan },
    serviceDate: slip.serviceDate,
    lines: slip.lines.map(({ name, code, qty, price, amount, traceCodes }, at) => ({
      id: settlement.value.settlement.lines[at]?.id ?? "",
      name,
      code,
      qty,
      price,
      amount: formatFen(amount),
      traceCodes,
    })),
    tenders: slip.tenders === null ? null : perTenderJson(slip.tenders),
    operator: slip.operator,
    pharmacist: slip.pharmacist,
    desk: slip.desk,
    replaces: slip.replaces,
    replacedBy: successor.ok ? successor.value.settlementId : null,
  });
}
